"""The data doctor over a utility's history: what it finds is shown, what it offers is done where it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nuandong.casefile.utility.known import known_days
from nuandong.demand.calendar import rest_days_among
from nuandong.demand.doctor import Diagnosis, Fault, Mended, apply_repairs, examine, raw_from_history
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError, Findings
from nuandong.units import FloatArray

ALL = "all"


class NoSuchRepair(AssuranceError):
    """A repair was asked for that the doctor does not offer."""

    def __init__(self, asked: str, offered: Sequence[str]) -> None:
        self.asked, self.offered = asked, tuple(offered)
        listed = ", ".join(offered) if offered else "—"
        super().__init__(
            f"--repair {asked}: 没有这样的修复；可选 all 或：{listed}。No such repair; take all or one of: {listed}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """The history as it is learned from, what the doctor found, and the repairs that were made."""

    history: UseHistory
    findings: Findings
    faults: tuple[Fault, ...]
    record: tuple[Mended, ...]

    @property
    def offered(self) -> int:
        """How many faults have a repair that could be made."""
        return sum(bool(fault.repairs) for fault in self.faults)


def checked(*, history: UseHistory, factors: FloatArray, repair: Sequence[str] = ()) -> Checked:
    """The history examined in the units of the file (`factors` (n,)), with the repairs of `repair` made.

    `repair` names kinds of fault (`unit_slip`), one fault (`unit_slip@2020-01-05`), or `all`: the first repair of
    every fault that has one. Raises `NoSuchRepair`.
    """
    known = known_days(history)
    diagnosis = _diagnosis(history, factors, known)
    chosen = [fault.repairs[0] for fault in _asked_for(diagnosis, repair)]
    if not chosen:
        return Checked(history, diagnosis.findings, diagnosis.faults, ())
    mended = apply_repairs(diagnosis=diagnosis, chosen=chosen)
    use, temperature = history.use.copy(), history.temperature.copy()
    use[:, :known] = mended.history.use * factors[:, None]
    temperature[:, :known] = mended.history.temperature[: len(history.areas)]
    return Checked(
        replace(history, use=use, temperature=temperature),
        diagnosis.findings,
        diagnosis.faults,
        mended.record,
    )


def _diagnosis(history: UseHistory, factors: FloatArray, known: int) -> Diagnosis:
    past = replace(
        history,
        days=history.days[:known],
        use=history.use[:, :known] / factors[:, None],
        held_back=history.held_back[:, :known],
        temperature=history.temperature[:, :known],
        wind=history.wind[:, :known],
        rest_day=history.rest_day[:known],
        from_festival=history.from_festival[:known],
    )
    raw = raw_from_history(history=past)
    resting = {day for day, rests in zip(past.days, past.rest_day, strict=True) if rests}
    usual = rest_days_among(days=past.days)
    return examine(
        use=raw[: len(past.units)],
        temperature=raw[len(past.units) :] if np.isfinite(past.temperature).any() else (),
        rest_days=None if resting == usual else frozenset(resting),
    )


def _asked_for(diagnosis: Diagnosis, repair: Sequence[str]) -> list[Fault]:
    """The faults whose first repair is to be made."""
    can = [fault for fault in diagnosis.faults if fault.repairs]
    if ALL in repair:
        return can
    found = []
    for asked in repair:
        kind, _, first = asked.partition("@")
        met = [fault for fault in can if fault.kind == kind and (not first or str(fault.first) == first)]
        if not met:
            raise NoSuchRepair(asked, sorted({f"{fault.kind}@{fault.first}" for fault in can}))
        found += [fault for fault in met if fault not in found]
    return found
