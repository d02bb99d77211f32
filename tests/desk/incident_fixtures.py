"""An incident noted and reported, and the people who do it, for the tests of incidents and of their pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nuandong.desk.alerts.actions.incidents import find_incident, report_incident
from nuandong.desk.alerts.models import Incident, IncidentEntry, IncidentKind
from nuandong.desk.directory.models import Account, Region
from nuandong.desk.outlook.models import Season
from tests.desk.alerting import person
from tests.desk.roles import COUNTY

People = Callable[[str], Account]
SEVEN: dict[str, Any] = {
    "place": "示例镇",
    "source": "抢修热线",
    "supply_demand": "日供 2.1 万m³，需 2.6 万m³",
    "affected": "三个村低压",
    "trend": "入夜加重",
    "measures": "调压站增压",
}


@pytest.fixture
def people(season: Season, at: datetime) -> People:
    return lambda name: person(name, at)


def first_facts(at: datetime, region: str = COUNTY, **more: Any) -> dict[str, Any]:
    return {
        "region": Region.objects.get(code=region),
        "kind": IncidentKind.OUTAGE,
        "found_at": at,
        "place": "示例镇",
        **more,
    }


def seven(at: datetime, **more: Any) -> dict[str, Any]:
    return {**SEVEN, "happened_at": at - timedelta(minutes=10), **more}


def reported(people: People, at: datetime, by: str = "clerk", **more: Any) -> Incident:
    noted = find_incident(facts=first_facts(at, **more), by=people(by), at=at)
    return report_incident(incident=noted, facts=seven(at), by=people(by), at=at)


def acts(incident: Incident) -> list[str]:
    return list(IncidentEntry.objects.filter(incident=incident).values_list("act", flat=True))
