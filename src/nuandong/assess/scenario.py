"""Scenarios: a case in, a changed case out. The pictures of both are compared by whoever asks.

Clauses: T-038 (extremes and failures), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from nuandong.assess.case import Case
from nuandong.findings import AssuranceError
from nuandong.network.tables import ArcLimits
from nuandong.units import Share


class UnknownArc(AssuranceError):
    """A pipe that the case does not have."""

    def __init__(self, arc: str) -> None:
        self.arc = arc
        super().__init__(f"{arc}: no such arc in the case. Look up its id in arcs.csv.")


def warmer(*, case: Case, kelvin: float, first: date, last: date) -> Case:
    """The case with every temperature from `first` to `last` shifted by `kelvin` (all kinds but normals)."""
    weather = case.weather
    shifted = np.asarray(
        [
            first <= day <= last and kind != "normal"
            for day, kind in zip(weather.gas_day, weather.kind, strict=True)
        ],
        dtype=np.bool_,
    )
    mean = np.where(shifted, weather.mean_temperature + kelvin, weather.mean_temperature)
    return _renamed(
        replace(case, weather=replace(weather, mean_temperature=mean)), f"warmer {kelvin} {first} {last}"
    )


def with_arc_at(
    *, case: Case, arc: str, share: Share, first: date, last: date, known_at: datetime | None = None
) -> Case:
    """The case with one arc at a share of its capacity from `first` to `last`: 0 closes it."""
    if arc not in case.network.arcs.arc:
        raise UnknownArc(arc)
    limits = case.network.arc_limits
    added = ArcLimits(
        arc=(arc,),
        begins=(first,),
        ends=(last,),
        share=np.asarray([share], dtype=np.float64),
        reason=("scenario",),
        known_at=(known_at or case.settings.decided_at,),
    )
    network = replace(case.network, arc_limits=_joined(limits, added))
    return _renamed(replace(case, network=network), f"arc {arc} {share} {first} {last}")


def on_gas_day(*, case: Case, gas_day: date, decided_at: datetime) -> Case:
    """The same case asked for another gas day, as it stood when that day was decided."""
    return replace(case, settings=replace(case.settings, gas_day=gas_day, decided_at=decided_at))


def _joined(first: ArcLimits, second: ArcLimits) -> ArcLimits:
    def column(name: str) -> Any:
        one, other = getattr(first, name), getattr(second, name)
        return np.concatenate([one, other]) if isinstance(one, np.ndarray) else one + other

    return ArcLimits(**{column_field.name: column(column_field.name) for column_field in fields(ArcLimits)})


def _renamed(case: Case, change: str) -> Case:
    """A changed case is no longer the one that was read: its hash says what was done to it."""
    return replace(case, input_hash=f"{case.input_hash}+{change}")
