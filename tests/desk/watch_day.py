"""A gas day with sites read, plants reported and matters in hand, for the tests of the watch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from nuandong.desk.directory.models import DeliveryPoint, Organisation, OrganisationKind, Region, Role
from nuandong.desk.reporting.readings.actions import Filed, file_readings
from nuandong.desk.reporting.readings.sites import sites_named
from nuandong.desk.watch.actions.matters import Asked, open_matter
from nuandong.desk.watch.actions.plants import PlantReport, file_plant_day
from nuandong.desk.watch.actions.sites import mark_site, weigh_sites
from nuandong.desk.watch.bench.field import field_of
from nuandong.desk.watch.models import Matter, PlantDay, SiteAlarm
from nuandong.gasday import begin_of, end_of, gas_day_of
from tests.desk.order_day import open_account
from tests.desk.roles import COUNTY, OTHER_COUNTY, PROVINCE

GATES = {COUNTY: "gate-149101", OTHER_COUNTY: "gate-149201"}


def read_site(code: str, *, at: datetime, by: Any = None, **cells: Any) -> Filed:
    """One reading of the gas day that ended last; `cells` name volume, pressure or other bounds."""
    day = gas_day_of(at) - timedelta(days=1)
    row = {"point": code, "from": begin_of(day).isoformat(), "to": end_of(day).isoformat(), **cells}
    return file_readings(rows=[row], by=by, at=at, source="desk")


def everything_watched(*, at: datetime) -> None:
    """Low pressure at a gate of every county and at every user's point, a plant's day, matters everywhere."""
    for code in GATES.values():
        read_site(code, at=at, volume=1.0, pressure=0.05)
    for code in DeliveryPoint.objects.values_list("code", flat=True):
        read_site(code, at=at, pressure=0.01)
    weigh_sites(at=at)
    officer = open_account("watch-officer", Role.DUTY_OFFICER, at=at, region=PROVINCE)
    for code in GATES.values():
        site = sites_named([code], None)[code]
        mark_site(site=site, least_pressure=0.3, is_coal_to_gas=True, reason="县里要求", by=officer, at=at)
    plant = DeliveryPoint.objects.get(code="p-lng")
    report = PlantReport(gas_day_of(at) - timedelta(days=1), 2.0, 14.0, 100.0)
    file_plant_day(point=plant, report=report, by=officer, at=at)
    for department, user in (("industry", "u-steel"), ("energy", "u-lng"), ("industry", "u-methanol")):
        field = field_of(officer, department, day=gas_day_of(at))
        assert field is not None
        doer = Organisation.objects.get(code=user)
        asked = Asked(
            "other", f"请{doer.name_zh}配合", Region.objects.get(code=doer.region_id), gas_day_of(at), doer
        )
        open_matter(field=field, asked=asked, by=officer, at=at)


def placeholders_of_watch() -> dict[str, list[str]]:
    """What the addresses of the watch are filled with."""
    return {
        "site_kind": ["point", "gate", "store", "transfer"],
        "site": [*GATES.values(), "p-glass", "p-lng", "tank-jia"],
        "alarm": [str(pk) for pk in SiteAlarm.objects.values_list("pk", flat=True)],
        "department": ["industry", "housing", "resources", "energy", "nothing"],
        "matter": [str(pk) for pk in Matter.objects.values_list("pk", flat=True)],
    }


def department_account(
    name: str, *, at: datetime, role: Role = Role.DUTY_OFFICER, region: str = PROVINCE
) -> Any:
    """An account that acts for a department of the notice."""
    Organisation.objects.get_or_create(
        code=name, defaults={"name_zh": name, "kind": OrganisationKind.DEPARTMENT, "region_id": region}
    )
    return open_account(f"of-{name}", role, at=at, organisation=name)


def plant_days() -> int:
    """How many reports of plants are kept."""
    return PlantDay.objects.count()
