"""Why a user is cut or a county short, link by link, and what would have to change for it to be spared.

Clauses: T-028 and T-029 (order), T-041 (spoken with fully).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuandong.assess.day_reasons import DayReasons
from nuandong.assess.explain import Explanation
from nuandong.assess.explaining.chain import Because
from nuandong.desk.control_room.tongue import clause_words, said
from nuandong.desk.outlook.reasons import subject_of
from nuandong.units import M3_PER_UNIT

OWN_KINDS = frozenset({"gas", "demand"})  # changes at the place itself, which everybody there may read


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain."""

    topic: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One change that was tried alone."""

    name: str
    amount: float
    unit: str
    is_enough: bool
    left: float
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Spared:
    """What would have to change."""

    title: str
    enough: tuple[HelpLine, ...]
    not_enough: tuple[HelpLine, ...]
    following: str
    per_unit: float
    is_cut: bool


def chain_of(reasons: DayReasons, *, user: str = "", county: str = "") -> tuple[Link, ...]:
    """The chain from the province's gap to the subject; empty where the run kept none for it."""
    own = subject_of(reasons, user=user, county=county)
    return () if own is None else tuple(_link(link) for link in (*reasons.province, *own.because))


def _link(because: Because) -> Link:
    topics = {
        "gap": _("The gap"),
        "level": _("The level"),
        "powers": _("What the level allows"),
        "measures": _("Other measures first"),
        "tiers": _("The cut order"),
        "county": _("The county"),
        "user": _("The user"),
    }
    return Link(
        topics.get(because.topic, because.topic),
        said(because.text_zh, because.text_en),
        clause_words(because.clause),
    )


def spared(explanation: Explanation, *, sees_all: bool) -> Spared:
    """What was tried; those who see a part of the province read only what concerns the place itself."""
    lines = [
        HelpLine(
            name=said(one.name_zh, one.name_en),
            amount=one.amount,
            unit=_("10⁴ m³") if one.kind == "held_back" else _("10⁴ m³/d"),
            is_enough=one.is_enough,
            left=one.left,
            is_verified=one.is_verified,
        )
        for one in explanation.would_help
        if sees_all or one.kind in OWN_KINDS
    ]
    enough = tuple(line for line in lines if line.is_enough)
    return Spared(
        title=_title(explanation, enough),
        enough=enough,
        not_enough=tuple(line for line in lines if not line.is_enough),
        following=said(explanation.next_zh, explanation.next_en) if sees_all else "",
        per_unit=explanation.price * M3_PER_UNIT,
        is_cut=explanation.is_cut,
    )


def _title(explanation: Explanation, enough: tuple[HelpLine, ...]) -> str:
    if not explanation.is_cut:
        return _("Nothing has to change: it is not cut")
    if not enough:
        return _("No single change that was tried is enough")
    return _("It would be spared by any one of these")
