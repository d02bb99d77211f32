"""What the page of a gas day says: the picture put into sentences and rows, ready to be arranged.

Nothing is decided here and nothing of the field is computed: totals, shares of a bar and the choice of words
are all. A template never does arithmetic. Flows in 10^4 m3/day, volumes in 10^4 m3, shares 0..1.

Clauses: T-007 and T-008 (gap), T-010 (alternatives before cutting), T-040 (levels).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.picture import DayPicture, Proposal, Stamp
from nuandong.desk.control_room.part import in_scope, is_scoped
from nuandong.desk.control_room.shown import DRAWN, NOTHING, bar
from nuandong.desk.control_room.tongue import clause_words, language, said, unbroken
from nuandong.desk.frame.templatetags.figures import day_name, flow, percent
from nuandong.findings import Severity
from nuandong.policy import Level, Plan

REASONS_SHOWN = 2  # the rest stand one click below
STALE_FROM_HOURS = 6.0
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class LevelSign:
    """A warning level as a page shows it: always word, shape and hue together."""

    key: str
    word: str
    response: str
    hue: str
    rank: int
    pips: tuple[bool, ...]  # one for each step of the ladder, lit up to this level


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why a level is proposed, with the clause and how well it is known."""

    text: str
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The emergency plan in force, and what is not known of it."""

    name: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Banner:
    """How bad, why, and by when."""

    sign: LevelSign
    headline: str
    reasons: tuple[ReasonLine, ...]
    further_reasons: tuple[ReasonLine, ...]
    plan: PlanLine
    decide_by: datetime
    hours_left: float  # by the desk's clock; negative once the deadline has passed
    hours_late: float
    stale_hours: float  # age of the picture where it is old, else 0
    is_calm: bool


@dataclass(frozen=True, slots=True)
class GapStep:
    """One number in the chain from the gap to what is left of it; `closed` is what the step before took away."""

    key: str
    title: str
    note: str
    flow: float
    share: float | None
    closed: float | None
    closed_by: str
    bar: str  # 0..100, share of the largest gap
    alarms: bool


@dataclass(frozen=True, slots=True)
class NowPanel:
    """What may be done now, and what the next level would allow."""

    powers: tuple[str, ...]
    next_sign: LevelSign | None
    next_text: str
    next_residual: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the page rests on."""

    gas_day: date
    as_of: datetime
    reported: int
    expected: int
    bar: str
    weather_note: str
    has_illustrative: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A warning about the data that travelled with the result."""

    severity: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Titles:
    """The headings of the sheets as statements."""

    balance: str
    county_map: str
    deliverable: str


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything of the first screen; tables below it come from `rows` and `cuts`."""

    banner: Banner
    chain: tuple[GapStep, ...]
    demand: float
    demand_low: float
    demand_high: float
    supply: float
    deliverable_gap: float
    now: NowPanel
    coverage: Coverage
    titles: Titles
    findings: tuple[FindingLine, ...]
    stamp: Stamp
    scope_count: int  # counties that the reader may see, 0 where it is all of them


def day_page(*, picture: DayPicture, levels: Mapping[str, Level], plan: Plan, at: datetime) -> DayPage:
    """The first screen of a gas day, as it is read at an instant of the desk's clock."""
    province = picture.province
    return DayPage(
        banner=_banner(picture, levels, plan, at),
        chain=_chain(picture),
        demand=float(province.demand[0]),
        demand_low=float(province.demand_low[0]),
        demand_high=float(province.demand_high[0]),
        supply=float(province.supply[0]),
        deliverable_gap=float(province.deliverable_gap[0]),
        now=_now(picture.proposal, levels),
        coverage=coverage(picture.stamp),
        titles=Titles(_balance_title(picture), _map_title(picture), _deliverable_note(picture)),
        findings=tuple(finding_lines(picture)),
        stamp=picture.stamp,
        scope_count=len(picture.counties.county) if is_scoped(picture) else 0,
    )


def level_sign(key: str, levels: Mapping[str, Level]) -> LevelSign:
    """A level by its key; a key that the policy does not know shows as itself, never as no level."""
    ladder = sum(1 for level in levels.values() if level.rank > 0)
    level = levels.get(key)
    if level is None or level.rank == 0:
        word = _("No warning") if level is not None or key == "none" else key
        return LevelSign(key, word, "", "none", 0, (False,) * ladder)
    word, response = said(level.name_zh, level.name_en), said(level.response_zh, level.response_en)
    pips = tuple(step < level.rank for step in range(ladder))
    return LevelSign(key, word, response, level.hue, level.rank, pips)


def coverage(stamp: Stamp) -> Coverage:
    """How many counties had reported, and as of when."""
    share = stamp.reported / stamp.expected if stamp.expected else 0.0
    note, marked = said(stamp.weather_note_zh, stamp.weather_note_en), stamp.has_illustrative
    return Coverage(stamp.gas_day, stamp.as_of, stamp.reported, stamp.expected, bar(share), note, marked)


def finding_lines(picture: DayPicture, *, of: tuple[str, ...] = ("",)) -> list[FindingLine]:
    """The warnings about data, each in one line; `of` names the beginnings of the codes that are wanted."""
    words, tongue = {Severity.ERROR: _("Fault"), Severity.WARNING: _("Note")}, language()
    return [
        FindingLine(finding.severity.value, words[finding.severity], finding.text(language=tongue))
        for finding in picture.findings
        if finding.code.startswith(of)
    ]


def _banner(picture: DayPicture, levels: Mapping[str, Level], plan: Plan, at: datetime) -> Banner:
    proposal = picture.proposal
    reasons = tuple(
        ReasonLine(said(reason.text_zh, reason.text_en), clause_words(reason.clause), reason.evidence)
        for reason in proposal.reasons
    )
    sign = level_sign(proposal.level, levels)
    left = (proposal.decide_by - at).total_seconds() / SECONDS_PER_HOUR
    age = (at - picture.stamp.as_of).total_seconds() / SECONDS_PER_HOUR
    return Banner(
        sign=sign,
        headline=unbroken(said(proposal.headline_zh, proposal.headline_en)),
        reasons=reasons[:REASONS_SHOWN],
        further_reasons=reasons[REASONS_SHOWN:],
        plan=PlanLine(said(plan.name_zh, plan.name_en), said(plan.note_zh, plan.note_en), plan.evidence),
        decide_by=proposal.decide_by,
        hours_left=max(left, 0.0),
        hours_late=max(-left, 0.0),
        stale_hours=age if age >= STALE_FROM_HOURS else 0.0,
        is_calm=sign.rank == 0,
    )


def _chain(picture: DayPicture) -> tuple[GapStep, ...]:
    province = picture.province
    before, stored, residual, livelihood = (
        float(row[0])
        for row in (
            province.gap_before,
            province.gap_after_storage,
            province.gap_residual,
            province.livelihood_gap,
        )
    )
    largest = max(before, stored, residual, livelihood, NOTHING)
    share = picture.gap_share_today
    return (
        GapStep("before", _("Gap before measures"), _("sets the level"), before, share, None, "",
                bar(before / largest), False),
        GapStep("storage", _("After reserve and other measures"), "", stored, None, max(0.0, before - stored),
                _("reserve and measures"), bar(stored / largest), False),
        GapStep("residual", _("After curtailment"), "", residual, None, max(0.0, stored - residual),
                _("curtailment"), bar(residual / largest), residual > NOTHING),
        GapStep("livelihood", _("Livelihood gap"), _("protected users"), livelihood, None,
                None, "", bar(livelihood / largest), livelihood > NOTHING),
    )  # fmt: skip


def _now(proposal: Proposal, levels: Mapping[str, Level]) -> NowPanel:
    powers = proposal.powers_zh if language() == "zh" else proposal.powers_en
    upward = level_sign(proposal.next_level, levels) if proposal.next_level else None
    text = said(proposal.next_level_text_zh, proposal.next_level_text_en)
    return NowPanel(tuple(powers), upward, text, proposal.next_level_residual)


def _balance_title(picture: DayPicture) -> str:
    gaps = picture.province.gap_before
    worst = int(gaps.argmax())
    if gaps[worst] <= NOTHING:
        return _("Firm supply carries demand on all %(count)s days") % {"count": len(gaps)}
    short = int((gaps > NOTHING).sum())
    facts = {
        "short": short,
        "count": len(gaps),
        "day": day_name(picture.stamp.days[worst]),
        "flow": flow(float(gaps[worst])),
    }
    text = ngettext(
        "Short on %(short)s of %(count)s days; most on %(day)s, by %(flow)s",
        "Short on %(short)s of %(count)s days; most on %(day)s, by %(flow)s",
        short,
    )
    return text % facts


def _map_title(picture: DayPicture) -> str:
    short = int((picture.counties.shortfall[:, 0] > NOTHING).sum())
    binding = sum(
        full and kind in DRAWN
        for full, kind in zip(picture.arcs.binding[:, 0], picture.arcs.kind, strict=True)
    )
    if short == 0:
        return in_scope(picture, _("No county is short"))
    facts = {"short": short, "count": len(picture.counties.county), "pipes": binding}
    text = _("%(short)s of %(count)s counties short before measures; %(pipes)s pipes are full") % facts
    return in_scope(picture, text)


def _deliverable_note(picture: DayPicture) -> str:
    by_sums, deliverable = float(picture.province.gap_before[0]), float(picture.province.deliverable_gap[0])
    if deliverable - by_sums <= NOTHING:
        return _(
            "The network can carry all supply to where it is wanted: no difference from the gap by sums."
        )
    facts = {"more": flow(deliverable - by_sums), "share": percent(deliverable / picture.province.demand[0])}
    text = _(
        "%(more)s more than by sums, because full pipes keep gas from where it is wanted (%(share)s of demand)."
    )
    return text % facts
