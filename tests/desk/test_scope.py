"""Every address as every role: nothing outside an account's region or organisation shows anywhere.

Object permissions leak through side doors: exports, totals, fragments, counts. So this test does not list pages; it
walks the table of addresses, fills them with places inside and outside the scope, and reads what comes back.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from nuandong.desk.api.models import ApiToken
from nuandong.desk.control_room.quality_tables import TABLES
from nuandong.desk.directory.models import DeliveryPoint, GasUser, Region, ReportingUnit, SupplyZone
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.models import Notice, Objection, Order
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, RunState, Season, Study, StudyKind
from nuandong.desk.outlook.pictures import picture_for
from nuandong.desk.outlook.studies.actions import answer, ask
from nuandong.desk.outlook.studies.questions import (
    ChangeKind,
    explanation_question,
    outages_question,
    season_question,
    what_if_question,
)
from nuandong.desk.reporting.models import (
    DailyReport,
    IntegrityFinding,
    Nomination,
    ReportBook,
    ReportFigure,
    ReportVersion,
)
from nuandong.desk.reporting.readings.actions import file_readings
from tests.desk.alerting import everything_alerted, placeholders_of_alerts
from tests.desk.brief_day import everything_briefed, placeholders_of_briefs
from tests.desk.directory_everywhere import everything_in_the_directory, placeholders_of_the_directory
from tests.desk.order_day import everything_ordered
from tests.desk.plans_everywhere import everything_planned, placeholders_of_plans
from tests.desk.report_day import everything_reported
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY, ROLES

pytestmark = pytest.mark.django_db
OPEN_TO_STRANGERS = {"login", "language", "health", "openapi-json"}
INTERFACE = re.compile(
    r"/?api/(?!tokens/)"
)  # opened by a token, never by a session: test_report_interface.py walks it
SEEN_BY_ALL = 200
UNITS = (COUNTY, OTHER_COUNTY, CITY, "company:u-glass", "company:u-methanol", "department:工信")
EXPLAINED = ("u-glass", "u-methanol")
# Names of users and counties of the tiny case by where they lie; the names are unlike anything a page says itself.
# Branches count too: what flows through a county's branch is what the county gets.
IN_COUNTY = ("示例玻璃厂", "示例钢铁厂", "甲城支线")
IN_CITY_ELSEWHERE = ("示例机械厂", "甲山支线")
IN_OTHER_CITY = ("示例甲醇厂", "示例液化厂", "乙城支线", "乙川支线")
HIDDEN: dict[str, tuple[str, ...]] = {
    "province": (),
    "leader": (),
    "auditor": (),
    "admin": (),
    "city": IN_OTHER_CITY,
    "county": IN_CITY_ELSEWHERE + IN_OTHER_CITY,
    "company": ("示例钢铁厂", "甲城支线", *IN_CITY_ELSEWHERE, *IN_OTHER_CITY),
    "nobody": IN_COUNTY + IN_CITY_ELSEWHERE + IN_OTHER_CITY,
}


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    """Answers by question, each computed once: the tiny case answers every test alike."""
    return {}


@pytest.fixture
def day_run(season: Season, at: datetime, answered: dict[str, Any]) -> Run:
    """A day with everything that was ever asked of it, answered."""
    everything_reported(at)
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    for kind, question in (
        (StudyKind.WHAT_IF, what_if_question([(ChangeKind.WEATHER, "", -4.0)])),
        (StudyKind.OUTAGES, outages_question()),
        (StudyKind.SEASON, season_question()),
        *((StudyKind.EXPLANATION, explanation_question(user=user)) for user in EXPLAINED),
        (StudyKind.EXPLANATION, explanation_question(county=COUNTY)),
    ):
        study = ask(run=run, kind=kind, question=question, by=None, at=at)
        if str(question) not in answered:
            answered[str(question)] = answer(study=study, clock=lambda: at).answer
        study.state, study.answer, study.finished_at = RunState.DONE, answered[str(question)], at
        study.save()
    everything_ordered(run, at=at)
    everything_alerted(run, at=at)
    everything_in_the_directory(at=at)
    everything_planned(at=at)
    everything_read(at=at)
    everything_briefed(run, at=at)
    return run


def everything_read(*, at: datetime) -> None:
    """A reading of every point, filed at the time that the day is assessed and known on the desk ever since."""
    begins, ends = (at - timedelta(hours=hours) for hours in (30, 6))
    span = {"from": begins.isoformat(), "to": ends.isoformat(), "volume": 0.5}
    rows = [{"point": code, **span} for code in DeliveryPoint.objects.values_list("code", flat=True)]
    filed = file_readings(rows=rows, by=None, at=at, source="desk")
    assert len(filed.readings) == len(rows), filed.findings


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern of the desk, whole."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def addresses(run: Run) -> list[str]:
    """Every address, with each placeholder filled by every value that could tell something."""
    values: dict[str, list[str]] = {
        "gas_day": [run.gas_day.isoformat()],
        "code": [COUNTY, "149102", OTHER_COUNTY],
        "number": sorted({str(run.pk), *(str(pk) for pk in Study.objects.values_list("pk", flat=True))}),
        "user": list(GasUser.objects.values_list("code", flat=True)),
        "pk": [str(pk) for pk in ReportingUnit.objects.filter(code__in=UNITS).values_list("pk", flat=True)],
        "key": ["T-001", "T-040"],
        "table": ["methods", *TABLES],
        **placeholders_of_alerts(),
        **placeholders_of_the_directory(),
        **placeholders_of_plans(),
        **placeholders_of_briefs(),
        "point": [str(pk) for pk in DeliveryPoint.objects.values_list("pk", flat=True)],
        "entry": ["1", str(Entry.objects.count())],
        "order": [str(pk) for pk in Order.objects.values_list("pk", flat=True)],
        "notice": list(Notice.objects.values_list("code", flat=True)),
        "version": [str(pk) for pk in ReportVersion.objects.values_list("pk", flat=True)],
        "book": [str(pk) for pk in ReportBook.objects.values_list("pk", flat=True)],
        "finding": [str(pk) for pk in IntegrityFinding.objects.values_list("pk", flat=True)],
        "token": [str(pk) for pk in ApiToken.objects.values_list("pk", flat=True)],
        "objection": [str(pk) for pk in Objection.objects.values_list("pk", flat=True)],
    }
    found = []
    for route, _ in patterns():
        filled = [route]
        while filled and "<" in filled[0]:
            placeholder = re.search(r"<(?:\w+:)?(\w+)>", filled[0])
            assert placeholder is not None
            assert placeholder[1] in values, f"{route}: say here what {placeholder[1]} may be"
            filled = [
                one.replace(placeholder[0], value, 1) for one in filled for value in values[placeholder[1]]
            ]
        found += ["/" + one for one in filled]
    return found


def read(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":  # a packed case: look inside, not at the wrapping
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else content


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_an_account_what_lies_outside_its_scope(role: str, day_run: Run, account) -> None:
    client = Client(raise_request_exception=True)
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    shown = 0
    for address in addresses(day_run):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(address, headers=headers)
            allowed = (200, 401, 404, 405) if INTERFACE.match(address) else (200, 302, 403, 404, 405)
            assert response.status_code in allowed, (address, response.status_code)
            text = read(response)
            leaked = [name for name in HIDDEN[role] if name in text]
            assert not leaked, (address, leaked)
            shown += response.status_code == SEEN_BY_ALL
    assert shown >= 3 or role == "nobody"


def test_the_test_of_leaks_would_see_a_leak(day_run: Run, account) -> None:
    """The names looked for do stand on some page of one who may see them."""
    client = Client()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    pages = "".join(read(client.get(address)) for address in addresses(day_run))
    for name in (*IN_COUNTY, *IN_OTHER_CITY):
        assert name in pages, name


@pytest.mark.parametrize(
    ("role", "branches"), [("county", {"gate-149101"}), ("company", set()), ("nobody", set())]
)
def test_a_part_of_the_province_comes_with_its_own_branches_and_remarks(
    role: str, branches, day_run, account
) -> None:
    picture = picture_for(day_run, account(role))
    assert set(picture.arcs.arc) == branches
    assert len(picture.arcs.flow) == len(branches)
    told = "".join(finding.text() + finding.text(language="en") for finding in picture.findings)
    assert not [name for name in ("乙川县", "Yichuan") if name in told]
    whole = picture_for(day_run, account("province"))
    assert "乙川县" in "".join(finding.text() for finding in whole.findings)


def test_a_stranger_is_sent_to_sign_in_everywhere(day_run: Run, client: Client) -> None:
    for route, pattern in patterns():
        if pattern.name in OPEN_TO_STRANGERS or "<" in route:
            continue
        response = client.get("/" + route)
        assert response.status_code in ((401, 404, 405) if INTERFACE.match(route) else (302, 405)), route
        if response.status_code == 302:
            assert response["Location"].startswith("/accounts/login/"), route


def test_a_stranger_gets_nothing_from_an_address_with_a_number_in_it(day_run: Run, client: Client) -> None:
    for address in addresses(day_run):
        if any(character.isdigit() for character in address):
            refused = (401, 405) if INTERFACE.match(address) else (302, 405)
            assert client.get(address).status_code in refused, address


@pytest.mark.parametrize(
    ("role", "counties"),
    [
        ("province", {"149101", "149102", "149201", "149202"}),
        ("city", {"149101", "149102"}),
        ("county", {"149101"}),
        ("company", set()),
        ("nobody", set()),
    ],
)
def test_records_are_cut_to_the_scope(role: str, counties: set[str], season: Season, account) -> None:
    who = account(role)
    seen = Region.objects.visible_to(who).filter(kind="county").values_list("code", flat=True)
    assert set(seen) == counties
    reports = DailyReport.objects.visible_to(who).values_list("unit__region_id", flat=True)
    assert set(reports) <= counties
    for model in (ReportVersion, ReportFigure, Nomination, DeliveryPoint, SupplyZone, GasUser):
        model.objects.visible_to(who).count()  # every one can be asked
    points = DeliveryPoint.objects.visible_to(who).values_list("user_id", flat=True)
    assert set(points) == ({"u-glass"} if role == "company" else set(points))


def test_a_zone_that_crosses_a_border_is_seen_once(season: Season, account) -> None:
    assert SupplyZone.objects.visible_to(account("city")).count() == 2


def test_a_membership_that_has_ended_gives_nothing(season: Season, account) -> None:
    who = account("province")
    who.memberships.update(ends="2020-01-01")
    who = type(who).objects.get(pk=who.pk)
    assert not scope_of(who).sees_all
    assert not Region.objects.visible_to(who).exists()
    assert not who.has_perm("outlook.see_day")


@pytest.mark.parametrize(
    ("role", "right", "has"),
    [
        ("county", "reporting.file_report", True),
        ("leader", "reporting.file_report", False),
        ("auditor", "ledger.audit", True),
        ("province", "ledger.audit", False),
        ("admin", "outlook.assess", False),
        ("admin", "directory.keep_accounts", True),
        ("auditor", "outlook.assess", False),
    ],
)
def test_who_may_do_what(role: str, right: str, has: bool, account) -> None:
    assert account(role).has_perm(right) is has


def test_a_clerk_files_for_the_own_unit_only(season: Season, account, client: Client) -> None:
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    for code, status in ((COUNTY, 200), (OTHER_COUNTY, 404), (CITY, 404), ("company:u-glass", 404)):
        unit = ReportingUnit.objects.get(code=code)
        assert client.get(f"/report/{unit.pk}/").status_code == status
        assert client.post(f"/report/{unit.pk}/", {"gas_day": "2023-12-18"}).status_code == status
