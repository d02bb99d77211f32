"""Which rules a province's policy may hold, and what each wants as its value.

A key that stands here neither by name nor by pattern is refused: a misspelt threshold must never pass for
an absent one. Strict or inclusive is spelled in a threshold's key: `red_above` begins above the figure,
`orange_from` at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nuandong.policy import fields
from nuandong.policy.fields import (
    Reader,
    choice,
    clock,
    listing,
    month_day,
    number,
    record,
    share,
    text,
    word,
)
from nuandong.policy.words import CutLimit, Level, PlaybookStep
from nuandong.vocabulary import ConsumerClass, Evidence, MeasureKind

SCALES = ("province", "zone", "city")
LADDER_KEY = re.compile(r"(?P<scale>province|zone|city)\.(?P<level>[a-z][a-z0-9]*)_(?P<way>above|from)")
POWERS_KEY = re.compile(r"powers\.(?P<level>[a-z][a-z0-9]*)")
DECLARE_KEY = re.compile(r"declare\.(?P<scale>province|zone|city)_(?P<level>[a-z][a-z0-9]*)")
PLAYBOOK_KEY = re.compile(r"playbook\.(?P<level>[a-z][a-z0-9]*)")
OFFICES = ("leader", "commander", "government")  # whose approval declares a level, from the lowest
NEEDS = ("any", "dual_fuel", "interruptible", "plain")
SHARINGS = ("percentage", "turns")  # how users of one county and tier divide what is asked of them
HUES = ("blue", "yellow", "orange", "red", "purple")

_hours = number(0.0, 240.0)
_celsius = number(-60.0, 60.0)


def _table(**columns: Any) -> dict[str, Any]:
    return columns


read_plan = record(_table, {"code": text, "name_zh": text, "name_en": text, "issued": fields.day})
read_level = record(
    Level,
    {
        "key": text,
        "rank": fields.rank,
        "name_zh": text,
        "name_en": text,
        "response_zh": text,
        "response_en": text,
        "hue": choice(*HUES),
    },
)
read_tier = record(
    _table,
    {
        "key": text,
        "name_zh": text,
        "name_en": text,
        "group_zh": text,
        "group_en": text,
        "classes": listing(word(ConsumerClass)),
        "needs": choice(*NEEDS),
        "max_cut": share,
        "notice_hours": _hours,
        "department": text,
        "department_zh": text,
        "department_en": text,
        "clause": text,
    },
    optional={
        "safe_share": (share, None),
        "sharing": (choice(*SHARINGS), SHARINGS[0]),
        "clause_zh": (text, ""),
    },
)
read_powers = record(
    _table,
    {
        "may_order": listing(text),
        "may_release": share,
        "measures": listing(word(MeasureKind)),
        "decide_by": clock,
        "declared_by_zh": text,
        "declared_by_en": text,
        "texts_zh": listing(text),
        "texts_en": listing(text),
    },
    optional={"cut_limits": (listing(record(CutLimit, {"tier": text, "share": share})), ())},
)

read_step = record(
    PlaybookStep,
    {
        "key": text,
        "zh": text,
        "en": text,
        "owner_zh": text,
        "owner_en": text,
        "within_hours": _hours,
        "clause": text,
        "clause_zh": text,
        "evidence": word(Evidence),
    },
)

RULES: dict[str, Reader[Any]] = {
    "plan": read_plan,
    "levels": listing(read_level),
    "tiers": listing(read_tier),
    "protected": listing(word(ConsumerClass)),
    "untouched": listing(word(ConsumerClass)),
    "demand_counts": listing(word(ConsumerClass)),
    "gap_that_counts": choice("sum", "deliverable"),
    "demand_quantile": number(0.05, 0.99),
    "duration.mild_days": number(1, 14),
    "duration.severe_days": number(1, 14),
    "duration.severe_from": text,
    "duration.outlook_days": number(1, 14),
    "step_down.margin": share,
    "step_down.past_days": number(1, 14),
    "step_down.outlook_days": number(1, 14),
    "step_down.fill_from": share,
    "storage.government_days": number(0.0, 365.0),
    "storage.company_share": share,
    "storage.upstream_share": share,
    "storage.fill_target_from": share,
    "storage.fill_target_by": month_day,
    "storage.in_use_by": month_day,
    "storage.draw_down_floor": share,
    "report.company_by": clock,
    "report.county_by": clock,
    "report.city_by": clock,
    "report.department_by": clock,
    "report.summary_by": clock,
    "report.flash_at": listing(clock),
    "event.report_hours": _hours,
    "event.verify_hours": _hours,
    "event.ordinary_hours": _hours,
    "event.larger_hours": _hours,
    "event.major_voice_hours": _hours,
    "event.major_written_hours": _hours,
    "event.review_days": number(0.0, 60.0),
    "event.follow_up_hours": _hours,
    "cluster.households_from": number(0.0, 1e9),
    "cluster.villages_from": number(1.0, 1e6),
    "cluster.hours": _hours,
    "major.households_from": number(0.0, 1e9),
    "major.hours_from": _hours,
    "major.overrun_above": share,
    "cold_wave.drop_from": number(0.0, 40.0),
    "cold_wave.drop_hours": number(24.0, 240.0),
    "cold_wave.mean_to": _celsius,
    "extreme.return_period": number(5.0, 100.0),
    "overreaction.share": share,
    "heating.room_temperature": _celsius,
    "heating.ticket_below": _celsius,
    "heating.major_below": _celsius,
    "lng.m3_per_t": number(1_300.0, 1_500.0),
    "lng.m3_per_liquid_m3": number(560.0, 660.0),
    "lng.truck_t": number(1.0, 60.0),
    "relief.reached_from": share,
    "transfer.reached_from": share,
    "order.acknowledge_hours": _hours,
    "order.climb_hours": _hours,
    "order.wave_hours": _hours,
    "conversion.seasons_from": number(0.0, 10.0),
    "watch.gate_pressure_from": number(0.0, 20.0),
    "watch.point_pressure_from": number(0.0, 20.0),
    "watch.deviation_above": share,
    "watch.flow_from": number(0.0, 1000.0),
    "watch.silent_hours": _hours,
    "watch.every_hours": _hours,
    "plant.output_off_above": share,
}


def reader_of(key: str) -> Reader[Any] | None:
    """The reader of a rule's value, or None for a key that no policy may hold."""
    if key in RULES:
        return RULES[key]
    patterns: tuple[tuple[re.Pattern[str], Callable[[object], Any]], ...] = (
        (LADDER_KEY, share),
        (POWERS_KEY, read_powers),
        (DECLARE_KEY, choice(*OFFICES)),
        (PLAYBOOK_KEY, listing(read_step)),
    )
    return next((reader for pattern, reader in patterns if pattern.fullmatch(key)), None)
