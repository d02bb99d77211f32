"""The gas of a day from where it comes to who uses it, and whom it does not reach: the flow drawing's blocks.

Sources by kind on the left, under the plan; all gas in the network in the middle; protected classes, then the steps of
the cut order on the right, the last to be asked first. What is not served stays hollow. Which source serves which user
nobody can say in a shared network, so every ribbon passes the middle.

Clauses: T-008 (balance by source and use).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.assess.uses import Use, UseKind, day_uses, protected_use
from nuandong.casefile.ribbons import Block, FlowDrawing, Frame, Ribbon, drawing
from nuandong.desk.control_room.part import is_scoped
from nuandong.desk.control_room.shown import NOTHING
from nuandong.desk.control_room.tongue import language, said
from nuandong.desk.frame.templatetags.figures import flow, percent
from nuandong.vocabulary import ConsumerClass, SourceKind, label

EDGE = 2  # so that no stroke is cut off
WIDE = Frame(920, 480, (180, 445, 655), 14, 15, 3, ("before", "above", "after"), EDGE)
PHONE = Frame(360, 600, (0, 150, 346), 12, 19, 8, ("after", "above", "before"), EDGE)
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
    uses = _uses(picture)
    named = [(_name(use, picture), use) for use in uses]
    blocks, ribbons = _supply(picture)
    blocks += _middle(picture, uses)
    for row, (name, use) in enumerate(named):
        look = "protected" if use.is_protected else "tier"
        blocks.append(Block(f"use-{row}", 2, name, f"use-{look}", use.served, use.missing))
        if use.served > NOTHING:
            ribbons.append(Ribbon(NETWORK, f"use-{row}", use.served, f"to-{look}"))
        if use.missing > NOTHING:
            ribbons.append(Ribbon(UNSERVED, f"use-{row}", use.missing, "hollow", is_hollow=True))
    return BalanceFlow(
        title=_title(picture, uses),
        wide=drawing(blocks, ribbons, frame=WIDE),
        phone=drawing(blocks, ribbons, frame=PHONE),
        uses=tuple(UseLine(name, use.asked, use.served, use.missing) for name, use in named),
    )


def _taken(picture: DayPicture) -> float:
    return float(picture.sources.delivered[:, 0].sum())


def _title(picture: DayPicture, uses: tuple[Use, ...]) -> str:
    taken, missing = _taken(picture), sum(use.missing for use in uses)
    share = protected_use(picture).served / max(taken, NOTHING)
    facts = {"taken": flow(taken), "share": percent(share), "missing": flow(missing)}
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


def _middle(picture: DayPicture, uses: tuple[Use, ...]) -> list[Block]:
    blocks = [Block(NETWORK, 1, _("In the network"), "network", _taken(picture))]
    missing = sum(use.missing for use in uses)
    if missing > NOTHING:
        blocks.append(Block(UNSERVED, 1, _("Unserved"), "unserved", 0.0, missing))
    return blocks


def _uses(picture: DayPicture) -> tuple[Use, ...]:
    """The day's uses, protected classes the largest first."""
    smallest = SMALLEST * float(picture.province.demand[0])
    uses = day_uses(picture, smallest=smallest, nothing=NOTHING)
    return tuple(sorted(uses, key=lambda use: -use.asked if use.kind is UseKind.PROTECTED_CLASS else 0.0))


def _name(use: Use, picture: DayPicture) -> str:
    if use.kind is UseKind.PROTECTED_CLASS:
        return label(ConsumerClass(use.key), language=language())
    if use.kind is UseKind.TIER:
        row = picture.tiers.tier.index(use.key)
        return said(picture.tiers.name_zh[row], picture.tiers.name_en[row])
    return {
        UseKind.PROTECTED: _("Protected use and losses"),
        UseKind.OTHER_PROTECTED: _("Other protected use, losses"),
        UseKind.OTHERS: _("All other users"),
        UseKind.INJECTION: _("Into stores"),
    }[use.kind]
