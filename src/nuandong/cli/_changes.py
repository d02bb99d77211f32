"""Words of the command line as changes of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nuandong.assess.changes import (
    Change,
    ContractChange,
    DemandChange,
    FleetChange,
    NominationChange,
    PipeChange,
    SourceChange,
    StoreChange,
    TruckChange,
    WeatherChange,
)
from nuandong.findings import AssuranceError


class UnreadableChange(AssuranceError):
    """A change that is not written as it should be."""

    def __init__(self, text: str, wanted: str) -> None:
        self.text = text
        super().__init__(f"{text}: 请写成 {wanted}。Write it as {wanted}.")


class NothingChanged(AssuranceError):
    """A what-if without an if."""

    def __init__(self) -> None:
        super().__init__(
            "请至少给出一项变化，例如 --close 管道编号 或 --warmer -3。"
            "Name at least one change, such as --close ID or --warmer -3."
        )


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, by option."""

    close: Sequence[str]
    narrow: Sequence[str]
    warmer: float | None
    demand: Sequence[str]
    source: Sequence[str]
    trucks: float | None
    store: Sequence[str]
    stock: Sequence[str]
    contract: Sequence[str]
    nominate: Sequence[str]
    fleet: float | None = None


def changes_of(words: Words, *, first: date | None, last: date | None) -> tuple[Change, ...]:
    """The changes in the order of the options; raises `UnreadableChange` and `NothingChanged`."""
    found: list[Change] = [PipeChange(arc, 0.0, first, last) for arc in words.close]
    found += [PipeChange(*_pair(text), first, last) for text in words.narrow]
    if words.warmer is not None:
        found.append(WeatherChange(words.warmer, first, last))
    found += [_demand(text) for text in words.demand]
    found += [SourceChange(*_pair(text), first, last) for text in words.source]
    if words.trucks is not None:
        found.append(TruckChange(words.trucks, first, last))
    if words.fleet is not None:
        found.append(FleetChange(words.fleet, first, last))
    found += [StoreChange(*_pair(text)) for text in words.store]
    found += [StoreChange(name, stock=amount) for name, amount in map(_pair, words.stock)]
    found += [ContractChange(*_pair(text), first, last) for text in words.contract]
    found += [NominationChange(*_pair(text), first, last) for text in words.nominate]
    if not found:
        raise NothingChanged
    return tuple(found)


def _pair(text: str) -> tuple[str, float]:
    name, _, amount = text.rpartition("=")
    if not name:
        raise UnreadableChange(text, "ID=0.5")
    return name, _number(amount, text, "ID=0.5")


def _demand(text: str) -> DemandChange:
    where, _, amount = text.rpartition("=")
    more = _number(amount, text, "0.05 / 140105=0.3 / 140105/COMM=-0.2")
    county, _, consumer_class = where.partition("/")
    return DemandChange(more, county, consumer_class)


def _number(amount: str, text: str, wanted: str) -> float:
    try:
        return float(amount)
    except ValueError:
        raise UnreadableChange(text, wanted) from None
