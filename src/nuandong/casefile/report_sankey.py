"""Where a day's gas comes from and who uses it, as ribbons: supply by kind, the network, uses and injection.

What a plan cuts stays hollow beside the use it is taken from. Uses are shown tier by tier where all that is missing
was ordered; where more stays short, nobody knows from the picture in which tier, so those uses stand together.

Clauses: T-008 (balance by source and use), T-017 (who gets what).
"""

from __future__ import annotations

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_story import supply_by_kind
from nuandong.casefile.report_words import number, percent, pick, word_label
from nuandong.casefile.sankey import SankeyFlow, SankeyPlace, sankey
from nuandong.units import CUBIC_METRE, Flow
from nuandong.vocabulary import ConsumerClass

NETWORK = "network"
PROTECTED_FILL = "#3f5661"
OTHER_FILL = "#a9b8b5"
STORE_FILL = "#cdd6d4"
SMALLEST = 0.004  # of all gas; smaller protected uses are added up
HEIGHT = 470.0


def flow_chart(picture: DayPicture, *, language: str) -> str:
    """The first gas day's flows under the plan as an `<svg>` element."""
    places, flows = day_flows(picture, language=language)
    return sankey(
        places=places,
        flows=flows,
        title=flow_statement(picture, language=language),
        height=HEIGHT,
        margins=(150.0, 190.0 if language == "zh" else 270.0),
    )


def flow_statement(picture: DayPicture, *, language: str) -> str:
    """The chart's title: how much gas there is under the plan, and the part that keeps homes warm."""
    taken = float(picture.sources.delivered[:, 0].sum())
    kept = _protected_demand(picture) - _protected_short(picture)
    share = percent(kept / taken, decimals=0) if taken > 0 else "—"
    return pick(
        language,
        f"方案共用气 {number(taken)} 万m³/d，其中 {share} 用于民生等保障类",
        f"The plan takes {number(taken)} ×10⁴ m³/day, {share} of it for protected uses",
    )


def day_flows(picture: DayPicture, *, language: str) -> tuple[list[SankeyPlace], list[SankeyFlow]]:
    """Places and flows of the first gas day: supply by kind on the left, uses and injection on the right."""
    kinds = [kind for kind in supply_by_kind(picture) if kind.taken[0] > CUBIC_METRE]
    uses = _uses(picture, language)
    total = sum(float(kind.taken[0]) for kind in kinds)
    middle = pick(language, f"管网 {number(total)}", f"Network {number(total)}")
    places = [
        *(SankeyPlace(f"from-{kind.kind}", 0, f"{kind.name(language=language)} {number(float(kind.taken[0]))}",
                      kind.colour) for kind in kinds),
        SankeyPlace(NETWORK, 1, middle, PROTECTED_FILL),
        *(place for place, _ in uses),
    ]  # fmt: skip
    flows = [SankeyFlow(f"from-{kind.kind}", NETWORK, float(kind.taken[0])) for kind in kinds]
    return places, flows + [SankeyFlow(NETWORK, place.key, served) for place, served in uses]


def _uses(picture: DayPicture, language: str) -> list[tuple[SankeyPlace, Flow]]:
    found = [*_protected(picture, language), *_others(picture, language)]
    injected = float(picture.stores.injection[:, 0].sum())
    if injected > CUBIC_METRE:
        words = pick(language, f"注入储气 {number(injected)}", f"Into stores {number(injected)}")
        found.append((SankeyPlace("injection", 2, words, STORE_FILL), injected))
    return found


def _protected_demand(picture: DayPicture) -> Flow:
    """What no tier holds: protected classes and losses."""
    return float(picture.province.demand[0] - picture.tiers.demand[:, 0].sum())


def _protected_short(picture: DayPicture) -> Flow:
    return float(picture.counties.livelihood_gap[:, 0].sum())


def _protected(picture: DayPicture, language: str) -> list[tuple[SankeyPlace, Flow]]:
    """Protected classes one by one if none of them is short, else together with what they miss."""
    demand, short = _protected_demand(picture), _protected_short(picture)
    classes = picture.classes
    large = [row for row in range(len(classes.consumer_class))
             if classes.protected[row] and classes.demand[row, 0] > SMALLEST * demand]  # fmt: skip
    listed = [(word_label(ConsumerClass, classes.consumer_class[row], language=language), float(classes.demand[row, 0]))
              for row in large]  # fmt: skip
    rest = demand - sum(use for _, use in listed)
    if short > CUBIC_METRE or not listed or rest < -CUBIC_METRE:
        words = _words(pick(language, "保障类及损耗", "Protected and losses"), demand, short, language)
        return [(SankeyPlace("protected", 2, words, PROTECTED_FILL, demand), demand - short)]
    if rest > CUBIC_METRE:
        listed.append((pick(language, "其他保障类及损耗", "Other protected, losses"), rest))
    return [
        (SankeyPlace(f"protected-{row}", 2, _words(name, use, 0.0, language), PROTECTED_FILL, use), use)
        for row, (name, use) in enumerate(listed)
    ]


def _others(picture: DayPicture, language: str) -> list[tuple[SankeyPlace, Flow]]:
    """Tiers, the last to be asked first; together where more is missing than was ordered."""
    tiers = picture.tiers
    beyond = float(picture.counties.unserved[:, 0].sum() - picture.counties.relief[:, 0].sum())
    beyond -= _protected_short(picture)
    if beyond > CUBIC_METRE:
        demand = float(tiers.demand[:, 0].sum())
        missing = float(tiers.relief[:, 0].sum()) + beyond
        words = _words(pick(language, "其他用户", "Other users"), demand, missing, language)
        return [(SankeyPlace("others", 2, words, OTHER_FILL, demand), demand - missing)]
    rows = [row for row in reversed(range(len(tiers.tier))) if tiers.demand[row, 0] > CUBIC_METRE]
    found = []
    for row in rows:
        demand, relief = float(tiers.demand[row, 0]), float(tiers.relief[row, 0])
        words = _words(pick(language, tiers.name_zh[row], tiers.name_en[row]), demand, relief, language)
        place = SankeyPlace(f"tier-{tiers.tier[row]}", 2, words, OTHER_FILL, demand)
        found.append((place, max(0.0, demand - relief)))
    return found


def _words(name: str, demand: Flow, missing: Flow, language: str) -> str:
    if missing <= CUBIC_METRE:
        return f"{name} {number(demand)}"
    left, cut = number(demand - missing), number(missing)
    return pick(language, f"{name} {left}（减 {cut}）", f"{name} {left} (less {cut})")
