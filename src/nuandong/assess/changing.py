"""What changes of a case have in common: refusals, days, tables joined, contracts scaled by nominations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

import numpy as np

from nuandong.assess.case import Case
from nuandong.findings import AssuranceError
from nuandong.network.nominations import counted
from nuandong.network.tables import Nominations
from nuandong.units import Flow, Share

Table = TypeVar("Table")


class UnknownPart(AssuranceError):
    """A part that the case does not have; `table` is the file that would name it."""

    def __init__(self, part: str, table: str) -> None:
        self.part, self.table = part, table
        super().__init__(
            f"{part}: 案例的 {table} 中没有此编号，请核对后重试。"
            f"{table} of the case has no such id; look it up there and try again."
        )


class ImpossibleChange(AssuranceError):
    """A figure that no change can have."""

    def __init__(self, value: float, wanted: str) -> None:
        self.value, self.wanted = value, wanted
        super().__init__(f"{value}: {wanted}")


class Scaled(Protocol):
    """A change by a share over some days."""

    @property
    def share(self) -> Share: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...


def span_of(case: Case, first: date | None, last: date | None) -> tuple[date, date]:
    """The days of a change: those given, else the outlook's."""
    settings = case.settings
    begins = first or settings.gas_day
    return begins, last or settings.gas_day + timedelta(days=settings.horizon_days - 1)


def joined(first: Table, second: Table) -> Table:
    """Two tables of one kind, the second's rows below the first's."""

    def column(name: str) -> Any:
        one, other = getattr(first, name), getattr(second, name)
        return np.concatenate([one, other]) if isinstance(one, np.ndarray) else one + other

    return type(first)(**{part.name: column(part.name) for part in fields(first)})  # type: ignore[arg-type]


def scaled_contracts(case: Case, drawn: Sequence[int], change: Scaled, *, as_of: datetime) -> Case:
    """Contracts at a share of what counts for them on each day: nominated, else their daily maximum."""
    at_least(change.share, 0.0, "份额不得为负。A share cannot be negative.")
    days = days_between(*span_of(case, change.first, change.last))
    present = counted(case.network.nominations, as_of=as_of)
    contracts = case.network.contracts
    asked = []
    for row in drawn:
        most = float(contracts.daily_max[row])
        for day in days:
            flow = present.get((contracts.contract[row], day), most)
            asked.append((row, day, flow * change.share))
    return with_nominations(case, asked, as_of=as_of)


def with_nominations(case: Case, asked: Sequence[tuple[int, date, Flow]], *, as_of: datetime) -> Case:
    """The case with nominations that overrule what was filed, as if filed at `as_of`."""
    if not asked:
        return case
    nominations, contracts = case.network.nominations, case.network.contracts
    above = int(nominations.revision.max(initial=0)) + 1
    filed = Nominations(
        contract=tuple(contracts.contract[row] for row, _, _ in asked),
        gas_day=tuple(day for _, day, _ in asked),
        revision=np.full(len(asked), above, dtype=np.int64),
        filed_at=(as_of,) * len(asked),
        flow=np.asarray([flow for _, _, flow in asked], dtype=np.float64),
    )
    return replace(case, network=replace(case.network, nominations=joined(nominations, filed)))


def contract_row(case: Case, contract: str) -> int:
    """Row of a contract; raises `UnknownPart`."""
    if contract not in case.network.contracts.contract:
        raise UnknownPart(contract, "contracts.csv")
    return case.network.contracts.contract.index(contract)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every gas day from first to last; raises `ImpossibleChange` where there is none."""
    if last < first:
        raise ImpossibleChange(
            (last - first).days, f"截止日 {last} 早于起始日 {first}。The last day lies before the first."
        )
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))


def finite(value: float) -> None:
    """Raise `ImpossibleChange` for a figure that is none."""
    if not math.isfinite(value):
        raise ImpossibleChange(value, "请给出有限的数字。Give a finite number.")


def at_least(value: float, least: float, wanted: str) -> None:
    """Raise `ImpossibleChange` with what is wanted for a figure below the least."""
    finite(value)
    if value < least:
        raise ImpossibleChange(value, wanted)
