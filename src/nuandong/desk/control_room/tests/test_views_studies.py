"""Asking from the pages: who may, what comes back, that a what-if is marked; and two clicks still reach the act."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nuandong.assess.plain import plain_of
from nuandong.desk.control_room.tests.pictures import AS_OF, GAS_DAY, orange_day
from nuandong.desk.control_room.tests.reasons import colder_answer, explained, orange_reasons
from nuandong.desk.control_room.tests.test_season import winter
from nuandong.desk.control_room.tests.test_views import (  # noqa: F401 - fixtures
    CLERK_OF,
    DAY,
    keep,
    no_picture_of_another_test,
    places,
    signed_in,
)
from nuandong.desk.directory.models import Account, Membership, Organisation, Role
from nuandong.desk.directory.models.people import OrganisationKind
from nuandong.desk.ledger.models import Letter
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.reasons import _whole_reasons
from nuandong.desk.outlook.studies.questions import ChangeKind, explanation_question, what_if_question

pytestmark = pytest.mark.django_db
COLDER = what_if_question([(ChangeKind.WEATHER, "", -3.0)])
FORM = {"what1": "weather:", "amount1": "-3"}


@pytest.fixture(autouse=True)
def no_reasons_of_another_test() -> None:
    """Numbers of runs begin anew in every test."""
    _whole_reasons.cache_clear()


@pytest.fixture
def run(places: None) -> Run:  # noqa: F811
    """A finished run with picture and reasons."""
    kept = keep(orange_day())
    kept.reasons = plain_of(orange_reasons())
    kept.save()
    return kept


@pytest.fixture
def officer(run: Run) -> Client:
    """The province's duty officer."""
    return signed_in(Role.DUTY_OFFICER, "140000")


def study_of(
    run: Run, kind: StudyKind, question: dict, answer: object = None, by: Account | None = None
) -> Study:
    """A study, done where an answer is given."""
    done = {"state": RunState.DONE, "answer": plain_of(answer), "finished_at": AS_OF, "started_at": AS_OF}
    return Study.objects.create(
        run=run, kind=kind, question=question, requested_at=AS_OF, requested_by=by, **(done if answer else {})
    )


# ---- the day ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_day_says_what_binds_what_gas_is_worth_and_where_it_flows(officer: Client, language: str) -> None:
    officer.cookies["nuandong_language"] = language
    text = officer.get(DAY).content.decode()
    wanted = {
        "zh-hans": ("北线一段之后的 3 个县区缺 20.0", "示例机械厂 +1.000", "60,000–60,050", "已报 3 / 4"),
        "en": (
            "20.0 missing in 3 counties behind North line, part 1", "Example works +1.000", "60,000–60,050",
            "Reported 3 / 4",
        ),
    }  # fmt: skip
    assert [words for words in wanted[language] if words not in text] == []
    assert text.count('<svg class="flows') == 2
    assert text.index('id="cuts-title"') > 0


def test_from_the_day_the_plan_is_one_click_away_and_every_question_two(officer: Client) -> None:
    text = officer.get(DAY).content.decode()
    assert 'class="button" href="#cuts"' in text
    for name in ("what-if", "outages", "assess"):
        assert reverse(name, args=[GAS_DAY]) in text


def test_a_run_without_reasons_says_so_on_the_day(places: None) -> None:  # noqa: F811
    keep(orange_day())
    client = signed_in(Role.DUTY_OFFICER, "140000")
    assert "较早版本" in client.get(DAY).content.decode()
    assert client.get(f"{DAY}map.svg-fragment?cut=1").status_code == 200


def test_the_map_draws_the_bottleneck_that_is_asked_for(officer: Client) -> None:
    text = officer.get(f"{DAY}map.svg-fragment?cut=2").content.decode()
    assert text.count("behind-hatch") == 1
    assert "小店分输支线" in text
    assert 'aria-current="true">卡口 2 · 2.0' in text
    gaps = officer.get(f"{DAY}map.svg-fragment?cut=99").content.decode()
    assert "behind-hatch" not in gaps


def test_a_county_sees_how_much_is_missing_and_no_pipe_of_others(run: Run) -> None:
    clerk = signed_in(Role.CLERK, CLERK_OF)
    day, drawn = (clerk.get(path).content.decode() for path in (DAY, f"{DAY}map.svg-fragment?cut=1"))
    assert "该卡口之后共缺 20.0；其中有您的 1 个县区" in day
    for text in (day, drawn):
        assert [name for name in ("北线一段", "示例机械厂", "沁水煤层气", "榆次区") if name in text] == []
    assert 'svg class="flows' not in day


# ---- why -------------------------------------------------------------------------------------------------------


def test_one_page_says_why_a_user_is_cut_and_offers_to_solve_what_would_spare_it(officer: Client) -> None:
    text = officer.get(f"{DAY}why/user/u1/").content.decode()
    assert text.index("全省缺口40") < text.index("本户应压减12")
    assert f'action="{reverse("why-ask", args=[GAS_DAY])}"' in text
    answer = officer.post(f"{DAY}why/", {"user": "u1"})
    assert answer.headers["Location"] == f"{DAY}why/user/u1/#spared"
    assert Study.objects.get().question == explanation_question(user="u1")
    assert Letter.objects.get().errand == "study"
    progress = f"study/{Study.objects.get().pk}/progress"
    assert progress in officer.get(f"{DAY}why/user/u1/").content.decode()


def test_the_answer_stands_on_the_page_with_what_is_enough_and_what_is_not(officer: Client, run: Run) -> None:
    study_of(run, StudyKind.EXPLANATION, explanation_question(user="u1"), explained())
    text = officer.get(f"{DAY}why/user/u1/").content.decode()
    assert "12.50" in text
    assert "单靠此项不够，仍缺 3.00" in text
    assert "榆次区工业 +1" in text


def test_a_company_reads_its_own_page_only_and_no_pipe_of_the_province(run: Run) -> None:
    Organisation.objects.create(
        code="u1", name_zh="示例", name_en="Example", kind=OrganisationKind.USER, region_id="140105"
    )
    account = Account.objects.create(username="u1")
    Membership.objects.create(account=account, role=Role.CLERK, organisation_id="u1")
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    study_of(run, StudyKind.EXPLANATION, explanation_question(user="u1"), explained())
    text = client.get(f"{DAY}why/user/u1/").content.decode()
    assert "本户应压减12" in text
    assert "12.50" in text
    assert [name for name in ("北线", "榆次") if name in text] == []
    assert client.get(f"{DAY}why/user/u3/").status_code == 404
    assert "卡口" not in client.get(DAY).content.decode()  # a company has no county of which it could be said
    assert client.post(f"{DAY}why/", {"user": "u1"}).status_code == 403


def test_a_county_page_says_why_it_is_short_and_what_gas_is_worth_there(officer: Client) -> None:
    text = officer.get(f"{DAY}county/140105/").content.decode()
    assert "小店区缺17" in text
    assert "60,100" in text
    assert (
        officer.post(f"{DAY}why/", {"county": "140105"}).headers["Location"] == f"{DAY}county/140105/#spared"
    )
    assert officer.post(f"{DAY}why/", {"county": "999999"}).status_code == 404


# ---- what if ---------------------------------------------------------------------------------------------------


def test_a_question_becomes_a_study_and_no_run(officer: Client, run: Run) -> None:
    answer = officer.post(f"{DAY}what-if/", FORM)
    study = Study.objects.get()
    assert answer.headers["Location"] == f"/study/{study.pk}/"
    assert (study.run, study.question) == (run, COLDER)
    assert Run.objects.count() == 1
    waiting = officer.get(f"/study/{study.pk}/").content.decode()
    assert "气温再低 3.0 ℃" in waiting
    assert f"/study/{study.pk}/cancel/" in waiting


def test_an_answer_is_marked_as_assumed_before_anything_else_is_read(officer: Client, run: Run) -> None:
    study = study_of(run, StudyKind.WHAT_IF, COLDER, colder_answer())
    text = officer.get(f"/study/{study.pk}/").content.decode()
    assert text.index('class="assumed-word">假设推演') < text.index("缺口 40.0 → 60.0")
    assert "不是当日方案" in text
    assert "banner-level" not in text  # nothing of the day's own banner


@pytest.mark.parametrize(
    "form", [{}, {"what1": "weather:", "amount1": "99"}, {"what1": "pipe:none", "amount1": "1"}]
)
def test_what_cannot_be_asked_comes_back_with_its_fault(officer: Client, form: dict[str, str]) -> None:
    answer = officer.post(f"{DAY}what-if/", form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Study.objects.exists()


def test_a_suggestion_fills_the_form_and_asks_nothing_by_itself(officer: Client) -> None:
    text = officer.get(f"{DAY}what-if/?what1=pipe%3Anorth-1&amount1=0").content.decode()
    assert '<option value="pipe:north-1" selected>北线一段</option>' in text
    assert not Study.objects.exists()


def test_a_city_may_ask_about_its_own_parts_and_not_about_others(run: Run) -> None:
    city = signed_in(Role.DUTY_OFFICER, "140100")
    text = city.get(f"{DAY}what-if/").content.decode()
    assert 'value="demand:140105"' in text
    for value in ("demand:140702", "demand:", "trucks:", "pipe:north-1"):
        assert f'value="{value}"' not in text
        assert city.post(f"{DAY}what-if/", {"what1": value, "amount1": "1"}).status_code == 422
    assert city.post(f"{DAY}what-if/", {"what1": "demand:140105", "amount1": "5"}).status_code == 302


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_assess_may_not_ask_nor_cancel(run: Run, role: Role) -> None:
    client = signed_in(role, "140000")
    study = study_of(run, StudyKind.WHAT_IF, COLDER)
    for path in (
        f"{DAY}what-if/",
        f"{DAY}outages/",
        f"{DAY}assess/",
        f"{DAY}why/",
        f"/study/{study.pk}/cancel/",
    ):
        assert client.post(path, {**FORM, "user": "u1"}).status_code == 403, path
    assert Study.objects.count() == 1
    study.refresh_from_db()
    assert study.state == RunState.QUEUED


def test_an_answer_is_read_by_whoever_asked_and_by_the_province(officer: Client, run: Run) -> None:
    city = signed_in(Role.DUTY_OFFICER, "140100")
    asker = Account.objects.get(username=f"{Role.DUTY_OFFICER}-140100")
    own = study_of(run, StudyKind.WHAT_IF, COLDER, colder_answer(), by=asker)
    other = study_of(run, StudyKind.WHAT_IF, COLDER, colder_answer())
    shown = city.get(f"/study/{own.pk}/").content.decode()
    assert "示例玻璃厂" in shown
    assert "示例陶瓷厂" not in shown  # of another city
    assert city.get(f"/study/{other.pk}/").status_code == 404
    assert officer.get(f"/study/{own.pk}/").status_code == 200


def test_cancel_stops_it_and_the_page_says_so(officer: Client, run: Run) -> None:
    study = study_of(run, StudyKind.WHAT_IF, COLDER)
    assert officer.get(f"/study/{study.pk}/cancel/").status_code == 405
    officer.post(f"/study/{study.pk}/cancel/")
    assert "已取消" in officer.get(f"/study/{study.pk}/").content.decode()


def test_progress_tells_stage_and_part_and_ends_by_leading_to_the_answer(officer: Client, run: Run) -> None:
    study = study_of(run, StudyKind.WHAT_IF, COLDER)
    Study.objects.filter(pk=study.pk).update(state=RunState.RUNNING, progress="firm supply 43%")
    answer = officer.get(f"/study/{study.pk}/progress/")
    assert "合同与日指定供气可送达多少" in answer.content.decode()
    assert "43 %" in answer.content.decode()
    assert "HX-Redirect" not in answer.headers
    Study.objects.filter(pk=study.pk).update(state=RunState.FAILED, trouble="没有这条管道")
    answer = officer.get(f"/study/{study.pk}/progress/")
    assert answer.headers["HX-Redirect"] == f"/study/{study.pk}/"
    assert "没有这条管道" in officer.get(f"/study/{study.pk}/").content.decode()


# ---- outages, and the day assessed anew ------------------------------------------------------------------------


def test_outages_are_for_the_whole_province_and_are_asked_once(officer: Client, run: Run) -> None:
    assert "逐项检验" in officer.get(f"{DAY}outages/").content.decode()
    first = officer.post(f"{DAY}outages/").headers["Location"]
    assert officer.post(f"{DAY}outages/").headers["Location"] == first
    assert officer.get(f"{DAY}outages/").headers["Location"] == first
    assert signed_in(Role.DUTY_OFFICER, "140100").get(f"{DAY}outages/").status_code == 403


def test_the_season_is_asked_like_outages_and_read_from_its_study(officer: Client, run: Run) -> None:
    address = officer.post(f"{DAY}season/").headers["Location"]
    assert officer.get(f"{DAY}season/").headers["Location"] == address
    assert "progress/" in officer.get(address).content.decode()
    Study.objects.update(state=RunState.DONE, answer=plain_of(winter()), finished_at=AS_OF, started_at=AS_OF)
    text = officer.get(address).content.decode()
    assert "居民不缺" in text
    assert "不下达任何指令" in text
    assert signed_in(Role.DUTY_OFFICER, "140100").get(f"{DAY}season/").status_code == 403


def test_the_day_is_assessed_anew_with_progress_and_can_be_cancelled(officer: Client, run: Run) -> None:
    address = officer.post(f"{DAY}assess/").headers["Location"]
    asked = Run.objects.get(state=RunState.QUEUED)
    assert address == f"/run/{asked.pk}/"
    assert f"/run/{asked.pk}/progress/" in officer.get(address).content.decode()
    assert officer.get(f"/run/{asked.pk}/progress/").status_code == 200
    officer.post(f"/run/{asked.pk}/cancel/")
    assert "已取消" in officer.get(address).content.decode()
    assert officer.get(DAY).context["run_number"] == run.pk  # the day still shows the finished one


def test_a_run_that_is_done_leads_back_to_its_day(officer: Client, run: Run) -> None:
    assert officer.get(f"/run/{run.pk}/progress/").headers["HX-Redirect"] == DAY
