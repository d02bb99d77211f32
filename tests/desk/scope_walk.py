"""What the walk through every address as every role needs: a day with something in every corner, the addresses, what
is hidden from whom, and how an answer is read."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import URLPattern, URLResolver, get_resolver

from nuandong.assess.case import Case
from nuandong.desk.api.hooks.models import Event, Subscription
from nuandong.desk.api.models import ApiToken
from nuandong.desk.control_room.quality_tables import TABLES
from nuandong.desk.directory.models import (
    Account,
    DeliveryPoint,
    GasUser,
    ReportingUnit,
)
from nuandong.desk.dispatch.models import Notice, Objection, Order
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day, import_case
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.studies.actions import answer, ask
from nuandong.desk.outlook.studies.questions import (
    ChangeKind,
    explanation_question,
    outages_question,
    season_question,
    what_if_question,
)
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.models import (
    Channel,
    IntegrityFinding,
    ReportBook,
    ReportVersion,
)
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.findings import Findings
from tests.desk.alerting import everything_alerted, placeholders_of_alerts
from tests.desk.brief_day import everything_briefed, placeholders_of_briefs
from tests.desk.directory_everywhere import everything_in_the_directory, placeholders_of_the_directory
from tests.desk.order_day import everything_ordered
from tests.desk.plans_everywhere import everything_planned, placeholders_of_plans
from tests.desk.report_day import everything_reported
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY
from tests.desk.watch_day import everything_watched, placeholders_of_watch

OPEN_TO_STRANGERS = {"login", "language", "health", "openapi-json"}
# Opened by a token, never by a session: test_report_interface.py walks it.
INTERFACE = re.compile(r"/?api/(?!tokens/|hooks/)")
SEEN_BY_ALL = 200
UNITS = (COUNTY, OTHER_COUNTY, CITY, "company:u-glass", "company:u-methanol", "department:工信")
FAR_REPORT = 731.37  # a figure of the other city that nobody else may read
EXPLAINED = ("u-glass", "u-methanol")
# Names of users and counties of the tiny case by where they lie; the names are unlike anything a page says itself.
# Branches count too: what flows through a county's branch is what the county gets.
IN_COUNTY = ("示例玻璃厂", "示例钢铁厂", "甲城支线")
IN_CITY_ELSEWHERE = ("示例机械厂", "甲山支线", "甲山县")
IN_OTHER_CITY = ("示例甲醇厂", "示例液化厂", "乙城支线", "乙川支线", "乙城区", "乙川县", "731.37")
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


def everything_of_a_day(*, case: Case) -> Run:
    """A day with everything that was ever asked of it, answered."""
    at = case.settings.decided_at
    season = import_case(case=case, by=None, at=at)
    everything_reported(at)
    filed = Filing(
        OTHER_COUNTY, season.default_gas_day - timedelta(days=2), {"use_comm": FAR_REPORT}, {}, "", False
    )
    file_report(checked=CheckedFiling(filed, Findings(), Channel.FORM, at), by=None)
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    for kind, question in (
        (StudyKind.WHAT_IF, what_if_question([(ChangeKind.WEATHER, "", -4.0)])),
        (StudyKind.OUTAGES, outages_question()),
        (StudyKind.SEASON, season_question()),
        *((StudyKind.EXPLANATION, explanation_question(user=user)) for user in EXPLAINED),
        (StudyKind.EXPLANATION, explanation_question(county=COUNTY)),
    ):
        study = ask(run=run, kind=kind, question=question, by=None, at=at)
        study.answer = answer(study=study, clock=lambda: at).answer
        study.state, study.finished_at = RunState.DONE, at
        study.save()
    everything_ordered(run, at=at)
    everything_alerted(run, at=at)
    everything_in_the_directory(at=at)
    everything_planned(at=at)
    everything_read(at=at)
    everything_briefed(run, at=at)
    everything_watched(at=at)
    everything_subscribed(at=at)
    return run


def everything_subscribed(*, at: datetime) -> None:
    """A programme of the province's office that is told of events, and one event."""
    office = Account.objects.get(username="report-office")
    hook = Subscription.objects.create(
        account=office,
        name="示例甲醇厂",
        address="https://hook.example/",
        seed="00",
        made_at=at,
        after_entry=1,
    )
    Event.objects.create(
        subscription=hook,
        number=1,
        mark="walked",
        kind="trial",
        body="示例甲醇厂",
        made_at=at,
        next_try_at=at,
    )


def everything_read(*, at: datetime) -> None:
    """A reading of every point, filed at the time that the day is assessed and known on the desk ever since."""
    begins, ends = (at - timedelta(hours=hours) for hours in (30, 6))
    span = {"from": begins.isoformat(), "to": ends.isoformat(), "volume": 0.5}
    rows = [{"point": code, **span} for code in DeliveryPoint.objects.values_list("code", flat=True)]
    rows = [{**row, "volume": 0.7331} if row["point"] == "p-methanol" else row for row in rows]
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
        **placeholders_of_watch(),
        "subscription": [str(pk) for pk in Subscription.objects.values_list("pk", flat=True)],
        "hook": [str(pk) for pk in Subscription.objects.values_list("pk", flat=True)],
        "unknown": ["nowhere"],
        "event": [str(pk) for pk in Event.objects.values_list("pk", flat=True)],
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
