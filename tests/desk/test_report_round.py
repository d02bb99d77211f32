"""Around a report: drafts are not lost, leaders sign, the clock reminds, and only people find."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.directory.models import Account, Membership, ReportingUnit, Role
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.findings_of_people import FindingRefused, find_integrity, reply_to_finding
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import (
    Channel,
    Draft,
    IntegrityKind,
    Reminder,
    ReminderKind,
    ReplyKind,
    ReportVersion,
)
from nuandong.desk.reporting.reminding import begin_reminding, plan_reminders, remind
from nuandong.desk.reporting.signing import SigningRefused, sign_report
from nuandong.desk.reporting.suspects import balance_of, to_look_into
from nuandong.desk.worker import ERRANDS
from nuandong.gasday import CHINA
from tests.desk.roles import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 20)
MORNING = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
NOON = datetime(2023, 12, 21, 12, 1, tzinfo=CHINA)
EVIDENCE = "门站计量 12.0 万m³，上报 9.5 万m³，值班记录未见停气"


@pytest.fixture(autouse=True)
def desk_time(settings: Any) -> None:
    settings.CLOCK_FROM = MORNING.isoformat()


def filed(
    unit: str = COUNTY, at: datetime = MORNING, by: Account | None = None, **cells: str
) -> ReportVersion:
    form = ReportForm({"gas_day": DAY.isoformat(), "use_c2g": "9.5", **cells}, unit=unit, at=at)
    assert form.is_valid(), form.errors
    assert form.filing is not None
    return file_report(checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=by)


def signed_in(who: Account) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def county_leader(season: Season) -> Account:
    """The leader of one county."""
    who = Account.objects.create(username="county-leader")
    Membership.objects.create(account=who, role=Role.LEADER, region_id=COUNTY)
    return who


def unit(code: str = COUNTY) -> ReportingUnit:
    return ReportingUnit.objects.get(code=code)


def test_a_form_is_kept_as_it_is_typed_and_shown_again(season: Season, account: Any) -> None:
    client = signed_in(account("county"))
    typed = {"gas_day": DAY.isoformat(), "use_c2g": "9,5x", "note": "写到一半", "csrf": "no field"}
    answer = client.post(f"/report/{unit().pk}/draft/", typed)
    assert "09:00" in answer.content.decode()
    again = client.get(f"/report/{unit().pk}/").content.decode()
    assert "9,5x" in again
    assert "写到一半" in again
    assert Draft.objects.get().cells == {"use_c2g": "9,5x", "note": "写到一半"}
    assert not ReportVersion.objects.of_day(DAY).filter(report__unit=COUNTY).exists()


def test_what_the_gate_refused_is_still_there_in_the_next_session(season: Season, account: Any) -> None:
    who = account("county")
    signed_in(who).post(f"/report/{unit().pk}/", {"gas_day": DAY.isoformat(), "use_c2g": "-7"})
    assert 'value="-7"' in signed_in(who).get(f"/report/{unit().pk}/").content.decode()


def test_a_draft_goes_when_its_report_is_filed_or_its_author_forgets_it(season: Season, account: Any) -> None:
    who = account("county")
    client, page = signed_in(who), f"/report/{unit().pk}/"
    cells = {"gas_day": DAY.isoformat(), "use_res_cook": "4.1", "use_c2g": "9.5", "note": "测试说明"}
    cells |= {"actual_supply": "13.6"}
    client.post(page + "draft/", cells)
    client.post(page + "draft/", {"gas_day": DAY.isoformat(), "forget": "1"})
    assert not Draft.objects.exists()
    client.post(page + "draft/", {**cells, "use_c2g": "9"})
    posted = client.post(page, {**cells, **dict.fromkeys(unfilled(client, page), "0")})
    assert posted.status_code == 302, posted.context["form"].errors
    assert not Draft.objects.exists()


def unfilled(client: Client, page: str) -> list[str]:
    """Classes the unit used in its last report and the test says nothing of."""
    form = client.get(page).context["form"]
    said = {"use_res_cook", "use_c2g"}
    return [field.name for field in form.use_fields() if field.name not in said]


def test_nobody_sees_another_account_s_draft(season: Season, account: Any) -> None:
    signed_in(account("county")).post(f"/report/{unit().pk}/draft/", {"note": "只有我看得见"})
    assert "只有我看得见" not in signed_in(account("province")).get(f"/report/{unit().pk}/").content.decode()
    assert signed_in(account("county")).post(f"/report/{unit(OTHER_COUNTY).pk}/draft/", {}).status_code == 404
    assert signed_in(account("county")).get(f"/report/{unit().pk}/draft/").status_code == 405


def test_the_last_report_stands_beside_each_field(season: Season, account: Any) -> None:
    page = signed_in(account("county")).get(f"/report/{unit().pk}/")
    before = dict(page.context["uses"][0][0].form.previous)
    shown = {field.name: figure for field, figure in page.context["uses"]}
    assert before
    assert all(shown[name] == pytest.approx(amount) for name, amount in before.items() if name in shown)


def test_a_leader_signs_the_newest_version_and_a_later_one_is_unsigned(
    season: Season, county_leader: Account
) -> None:
    first = filed()
    sign_report(version=first, by=county_leader, at=MORNING)
    second = filed(at=MORNING + timedelta(minutes=9), use_c2g="9.6")
    page = signed_in(county_leader).get(f"/report/version/{first.pk}/").content.decode()
    assert "签名不及于后一版本" in page or "does not cover" in page
    with pytest.raises(SigningRefused):
        sign_report(version=ReportVersion.objects.get(pk=first.pk), by=county_leader, at=NOON)
    sign_report(version=second, by=county_leader, at=NOON)
    assert Entry.objects.filter(act="sign_report").count() == 2


@pytest.mark.parametrize("role", ["leader", "county", "city", "auditor"])
def test_only_the_unit_s_own_leader_signs(season: Season, account: Any, role: str) -> None:
    version = filed()
    with pytest.raises(SigningRefused):
        sign_report(version=version, by=account(role), at=MORNING)
    assert signed_in(account(role)).post(f"/report/version/{version.pk}/sign/").status_code in (302, 403)
    assert not Entry.objects.filter(act="sign_report").exists()


def test_whoever_filed_a_report_does_not_sign_it(season: Season, county_leader: Account) -> None:
    Membership.objects.create(account=county_leader, role=Role.CLERK, region_id=COUNTY)
    version = filed(by=county_leader)
    with pytest.raises(SigningRefused):
        sign_report(version=version, by=county_leader, at=MORNING)


def test_each_unit_is_reminded_once_a_kind_as_the_hours_pass(season: Season) -> None:
    filed(unit=OTHER_COUNTY, at=MORNING - timedelta(minutes=30))
    for _ in range(2):
        remind(gas_day=DAY, at=MORNING)
        remind(gas_day=DAY, at=MORNING + timedelta(minutes=31))
        remind(gas_day=DAY, at=NOON)
    kinds = list(Reminder.objects.filter(unit=COUNTY).order_by("at").values_list("kind", flat=True))
    assert kinds == [ReminderKind.DUE_SOON, ReminderKind.OVERDUE, ReminderKind.OMITTED]
    assert not Reminder.objects.filter(unit=OTHER_COUNTY).exists()
    assert Entry.objects.filter(act="remind_units").count() == 3


def test_letters_of_a_day_are_put_once_and_the_round_goes_on_by_itself(season: Season) -> None:
    assert plan_reminders(gas_day=DAY, at=MORNING - timedelta(hours=2))
    count = Letter.objects.filter(errand="remind").count()
    plan_reminders(gas_day=DAY, at=MORNING - timedelta(hours=2))
    assert Letter.objects.filter(errand="remind").count() == count
    run_due(errands=ERRANDS, worker="w", clock=lambda: NOON, most=50)
    left = Letter.objects.filter(errand="remind", done_at=None)
    assert not Letter.objects.filter(given_up_at__isnull=False).exists()
    assert {letter.facts["gas_day"] for letter in left} == {(DAY + timedelta(days=1)).isoformat()}
    assert Reminder.objects.filter(kind=ReminderKind.OMITTED).exists()


def test_a_desk_without_units_reminds_nobody(db: None) -> None:
    begin_reminding(at=MORNING)
    assert not Letter.objects.exists()


def test_a_rule_makes_suspects_and_no_finding(season: Season) -> None:
    found = to_look_into(gas_day=DAY, at=NOON)
    assert COUNTY in {row.unit for row in found.omitted}
    assert not Entry.objects.filter(act="find_integrity").exists()


def test_a_county_false_by_a_third_is_listed_with_both_figures(season: Season, account: Any) -> None:
    """The tiny case has four counties with a few days of reports: enough for a third, not for a tenth."""
    days = {one.report.gas_day for one in ReportVersion.objects.select_related("report")}
    last = max(days)
    known = ReportVersion.objects.of_day(last).select_related("report")
    figures = {one.report.unit_id: dict(one.figures.values_list("quantity", "amount")) for one in known}
    at = datetime.combine(last + timedelta(days=1), MORNING.timetz())
    before = {one.county for one in balance_of(gas_day=last, at=at + timedelta(hours=5)).suspects}
    cells = {name: repr(amount * 1.5) for name, amount in figures[COUNTY].items()}
    form = ReportForm({"gas_day": last.isoformat(), **cells}, unit=COUNTY, at=at, asked=cells)
    assert form.is_valid()
    assert form.filing is not None
    file_report(checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=None)
    found = {one.county: one for one in balance_of(gas_day=last, at=at + timedelta(hours=5)).suspects}
    assert COUNTY not in before
    assert found[COUNTY].share > 0.3
    seen = to_look_into(gas_day=last, at=at + timedelta(hours=5), account=account("company"))
    assert not seen.false


def test_a_finding_needs_evidence_and_somebody_above(season: Season, account: Any) -> None:
    filed()
    province, county = account("province"), account("county")

    def find(
        by: Account, evidence: str = EVIDENCE, kind: IntegrityKind = IntegrityKind.FALSE, day: date = DAY
    ) -> Any:
        return find_integrity(unit=unit(), gas_day=day, kind=kind, evidence=evidence, by=by, at=NOON)

    for refused in (
        lambda: find(province, "不对"),
        lambda: find(county),
        lambda: find(province, day=date(2023, 12, 1)),
        lambda: find(account("company")),
    ):
        with pytest.raises(FindingRefused):
            refused()
    assert find(province, kind=IntegrityKind.OMITTED, day=date(2023, 12, 1)).report.gas_day == date(
        2023, 12, 1
    )
    assert Entry.objects.filter(act="find_integrity").count() == 1


def test_an_appeal_is_the_unit_s_and_its_decision_another_s(season: Season, account: Any) -> None:
    filed()
    province, county, leader = account("province"), account("county"), account("leader")
    finding = find_integrity(unit=unit(), gas_day=DAY, kind=IntegrityKind.FALSE, evidence=EVIDENCE, by=province,
                             at=NOON)  # fmt: skip

    def reply(by: Account, kind: ReplyKind, words: str = "计量表故障，附检定书") -> Any:
        return reply_to_finding(finding=finding, kind=kind, words=words, by=by, at=NOON)

    for by, kind in ((province, ReplyKind.APPEAL), (county, ReplyKind.UPHELD), (province, ReplyKind.UPHELD)):
        with pytest.raises(FindingRefused):
            reply(by, kind)
    with pytest.raises(FindingRefused):
        reply(county, ReplyKind.APPEAL, "  ")
    reply(county, ReplyKind.APPEAL)
    reply(leader, ReplyKind.UPHELD)
    with pytest.raises(FindingRefused):
        reply(leader, ReplyKind.WITHDRAWN)


def test_a_refused_finding_keeps_what_was_typed(season: Season, account: Any) -> None:
    client = signed_in(account("province"))
    typed = {"unit": unit().pk, "kind": "false", "evidence": "太短<b>", "gas_day": DAY.isoformat()}
    answer = client.post("/report/integrity/", typed)
    assert answer.status_code == 400
    assert "太短&lt;b&gt;" in answer.content.decode()
    for wrong in ({**typed, "kind": "lie"}, {**typed, "gas_day": "9999-99-99"}):
        assert client.post("/report/integrity/", wrong).status_code == 400
    for wrong in ({**typed, "unit": "x"}, {**typed, "unit": "9" * 30}):
        assert client.post("/report/integrity/", wrong).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-01-01", "2016-01-01"])
def test_a_gas_day_that_cannot_be_is_a_fault_and_no_breakdown(season: Season, account: Any, day: str) -> None:
    client = signed_in(account("county"))
    page = client.post(f"/report/{unit().pk}/", {"gas_day": day, "use_c2g": "3"})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert client.post(f"/report/{unit().pk}/draft/", {"gas_day": day, "use_c2g": "3"}).status_code == 200
