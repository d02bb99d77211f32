"""The gas of a day from where it comes to who uses it, and whom it does not reach: the flow drawing's blocks.

Sources by kind on the left, under the plan; all gas in the network in the middle; protected classes, then the steps of
the cut order on the right, the last to be asked first. What is not served stays hollow. Which source serves which user
nobody can say in a shared network, so every ribbon passes the middle.

Clauses: T-008 (balance by source and use).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.part import is_scoped
from nuandong.desk.control_room.ribbons import Block, FlowDrawing, Frame, Ribbon, drawing
from nuandong.desk.control_room.shown import NOTHING
from nuandong.desk.control_room.tongue import language, said
from nuandong.desk.frame.templatetags.figures import flow, percent
from nuandong.vocabulary import ConsumerClass, SourceKind, label

WIDE = Frame(920, 480, (180, 445, 655), 14, 15, 3, ("before", "above", "after"))
PHONE = Frame(360, 600, (0, 150, 346), 12, 19, 8, ("after", "above", "before"))
SMALLEST = 0.02  # of demand: smaller protected classes stand together
NETWORK, UNSERVED = "network", "unserved"


@dataclass(frozen=True, slots=True)
class UseLine:
    """A line of the table behind the drawing."""

    name: str
    asked: float
    served: float
    unserved: float


@dataclass(frozen=True, slots=True)
class BalanceFlow:
    """The drawing on wide paper and on a phone, its statement, and the table behind it."""

    title: str
    wide: FlowDrawing
    phone: FlowDrawing
    uses: tuple[UseLine, ...]


def balance_flow(picture: DayPicture) -> BalanceFlow | None:
    """The drawing of the first gas day; None for somebody who sees only a part of the sources."""
    if is_scoped(picture) or not picture.sources.supply:
        return None
    uses = tuple(_uses(picture))
    blocks, ribbons = _supply(picture)
    blocks += _middle(picture, uses)
    blocks += [
        Block(
            f"use-{row}",
            2,
            use.name,
            "use-protected" if use.is_protected else "use-tier",
            use.served,
            use.missing,
        )
        for row, use in enumerate(uses)
    ]
    for row, use in enumerate(uses):
        if use.served > NOTHING:
            ribbons.append(
                Ribbon(NETWORK, f"use-{row}", use.served, "to-protected" if use.is_protected else "to-tier")
            )
        if use.missing > NOTHING:
            ribbons.append(Ribbon(UNSERVED, f"use-{row}", use.missing, "hollow", is_hollow=True))
    return BalanceFlow(
        title=_title(picture, uses),
        wide=drawing(blocks, ribbons, frame=WIDE),
        phone=drawing(blocks, ribbons, frame=PHONE),
        uses=tuple(UseLine(use.name, use.served + use.missing, use.served, use.missing) for use in uses),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    name: str
    served: float
    missing: float
    is_protected: bool = False


def _taken(picture: DayPicture) -> float:
    return float(picture.sources.delivered[:, 0].sum())


def _title(picture: DayPicture, uses: tuple[_Use, ...]) -> str:
    taken, missing = _taken(picture), sum(use.missing for use in uses)
    kept = _protected_demand(picture) - float(picture.counties.livelihood_gap[:, 0].sum())
    facts = {"taken": flow(taken), "share": percent(kept / max(taken, NOTHING)), "missing": flow(missing)}
    if missing <= NOTHING:
        return _("The plan takes %(taken)s, %(share)s of it for protected use; everybody is served") % facts
    return _("The plan takes %(taken)s, %(share)s of it for protected use; %(missing)s stay unserved") % facts


def _supply(picture: DayPicture) -> tuple[list[Block], list[Ribbon]]:
    table = picture.sources
    kinds_of = np.array(table.kind)
    flows = {
        kind: float(table.delivered[kinds_of == kind, 0].sum()) for kind in SourceKind if kind in table.kind
    }
    blocks = [
        Block(f"from-{kind}", 0, label(kind, language=language()), f"s-{kind}", amount)
        for kind, amount in flows.items()
        if amount > NOTHING
    ]
    return blocks, [Ribbon(block.key, NETWORK, block.solid, block.look) for block in blocks]


def _middle(picture: DayPicture, uses: tuple[_Use, ...]) -> list[Block]:
    blocks = [Block(NETWORK, 1, _("In the network"), "network", _taken(picture))]
    missing = sum(use.missing for use in uses)
    if missing > NOTHING:
        blocks.append(Block(UNSERVED, 1, _("Unserved"), "unserved", 0.0, missing))
    return blocks


def _protected_demand(picture: DayPicture) -> float:
    """What stands in no step of the cut order: protected classes, and losses."""
    return float(picture.province.demand[0] - picture.tiers.demand[:, 0].sum())


def _uses(picture: DayPicture) -> Iterator[_Use]:
    yield from _protected(picture)
    yield from _steps(picture)
    injected = float(picture.stores.injection[:, 0].sum())
    if injected > NOTHING:
        yield _Use(_("Into stores"), injected, 0.0)


def _protected(picture: DayPicture) -> Iterator[_Use]:
    """Protected classes one by one where none is short, else together: which of them is short nobody wrote down."""
    demand, short = _protected_demand(picture), float(picture.counties.livelihood_gap[:, 0].sum())
    table, total = picture.classes, float(picture.province.demand[0])
    large = [
        (label(ConsumerClass(table.consumer_class[row]), language=language()), float(table.demand[row, 0]))
        for row in range(len(table.consumer_class))
        if table.protected[row] and table.demand[row, 0] > SMALLEST * total
    ]
    rest = demand - sum(use for _name, use in large)
    if short > NOTHING or not large or rest < -NOTHING:
        yield _Use(_("Protected use and losses"), demand - short, short, is_protected=True)
        return
    for name, use in sorted(large, key=lambda pair: -pair[1]):
        yield _Use(name, use, 0.0, is_protected=True)
    if rest > NOTHING:
        yield _Use(_("Other protected use, losses"), rest, 0.0, is_protected=True)


def _steps(picture: DayPicture) -> Iterator[_Use]:
    """Steps of the cut order, the last to be asked first; together where more is missing than was ordered."""
    table, counties = picture.tiers, picture.counties
    relief = float(table.relief[:, 0].sum())
    beyond = float(counties.unserved[:, 0].sum() - counties.livelihood_gap[:, 0].sum()) - relief
    if beyond > NOTHING * len(table.tier):
        demand = float(table.demand[:, 0].sum())
        yield _Use(_("All other users"), demand - relief - beyond, relief + beyond)
        return
    for row in reversed(range(len(table.tier))):
        demand, cut = float(table.demand[row, 0]), float(table.relief[row, 0])
        if demand > NOTHING:
            yield _Use(said(table.name_zh[row], table.name_en[row]), max(0.0, demand - cut), cut)
