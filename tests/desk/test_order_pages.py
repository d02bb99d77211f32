"""Pages of orders: what each role sees and may press, and what is refused in words."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from nuandong.desk.directory.models import Account, Role
from nuandong.desk.dispatch.models import Notice, Order, OrderKind, OrderState
from nuandong.desk.frame import clock
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run
from tests.desk.order_day import declare, drafted, issued, open_account

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def desk_clock(settings, at) -> None:
    settings.CLOCK_FROM, settings.CLOCK_SET_AT = (
        (at + timedelta(minutes=5)).isoformat(),
        __import__("time").time(),
    )
    assert abs(clock.now() - at - timedelta(minutes=5)) < timedelta(minutes=2)


@pytest.fixture
def run(season, at) -> Run:
    return assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


@pytest.fixture
def enter() -> Callable[[Account], Client]:
    def of(who: Account) -> Client:
        client = Client()
        client.force_login(who, backend=BACKEND)
        return client

    return of


@pytest.fixture
def order(run, account, at) -> Order:
    officer, leader = account("province"), account("leader")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    return issued(orders[OrderKind.CURTAILMENT], leader=leader, officer=officer, at=at)


def text(response) -> str:
    return response.content.decode()


def test_from_draft_to_notice_by_pressing_buttons(run, account, enter, at: datetime) -> None:
    officer, leader = enter(account("province")), enter(account("leader"))
    page = text(officer.get("/orders/"))
    assert "/orders/draft/" in page
    assert officer.post("/orders/draft/").status_code == 302
    order = Order.objects.get(kind=OrderKind.CURTAILMENT)
    assert "第二人" in text(officer.get(f"/orders/{order.pk}/"))
    assert officer.post(f"/orders/{order.pk}/approve/").status_code == 403
    declare("orange", run, officer=account("province"), at=at)
    refused = leader.post(f"/orders/{order.pk}/approve/", {"alternatives": "on"})
    assert refused.status_code == 409
    assert "尚未经管网复算" in text(refused)
    from nuandong.desk.dispatch.actions.draft import examine

    examine(order=order, edition=1, at=at)
    assert "核对后批准" in text(leader.get(f"/orders/{order.pk}/"))
    assert leader.post(f"/orders/{order.pk}/approve/", {"alternatives": "on"}).status_code == 302
    assert officer.post(f"/orders/{order.pk}/issue/").status_code == 302
    order.refresh_from_db()
    assert order.state == OrderState.ISSUED
    assert "示例钢铁厂" in text(officer.get(f"/orders/{order.pk}/"))


def test_a_company_sees_its_own_notice_alone_and_answers_it(order, enter, at) -> None:
    steel = enter(open_account("steel", Role.CLERK, at=at, organisation="u-steel"))
    own = Notice.objects.get(user="u-steel")
    other = Notice.objects.get(user="u-methanol")
    desk = text(steel.get("/orders/"))
    assert own.code in desk
    assert "示例甲醇厂" not in desk
    assert steel.get(f"/notice/{other.code}/").status_code == 404
    assert own.phone_code in text(steel.get(f"/notice/{own.code}/"))
    assert own.receipts.filter(kind="read").exists()
    assert steel.post(f"/notice/{own.code}/acknowledge/").status_code == 302
    assert own.receipts.filter(kind="acknowledged").exists()
    assert steel.post(f"/notice/{own.code}/object/", {"words": "不"}).status_code == 409
    assert steel.post(f"/notice/{own.code}/object/", {"words": "熔炉不可停"}).status_code == 302
    assert "熔炉不可停" in text(steel.get(f"/notice/{own.code}/"))
    sums = text(steel.get(f"/orders/{order.pk}/"))
    assert "示例钢铁厂" in sums
    assert f"{sum(line.planned_relief for line in order.lines.all()):.2f}" not in sums


def test_a_company_that_nothing_is_asked_of_sees_no_order(order, account, enter) -> None:
    glass = enter(account("company"))
    assert order.number not in text(glass.get("/orders/"))
    assert glass.get(f"/orders/{order.pk}/").status_code == 404
    assert glass.get(f"/orders/{order.pk}/lines.csv").status_code == 404
    assert glass.get("/orders/telephone/").status_code == 403


@pytest.mark.parametrize(
    "act", ["edit", "examine", "approve", "issue", "discard", "withdraw", "close", "wave"]
)
def test_a_county_that_sees_an_order_may_do_nothing_with_it(act, order, account, enter) -> None:
    before = Order.objects.get(pk=order.pk).state
    assert (
        enter(account("county")).post(f"/orders/{order.pk}/{act}/", {"words": "随便说说"}).status_code == 403
    )
    assert Order.objects.get(pk=order.pk).state == before


@pytest.mark.parametrize(
    "address",
    [
        "draft/",
        *(f"{{}}/{act}/" for act in ("examine", "approve", "issue", "discard", "withdraw", "close", "wave")),
    ],
)
def test_acts_are_posts_alone(address, order, account, enter) -> None:
    assert enter(account("province")).get("/orders/" + address.format(order.pk)).status_code == 405


def test_every_fault_of_an_edit_comes_back_with_what_was_typed(run, account, enter, at) -> None:
    order = drafted(run, officer=account("province"), at=at)[OrderKind.CURTAILMENT]
    officer = enter(account("province"))
    typed = {
        "edition": "1",
        "relief-p-steel": "abc",
        "relief-p-methanol": "-1",
        "relief-p-mill": "1.2042",
        "point": "p-x",
    }
    page = officer.post(f"/orders/{order.pk}/edit/", typed)
    assert page.status_code == 409
    assert 'value="abc"' in text(page)
    assert text(page).count("wrong-words") == 3
    typed |= {
        "relief-p-steel": "9",
        "relief-p-methanol": "0.859",
        "point": "p-hospital",
        "point_relief": "0.1",
    }
    page = officer.post(f"/orders/{order.pk}/edit/", typed)
    assert page.status_code == 409
    for words in ("不得侵占保安负荷", "任何指令不得压减", 'value="9"', 'value="p-hospital"'):
        assert words in text(page)
    assert Order.objects.get(pk=order.pk).edition == 1


def test_the_officer_enters_a_code_from_the_telephone(order, account, enter) -> None:
    officer = enter(account("province"))
    notice = Notice.objects.get(user="u-mill")
    assert "示例机械厂" in text(officer.get("/orders/telephone/"))
    wrong = officer.post("/orders/telephone/", {"code": "12", "words": ""})
    assert wrong.status_code == 409
    assert text(wrong).count("wrong-words") == 2
    assert (
        officer.post("/orders/telephone/", {"code": notice.phone_code, "words": "调度 李某"}).status_code
        == 302
    )
    assert "示例机械厂" not in text(officer.get("/orders/telephone/")).split("<tbody>")[-1]
    assert "调度 李某" in text(officer.get(f"/notice/{notice.code}/"))


def test_the_list_of_lines_is_a_file_with_figures_in_full(order, account, enter) -> None:
    rows = text(enter(account("province")).get(f"/orders/{order.pk}/lines.csv")).splitlines()
    assert len(rows) == 4
    assert repr(order.lines.get(subject="p-steel").planned_relief) in rows[1]


def test_a_withdrawn_order_says_so_on_every_notice(order, account, enter, at) -> None:
    leader = enter(account("leader"))
    assert leader.post(f"/orders/{order.pk}/withdraw/", {"words": ""}).status_code == 409
    assert leader.post(f"/orders/{order.pk}/withdraw/", {"words": "来气增加，缺口已消"}).status_code == 302
    steel = enter(open_account("steel", Role.CLERK, at=at, organisation="u-steel"))
    code = Notice.objects.get(user="u-steel").code
    assert "来气增加，缺口已消" in text(steel.get(f"/notice/{code}/"))
    assert code in text(steel.get("/orders/"))


def test_pages_speak_english_in_full(order, account, enter) -> None:
    officer = enter(account("province"))
    officer.cookies["nuandong_language"] = "en"
    for address in (
        "/orders/",
        f"/orders/{order.pk}/",
        "/orders/telephone/",
        f"/notice/{order.notices.first().code}/",
    ):
        body = text(officer.get(address)).split("<main")[1]
        left = [word for word in ("批准", "下达", "确认", "压减量", "通知") if word in body]
        assert not left, (address, left)
