"""What each kind of scene does to the records. Every record bears the instant of the script.

Weather is a further forecast, known from then on; a pipe carries a share of its capacity for some days; a source's
nominations are revised; counties file by the ordinary gate and action. A call about an incident changes no record:
it comes in to the people at the desk, and what they do with it is theirs.

Clauses: T-099 (drills), T-004 (daily report).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from nuandong.desk.directory.models import ArcLimit, ReportingUnit
from nuandong.desk.drill.models import Happening
from nuandong.desk.drill.script import EventKind
from nuandong.desk.outlook.models import HeatLoadModel
from nuandong.desk.reporting.actions import CheckedFiling, file_reports
from nuandong.desk.reporting.fields import use_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import (
    Channel,
    ContractTerms,
    Nomination,
    ReportFigure,
    ReportVersion,
    WeatherValue,
)
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import WeatherKind

DAYS_BEFORE = 7  # whoever filed within so many days before the drill belongs to the cast
SPREAD = 0.02  # judged: a county's day lies about so much off its model
NOTE = "演练：模拟单位随气温变化上报"
REFERENCE = "演练脚本 drill script"


def cast_before(*, at: datetime) -> list[str]:
    """Units that filed for one of the last days before the drill."""
    first = gas_day_of(at) - timedelta(days=DAYS_BEFORE)
    versions = ReportVersion.objects.filter(filed_at__lte=at, report__gas_day__gte=first)
    return sorted(set(versions.values_list("report__unit_id", flat=True)))


def _days(facts: Mapping[str, Any]) -> list[date]:
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def temperatures(*, days: list[date], at: datetime) -> dict[tuple[str, date], float]:
    """Mean temperature by weather area and gas day, as told last by then; what was observed stands above forecasts."""
    rows = WeatherValue.objects.filter(gas_day__in=days, issue_at__lte=at).exclude(kind=WeatherKind.NORMAL)
    found: dict[tuple[str, date], float] = {}
    observed: set[tuple[str, date]] = set()
    for row in rows.order_by("issue_at", "id"):
        key = (row.area, row.gas_day)
        if row.kind == WeatherKind.OBSERVED:
            observed.add(key)
        elif key in observed:
            continue
        found[key] = float(row.mean_temperature)
    return found


def weather(one: Happening) -> dict[str, Any]:
    """A further forecast: so many kelvin colder than the last one."""
    known = temperatures(days=_days(one.facts), at=one.at)
    wanted = set(one.facts["areas"])
    rows = [
        WeatherValue(area=area, gas_day=day, kind=WeatherKind.FORECAST, issue_at=one.at, reference=REFERENCE,
                     mean_temperature=round(degrees - one.facts["falls_k"], 2))
        for (area, day), degrees in sorted(known.items())
        if not wanted or area in wanted
    ]  # fmt: skip
    WeatherValue.objects.bulk_create(rows)
    return {"values": len(rows)}


def observed(one: Happening) -> dict[str, Any]:
    """The temperature of the day that ended becomes known as it was forecast last."""
    day = date.fromisoformat(one.facts["gas_day"])
    rows = [
        WeatherValue(area=area, gas_day=day, kind=WeatherKind.OBSERVED, issue_at=one.at,
                     mean_temperature=degrees, reference=REFERENCE)
        for (area, day), degrees in sorted(temperatures(days=[day], at=one.at).items())
    ]  # fmt: skip
    WeatherValue.objects.bulk_create(rows)
    return {"values": len(rows)}


def arc(one: Happening) -> dict[str, Any]:
    """A pipe carries only a share of its capacity."""
    days = _days(one.facts)
    ArcLimit.objects.create(arc_id=one.facts["arc"], begins=days[0], ends=days[-1], share=one.facts["share"],
                            reason=one.words_zh[:200], known_at=one.at)  # fmt: skip
    return {"days": len(days)}


def source(one: Happening) -> dict[str, Any]:
    """What a source gives is revised to a share of what stood there, contract by contract and day by day."""
    revised = 0
    known = ContractTerms.objects.known(one.at).filter(contract__supply_id=one.facts["source"])
    for terms in known.select_related("contract"):
        for day in _days(one.facts):
            told = Nomination.objects.filter(contract=terms.contract, gas_day=day)
            newest = told.filter(filed_at__lte=one.at).order_by("-revision").first()
            flow = float(terms.daily_max if newest is None else newest.flow) * one.facts["share"]
            number = told.aggregate(last=Max("revision"))["last"]
            Nomination.objects.create(
                contract=terms.contract, gas_day=day, revision=0 if number is None else number + 1,
                filed_at=one.at, flow=round(flow, 4), gas_kind="" if newest is None else newest.gas_kind,
            )  # fmt: skip
            revised += 1
    return {"nominations": revised}


def incident(one: Happening) -> dict[str, Any]:
    """A call comes in; the desk's people report it or do not."""
    return {"told": True}


def reports(one: Happening) -> dict[str, Any]:
    """Units file by the ordinary gate and action; what the gate refuses is kept in the outcome."""
    day, refused = date.fromisoformat(one.facts["gas_day"]), {}
    checked = []
    for unit in one.facts["units"]:
        form = _form(unit, day, one)
        if form is None:
            refused[unit] = "nothing to go by"
        elif form.is_valid() and form.filing is not None:
            checked.append(CheckedFiling(form.filing, form.findings, Channel.API, one.at))
        else:
            refused[unit] = "; ".join(finding.text(language="en") for finding in form.findings.errors)
    file_reports(checked=checked, by=None)
    return {"filed": len(checked), "refused": refused}


def _form(unit: str, day: date, one: Happening) -> ReportForm | None:
    newest = (
        ReportVersion.objects.filter(report__unit__code=unit, report__gas_day__lt=day, filed_at__lte=one.at)
        .select_related("report")
        .order_by("-report__gas_day", "-number")
        .first()
    )
    if newest is None:
        return None
    before = _figures(newest)
    figures = _figures_of_day(unit, newest.report.gas_day, day, before, one)
    was_in_play = newest.filed_at >= one.play.begins_at  # its figures are false already
    factor = 1.0 if was_in_play else one.facts.get("false", {}).get(unit, 1.0)
    cells = {name: repr(round(amount * factor, 4)) for name, amount in figures.items()}
    return ReportForm({"gas_day": day.isoformat(), "note": NOTE, **cells}, unit=unit, at=one.at,
                      previous=before, asked=cells)  # fmt: skip


def _figures(version: ReportVersion) -> dict[str, float]:
    rows = ReportFigure.objects.filter(version=version, consumer_class__isnull=False, amount__isnull=False)
    return {name: float(amount or 0.0) for name, amount in rows.values_list("quantity", "amount")}


def _figures_of_day(unit: str, last: date, day: date, before: Mapping[str, float],
                    one: Happening) -> dict[str, float]:  # fmt: skip
    """The last figures, moved by the unit's heat-load models from that day's temperature to this one's."""
    region = ReportingUnit.objects.select_related("region").get(code=unit).region
    known = temperatures(days=[last, day], at=one.at)
    then, now = known.get((region.weather_area, last)), known.get((region.weather_area, day))
    models = _models(region.code, one.at)
    found = {}
    for name, amount in sorted(before.items()):
        chance = random.Random(f"{one.play.seed}:{unit}:{day}:{name}").gauss(1.0, SPREAD)
        model = models.get(str(use_fields()[name]))
        ratio = 1.0 if model is None or then is None or now is None else _ratio(model, then, now)
        found[name] = max(0.0, amount * ratio * chance)
    return found


def _models(region: str, at: datetime) -> dict[str, HeatLoadModel]:
    rows = HeatLoadModel.objects.filter(county__code=region, known_at__lte=at).order_by("known_at", "id")
    return {str(row.consumer_class): row for row in rows}


def _ratio(model: HeatLoadModel, then: float, now: float) -> float:
    before, after = (
        float(model.steady_use) + float(model.heat_use) * max(0.0, float(model.balance_temperature) - degrees)
        for degrees in (then, now)
    )
    return after / before if before > 0 else 1.0


STAGE: dict[EventKind, Callable[[Happening], dict[str, Any]]] = {
    EventKind.WEATHER: weather,
    EventKind.OBSERVED: observed,
    EventKind.ARC: arc,
    EventKind.SOURCE: source,
    EventKind.INCIDENT: incident,
    EventKind.REPORTS: reports,
}
