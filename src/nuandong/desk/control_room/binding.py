"""What binds today and what more gas would be worth, as rows of the page: from the reasons stored with the run.

Clauses: T-008 (balance), T-028 and T-029 (order), T-042 (the proposal).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.day_reasons import DayReasons
from nuandong.assess.explaining.cuts import PIPES, STOCK, CutStory, Limit
from nuandong.balance.reasons import Way
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import flow

CUTS_SHOWN = 4  # the largest; further ones are counted
LIMITS_SHOWN = 6
PIPES_NAMED = 2


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit: its name, how much it lets through or gives (10^4 m3/d), its part of all that can come."""

    ident: str
    name: str
    volume: float
    bar: str


@dataclass(frozen=True, slots=True)
class LimitGroup:
    """Limits of one kind: full pipes, gas inside taken whole, stores at full send-out, stock."""

    key: str
    title: str
    volume: float
    shown: tuple[LimitLine, ...]
    further: tuple[LimitLine, ...]


@dataclass(frozen=True, slots=True)
class CutCard:
    """One bottleneck of the day."""

    number: int
    title: str
    counties: int
    days: int
    need: float
    brought: float
    missing: float
    brought_bar: str
    groups: tuple[LimitGroup, ...]
    sentence: str  # the whole account in words; empty for those who see only a part


@dataclass(frozen=True, slots=True)
class WorthLine:
    """Counties from which one more unit goes to the same users."""

    key: int
    counties: int
    example: str
    behind: tuple[int, ...]
    least: float
    most: float
    text: str


@dataclass(frozen=True, slots=True)
class Binding:
    """The sheets of what binds and what more gas is worth."""

    title: str
    cuts: tuple[CutCard, ...]
    unlisted: int
    worth_title: str
    worth: tuple[WorthLine, ...]
    only_saves: WorthLine | None


def binding(reasons: DayReasons, county_names: Mapping[str, str], *, is_part: bool = False) -> Binding:
    """Rows of both sheets; `county_names` by code, in the language of the page.

    `is_part` where the reader sees only some of the counties and limits: what is missing is then said of the
    bottleneck, and nothing of what stands in it that the reader does not see.
    """
    title_of = _part_title if is_part else _card_title
    cuts = tuple(_card(number, cut, title_of) for number, cut in enumerate(reasons.cuts, start=1))
    lines = tuple(_worth(reasons, county_names))
    return Binding(
        title=_title_of_part(cuts) if is_part else _title(cuts),
        cuts=cuts[:CUTS_SHOWN],
        unlisted=max(0, len(cuts) - CUTS_SHOWN),
        worth_title=_worth_title(reasons),
        worth=tuple(line for line in lines if line.key >= 0),
        only_saves=next((line for line in lines if line.key < 0), None),
    )


def county_worths(reasons: DayReasons) -> Mapping[str, tuple[float, bool]]:
    """CNY per 10^4 m3 and whether it would reach somebody short, by county."""
    worth = reasons.worth
    return {
        county: (float(worth.per_unit[row]), bool(worth.reaches_short[row]))
        for row, county in enumerate(worth.county)
    }


def _title(cuts: tuple[CutCard, ...]) -> str:
    if not cuts:
        return _("Nothing binds: under the plan nobody is short")
    first = cuts[0]
    pipes = sum(len(group.shown) + len(group.further) for group in first.groups if group.key == "pipes")
    facts = {"count": len(cuts), "missing": flow(first.missing), "counties": first.counties, "pipes": pipes}
    text = ngettext(
        "%(count)s bottleneck: %(counties)s counties need %(missing)s more than can get there",
        "%(count)s bottlenecks; the widest: %(counties)s counties need %(missing)s more than can get there",
        len(cuts),
    )
    return text % facts


def _title_of_part(cuts: tuple[CutCard, ...]) -> str:
    if not cuts:
        return _("None of the counties that you may see lies behind a bottleneck")
    count = max(cut.counties for cut in cuts)
    text = ngettext(
        "%(count)s county that you may see lies behind a bottleneck",
        "%(count)s counties that you may see lie behind a bottleneck",
        count,
    )
    return text % {"count": count}


def _part_title(cut: CutStory, _groups: tuple[LimitGroup, ...]) -> str:
    count = len(cut.counties)
    text = ngettext(
        "%(missing)s missing behind it in all; %(counties)s of your counties is among those",
        "%(missing)s missing behind it in all; %(counties)s of your counties are among those",
        count,
    )
    return text % {"missing": flow(cut.missing), "counties": count}


def _card(number: int, cut: CutStory, title_of: Callable[[CutStory, tuple[LimitGroup, ...]], str]) -> CutCard:
    groups = tuple(_groups(cut))
    return CutCard(
        number=number,
        title=title_of(cut, groups),
        counties=len(cut.counties),
        days=cut.days,
        need=cut.need,
        brought=cut.brought,
        missing=cut.missing,
        brought_bar=bar(cut.brought / max(cut.need, NOTHING)),
        groups=groups,
        sentence=said(cut.text_zh, cut.text_en),
    )


def _card_title(cut: CutStory, groups: tuple[LimitGroup, ...]) -> str:
    """Two pipes by name, more of them by number; without any, that all gas there is, is taken."""
    pipes = next((group for group in groups if group.key == "pipes"), None)
    count = len(cut.counties)
    facts = {"missing": flow(cut.missing), "counties": count}
    if pipes is None:
        text = ngettext(
            "%(missing)s missing in %(counties)s county: all gas that can get there is taken",
            "%(missing)s missing in %(counties)s counties: all gas that can get there is taken",
            count,
        )
        return text % facts
    names = [line.name for line in (*pipes.shown, *pipes.further)]
    if len(names) > PIPES_NAMED:
        text = ngettext(
            "%(missing)s missing in %(counties)s county: %(pipes)s pipes into it are full, all gas inside is taken",
            "%(missing)s missing in %(counties)s counties: %(pipes)s pipes into them are full, all gas inside is taken",
            count,
        )
        return text % {**facts, "pipes": len(names)}
    text = ngettext(
        "%(missing)s missing in %(counties)s county behind %(pipes)s",
        "%(missing)s missing in %(counties)s counties behind %(pipes)s",
        count,
    )
    return text % {**facts, "pipes": _(", ").join(names)}


def _groups(cut: CutStory) -> Iterator[LimitGroup]:
    ways = (
        ("pipes", _("Full pipes into it"), PIPES),
        ("supplies", _("Sources and measures inside, taken whole"), (Way.SUPPLY,)),
        ("stores", _("Stores at full send-out"), (Way.SENDOUT,)),
        ("stock", _("Stock, less what must stay"), STOCK),
    )
    for key, title, kinds in ways:
        own = [limit for limit in cut.limits if limit.way in kinds]
        if own:
            lines = tuple(_line(limit, cut) for limit in own)
            yield LimitGroup(
                key, title, sum(line.volume for line in lines), lines[:LIMITS_SHOWN], lines[LIMITS_SHOWN:]
            )


def _line(limit: Limit, cut: CutStory) -> LimitLine:
    share = abs(limit.volume) / max(cut.brought, NOTHING)
    return LimitLine(limit.ident, said(limit.name_zh, limit.name_en), limit.volume, bar(share))


def _worth(reasons: DayReasons, names: Mapping[str, str]) -> Iterator[WorthLine]:
    worth = reasons.worth
    for key in sorted(set(worth.following.tolist()), key=lambda at: (at < 0, at)):
        rows = np.flatnonzero(worth.following == key)
        unit = reasons.following[key] if key >= 0 else None
        yield WorthLine(
            key=int(key),
            counties=int(rows.size),
            example=names.get(unit.county if unit else worth.county[int(rows[0])], ""),
            behind=tuple(at + 1 for at in unit.cuts) if unit else (),
            least=float(worth.per_unit[rows].min()),
            most=float(worth.per_unit[rows].max()),
            text=said(unit.text_zh, unit.text_en) if unit else "",
        )


def _worth_title(reasons: DayReasons) -> str:
    short = int(reasons.worth.reaches_short.sum())
    if not short:
        return _("One more 10⁴ m³ would reach nobody short: it saves purchases only")
    facts = {"short": short, "rest": len(reasons.worth.county) - short}
    if not facts["rest"]:
        return _("One more 10⁴ m³ serves somebody who is short, wherever it comes in") % facts
    return (
        _("One more 10⁴ m³ serves somebody short in %(short)s counties, saves purchases in %(rest)s") % facts
    )
