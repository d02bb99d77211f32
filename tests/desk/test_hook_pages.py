"""The pages and calls of webhooks: one's own alone, every fault at once, a secret told once and kept nowhere."""

import json
import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.api.actions import give_token
from nuandong.desk.api.hooks.delivering import deliver
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.hooks.models import EventState, Subscription
from nuandong.desk.api.models import KeptAnswer, TokenScope
from nuandong.desk.outlook.models import Season
from tests.desk.receivers import receiving

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
HOUR = timedelta(hours=1)
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture(autouse=True)
def desk(settings: Any, at: datetime) -> None:
    settings.CLOCK_FROM, settings.HOOKS_INNER = at.isoformat(), True


def page_of(who: Any) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def caller(who: Any, at: datetime, scope: TokenScope = TokenScope.ACT) -> Client:
    text = give_token(name="test", scope=scope, days=1, by=who, at=at)[1]
    return Client(headers={"Authorization": f"Bearer {text}"})


def call(client: Client, address: str, asked: Any = None, key: str = "k") -> Any:
    return client.post(
        address, json.dumps(asked) if asked is not None else "", content_type="application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip


def is_genuine_of_the_manual() -> Any:
    """The manual's own example, as a reader would copy it."""
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    named: dict[str, Any] = {}
    exec(compile(example, str(PAGE), "exec"), named)
    return named["is_genuine"]


def test_the_example_of_the_manual_believes_the_desk_and_nobody_else(season: Season, account, at) -> None:
    is_genuine = is_genuine_of_the_manual()
    client = caller(account("county"), at)
    with receiving() as receiver:
        wish = {"name": "SCADA", "address": receiver.address, "kinds": ["report.filed"]}
        told = call(client, "/api/webhooks", wish).json()
        assert call(client, f"/api/webhooks/{told['id']}/trial", key="t").status_code == 201
        deliver(subscription=told["id"], at=at + HOUR)
        ((_, headers, body),) = receiver.taken
    secret = told["secret"]
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body.replace(b"trial", b"tried"))
    assert not is_genuine(secret, {**headers, "webhook-id": "msg_other"}, body)
    assert not is_genuine(secret, {**headers, "webhook-timestamp": str(int(time.time()) - 900)}, body)
    assert not is_genuine("whsec_" + "A" * 43 + "=", headers, body)


def test_a_secret_is_told_by_the_first_answer_alone_and_stands_in_no_record(
    season: Season, account, at
) -> None:
    client = caller(account("county"), at)
    wish = {"name": "SCADA", "address": "https://example.org/x", "kinds": EventKind.values}
    first = call(client, "/api/webhooks", wish)
    assert first.status_code == 201
    assert SECRET.fullmatch(first.json()["secret"])
    again = call(client, "/api/webhooks", wish)
    assert (again.status_code, again.json()["secret"]) == (200, None)
    assert Subscription.objects.count() == 1
    assert not SECRET.search(str(list(KeptAnswer.objects.values())))
    number = first.json()["id"]
    changed = call(client, f"/api/webhooks/{number}/secret", key="change").json()
    assert SECRET.fullmatch(changed["secret"])
    assert changed["secret"] != first.json()["secret"]
    assert changed["both_secrets_until"]
    assert call(client, f"/api/webhooks/{number}/forget", key="f").json()["both_secrets_until"] is None
    assert "whsec_" not in client.get("/api/webhooks").content.decode()


def test_nobody_sees_or_changes_what_another_account_subscribed(season: Season, account, at) -> None:
    wish = {"name": "SCADA", "address": "https://example.org/x", "kinds": ["report.filed"]}
    owner, other = caller(account("county"), at), caller(account("province"), at)
    number = call(owner, "/api/webhooks", wish).json()["id"]
    call(owner, f"/api/webhooks/{number}/trial", key="t")
    assert other.get("/api/webhooks").json()["rows"] == []
    for rest in ("", "/events"):
        assert other.get(f"/api/webhooks/{number}{rest}").status_code == 404
    for rest in ("/secret", "/forget", "/off", "/on", "/trial", "/events/1/again"):
        assert call(other, f"/api/webhooks/{number}{rest}", key=rest).status_code == 404
    page = page_of(account("province"))
    assert page.get(f"/api/hooks/{number}/").status_code == 404
    for verb in ("secret", "forget", "off", "on", "trial", "again/1"):
        assert page.post(f"/api/hooks/{number}/{verb}/").status_code == 404
        assert page.get(f"/api/hooks/{number}/{verb}/").status_code == 405
    assert page_of(account("admin")).get("/api/hooks/").status_code == 403
    weak = caller(account("county"), at, TokenScope.FILE)
    assert call(weak, "/api/webhooks", wish, key="w").status_code == 403


def test_faults_of_a_wish_come_all_at_once_in_both_languages(season: Season, account, at, settings) -> None:
    settings.HOOKS_INNER = False
    client = caller(account("county"), at)
    wish = {"name": " ", "address": "https://10.0.0.1/", "kinds": ["report.filed"]}
    refused = call(client, "/api/webhooks", wish)
    assert refused.status_code == 422
    told = {one["field"]: one["wanted"] for one in refused.json()["errors"]}
    assert set(told) == {"name", "address"}
    assert "内网" in told["address"]["zh"]
    assert "inner network" in told["address"]["en"]


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(season: Season, account, at, settings) -> None:
    settings.HOOKS_INNER = False
    page = page_of(account("county"))
    typed = {"name": "调度系统", "address": "http://10.0.0.1/hook", "kinds": ["report.filed", "order.issued"]}
    for language, words in (("zh-hans", "须为 https://"), ("en", "begins with https://")):
        refused = page.post("/api/hooks/", typed, headers={"Accept-Language": language})
        assert refused.status_code == 400
        shown = refused.content.decode()
        for kept in ("调度系统", "http://10.0.0.1/hook", words):
            assert kept in shown
        assert shown.count("checked") == 2
    assert not Subscription.objects.exists()


def test_the_whole_life_of_a_webhook_on_its_pages(season: Season, account, at) -> None:
    page = page_of(account("county"))
    with receiving(500, 200) as receiver:
        typed = {"name": "SCADA", "address": receiver.address, "kinds": ["report.filed"]}
        made = page.post("/api/hooks/", typed).content.decode()
        assert len(SECRET.findall(made)) == 1
        kept = Subscription.objects.get()
        address = f"/api/hooks/{kept.pk}/"
        assert not SECRET.search(page.get(address).content.decode())
        assert page.post(f"{address}trial/").status_code == 302
        deliver(subscription=kept.pk, at=at + HOUR)
        assert "500" in page.get(address).content.decode()
        kept.events.update(state=EventState.GIVEN_UP)
        assert "重新发送" in page.get(address).content.decode()
        page.post(f"{address}again/{kept.events.get().pk}/")
        deliver(subscription=kept.pk, at=at + HOUR)
        assert "已送达" in page.get(address).content.decode()
        changed = page.post(f"{address}secret/").content.decode()
        assert len(SECRET.findall(changed)) == 1
        page.post(f"{address}off/")
        assert "已停用" in page.get("/api/hooks/").content.decode()
        refused = page.post(f"{address}trial/", follow=True).content.decode()
        assert "请先启用" in refused
        page.post(f"{address}on/")
        kept.refresh_from_db()
        assert kept.is_on
        assert len(receiver.taken) == 2


def test_an_account_has_ten_switched_on_at_most(season: Season, account, at) -> None:
    client = caller(account("county"), at)
    wish = {"name": "n", "address": "https://example.org/x", "kinds": ["report.filed"]}
    made = [call(client, "/api/webhooks", wish, key=f"k{number}").status_code for number in range(11)]
    assert made == [201] * 10 + [409]


def test_an_address_of_the_interface_that_is_not_there_is_told_as_a_fault(client: Client) -> None:
    for address in ("/api/nowhere", "/api/reports/null", "/api/a%0Ab"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 404
            assert answer["Content-Type"].startswith("application/json")
            assert answer.json()["errors"][0]["code"] == "unknown"
