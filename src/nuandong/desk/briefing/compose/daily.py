"""The daily brief of the province, a city or a county, section by section (T-072, T-074)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.briefing.compose.balance import area_balance, province_balance
from nuandong.desk.briefing.compose.changes import change_section
from nuandong.desk.briefing.compose.cuts import cut_section, order_section
from nuandong.desk.briefing.compose.evidence import evidence_section
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.compose.incidents import incident_section
from nuandong.desk.briefing.compose.levels import level_section, zone_section
from nuandong.desk.briefing.compose.reports import coverage_section, used_section
from nuandong.desk.briefing.compose.stores import store_section
from nuandong.desk.briefing.compose.weather import weather_section
from nuandong.desk.briefing.content import Content
from nuandong.desk.briefing.models import Brief, BriefState
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.scope import Scope
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for, within_scope
from nuandong.vocabulary import RegionKind


def ground_of(*, region: Region, run: Run, kind: str, at: datetime, account: Any) -> Ground:
    """What a brief of a region is drafted from: the run's picture within the region."""
    scope = scope_of_region(region)
    earlier = (
        Brief.objects.filter(region=region, kind=kind, gas_day__lt=run.gas_day)
        .exclude(state=BriefState.DISCARDED)
        .order_by("-gas_day", "-state", "-id")
    )
    signed = earlier.filter(state=BriefState.SIGNED).first()
    return Ground(
        region=region,
        scope=scope,
        gas_day=run.gas_day,
        at=at,
        run=run,
        picture=within_scope(picture_for(run, account), scope),
        policy=policy_book(),
        earlier=signed or earlier.first(),
        account=account,
    )


def scope_of_region(region: Region) -> Scope:
    """What lies in a region: everything for the province, else the region with its counties."""
    if region.kind == RegionKind.PROVINCE:
        return Scope(True, frozenset(), frozenset())
    below = Region.objects.filter(parent=region).values_list("code", flat=True)
    return Scope(False, frozenset({region.code, *below}), frozenset())


def daily_content(ground: Ground) -> Content:
    """Every section of the day; one that has nothing says so."""
    balance = province_balance(ground) if ground.is_province else area_balance(ground)
    sections = (
        balance,
        level_section(ground),
        zone_section(ground),
        store_section(ground),
        cut_section(ground),
        order_section(ground),
        incident_section(ground),
        weather_section(ground),
        coverage_section(ground),
        used_section(ground),
    )
    changes = change_section(ground, sections)
    return Content((*sections[:2], changes, *sections[2:], evidence_section(ground)))
