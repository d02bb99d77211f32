"""What the network says of a plan by hand, in findings: where gas is missing, what is cut in vain or out of turn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nuandong.assess.alternatives import ROOM
from nuandong.assess.hand_run import Comparison, IdleMeasure
from nuandong.assess.measures import RESERVE, RESERVE_WORDS
from nuandong.curtailment.broken import FIRST_ROW, PLAN_FILE
from nuandong.findings import Finding, Findings, Place
from nuandong.units import Flow

MEASURES_FILE = "alternatives"
MOST_NAMED = 3


def network_findings(found: Comparison) -> Findings:
    """All that the comparison forbids; places name the file `curtailment_plan` or `alternatives`."""
    idle = tuple(_idle_finding(found, measure) for measure in found.idle)
    short = tuple(_short_findings(found))
    return Findings((*idle, *short, *(() if short else _order_findings(found))))


def _idle_finding(found: Comparison, idle: IdleMeasure) -> Finding:
    measures = found.hand.work.case.network.measures
    names = {name: (zh, en) for name, zh, en in
             zip(measures.measure, measures.name_zh, measures.name_en, strict=True)}  # fmt: skip
    names[RESERVE] = RESERVE_WORDS
    zh, en = names[idle.measure]
    row = [*measures.measure, RESERVE].index(idle.measure)
    return Finding(
        code="curtailment.plan.idle_alternative",
        place=Place(file=MEASURES_FILE, row=row + FIRST_ROW, column="used"),
        value=f"{idle.measure} {zh} {found.hand.used[idle.measure]:.4f}",
        wanted_zh=f"尚有 {idle.idle:,.4f} 万m³/d 未用；重新求解表明用上可少缺 {idle.spared:,.4f} 万m³，应先用再压减",
        wanted_en=f"{en}: {idle.idle:,.4f} 10^4 m3/day stand idle; solved again, using it spares {idle.spared:,.4f} "
        "10^4 m3, so it comes before any cut",
    )


def _short_findings(found: Comparison) -> Iterator[Finding]:
    """What the plan leaves short on the gas day: counties whose way in is full, and the rest as one sum."""
    work = found.hand.work
    if float(found.short.sum()) <= found.tolerance:
        return
    elsewhere = []
    for county in (int(place) for place in np.argsort(-found.short, kind="stable")):
        if found.short[county] <= 10 * ROOM:
            continue
        gates = _full_ways_in(found, county)
        if not gates:
            elsewhere.append(county)
            continue
        arcs, missing = work.case.network.arcs, float(found.short[county])
        names_zh = "、".join(arcs.name_zh[arc] for arc in gates[:MOST_NAMED])
        names_en = ", ".join(arcs.name_en[arc] for arc in gates[:MOST_NAMED])
        words = (
            f"进县管线（{names_zh}）已满，别处多压也送不进来：须在本县再压减 {missing:,.4f} 万m³/d",
            f"its way in ({names_en}) is full, no cut elsewhere helps: cut {missing:,.4f} 10^4 m3/day more here",
        )
        yield _finding(found, "gate", (county, None), _county(found, county), words)
    if elsewhere:
        yield _too_little(found, elsewhere)


def _too_little(found: Comparison, counties: list[int]) -> Finding:
    """Too little is cut in all: how much, who would be short, and where the best plan cuts more."""
    missing = float(found.short[counties].sum())
    who = "、".join(_county(found, county).split()[0] for county in counties[:MOST_NAMED])
    where_zh, where_en = _cut_more(found)
    words = (
        f"压减不足，仍缺 {missing:,.4f} 万m³/d（{who} 等 {len(counties)} 县区将欠供）；"
        f"方案在这些处压得更多：{where_zh}",
        f"too little is cut: {missing:,.4f} 10^4 m3/day stay short in {len(counties)} counties; "
        f"the best plan cuts more here: {where_en}",
    )
    less = found.best - found.given
    tier, county = divmod(int(np.argmax(less)), less.shape[1])
    return _finding(found, "below_need", (county, tier), f"{missing:,.4f}", words)


def _cut_more(found: Comparison) -> tuple[str, str]:
    """Counties and tiers where the best plan takes more than the plan by hand, the largest first."""
    work, less = found.hand.work, found.best - found.given
    names = {tier.key: tier for tier in work.policy.tiers(day=work.axes.days[0])}
    order = np.argsort(-less, axis=None, kind="stable")[:MOST_NAMED]
    zh, en = [], []
    for flat in order:
        tier, county = divmod(int(flat), less.shape[1])
        if less[tier, county] <= ROOM:
            continue
        own, region = names[work.loads.tiers[tier]], int(work.axes.county_region[county])
        amount = f"{less[tier, county]:,.4f}"
        zh.append(f"{work.case.network.regions.name_zh[region]}{own.name_zh} {amount}")
        en.append(f"{work.case.network.regions.name_en[region]} {own.name_en} {amount}")
    return "、".join(zh) or "（各处相同，缺在所用的其他措施）", ", ".join(
        en
    ) or "(nowhere; other measures bring less)"


def _county(found: Comparison, county: int) -> str:
    regions, region = found.hand.work.case.network.regions, int(found.hand.work.axes.county_region[county])
    return f"{regions.name_zh[region]} {regions.name_en[region]}"


def _full_ways_in(found: Comparison, county: int) -> list[int]:
    """Arcs into a county if all of them run full, else none."""
    work, node = found.hand.work, int(found.hand.work.axes.county_node[county])
    arcs, flow = work.case.network.arcs, found.plan.flow[:, 0]
    forth, back = (capacity[:, 0] for capacity in work.capacity)
    ways, has_room = [], False
    for arc in range(len(arcs.arc)):
        if work.axes.node_at[arcs.to_node[arc]] == node and forth[arc] > 0:
            ways.append(arc)
            has_room |= bool(flow[arc] < forth[arc] - ROOM)
        elif work.axes.node_at[arcs.from_node[arc]] == node and back[arc] > 0:
            ways.append(arc)
            has_room |= bool(flow[arc] > -back[arc] + ROOM)
    return [] if has_room else ways


def _order_findings(found: Comparison) -> tuple[Finding, ...]:
    """The most protected tier that gives up more than it need, and why that is wrong; none if none does."""
    work, tolerance = found.hand.work, found.tolerance
    for tier in range(len(work.loads.tiers) - 1, -1, -1):
        over = float(found.total[tier] - found.best_total[tier])
        if over > tolerance:
            return (_over_finding(found, tier, over),)
    return ()


def _over_finding(found: Comparison, tier: int, over: Flow) -> Finding:
    work = found.hand.work
    names = {one.key: one for one in work.policy.tiers(day=work.axes.days[0])}
    own = names[work.loads.tiers[tier]]
    today = float(found.given[tier].sum() - found.best[tier].sum())
    county = int(np.argmax(found.given[tier] - found.best[tier]))
    if today <= found.tolerance:
        less = float(found.best.sum() - found.given.sum())
        words = (
            f"今日比最优方案少压 {less:,.4f} 万m³/d，须以后续日多压本层级 {over:,.4f} 万m³弥补；请按方案压足",
            f"{less:,.4f} 10^4 m3/day less are cut today than need be, which later days pay with {over:,.4f} 10^4 m3 "
            "of this tier; cut what the plan asks",
        )
        return _finding(found, "below_need", (None, tier), f"{own.name_zh} {own.name_en}", words)
    earlier = [
        place for place in range(tier) if found.total[place] < found.best_total[place] - found.tolerance
    ]
    if not earlier:
        words = (
            f"比所需多压 {over:,.4f} 万m³/d：无此必要，请减去",
            f"{over:,.4f} 10^4 m3/day more than need be; take them back",
        )
        return _finding(found, "above_need", (county, tier), f"{own.name_zh} {own.name_en}", words)
    first = names[work.loads.tiers[earlier[0]]]
    words = (
        f"多压 {over:,.4f} 万m³/d，而在先的第{first.order}层级“{first.name_zh}”尚可压减"
        f"{_where(found, earlier[0])[0]}；须先压完",
        f"{over:,.4f} 10^4 m3/day too much, while tier {first.order}, {first.name_en}, which comes first, can still "
        f"give{_where(found, earlier[0])[1]}",
    )
    return _finding(found, "tier_order", (county, tier), f"{own.name_zh} {own.name_en}", words)


def _where(found: Comparison, tier: int) -> tuple[str, str]:
    """Counties where the best plan takes more of a tier than the plan by hand does."""
    work = found.hand.work
    left = found.best[tier] - found.given[tier]
    order = [
        int(county) for county in np.argsort(-left, kind="stable")[:MOST_NAMED] if left[county] > 10 * ROOM
    ]
    if not order:
        return "", ""
    regions, places = work.case.network.regions, [int(work.axes.county_region[county]) for county in order]
    amounts = [f"{left[county]:,.4f}" for county in order]
    zh = "、".join(f"{regions.name_zh[at]} {amount}" for at, amount in zip(places, amounts, strict=True))
    en = ", ".join(f"{regions.name_en[at]} {amount}" for at, amount in zip(places, amounts, strict=True))
    return f"（{zh}）", f" ({en})"


def _finding(
    found: Comparison, rule: str, at_place: tuple[int | None, int | None], value: str, words: tuple[str, str]
) -> Finding:
    """A finding at the first line of the county and tier of `at_place`, where the plan has one."""
    county, tier = at_place
    work, loads = found.hand.work, found.hand.loads
    at = {point: number for number, point in enumerate(loads.point)}
    row = None
    for line, point in enumerate(found.hand.cuts.point):
        number = at.get(point)
        if number is None:
            continue
        same_county = county is None or loads.county[number] == work.axes.counties[county]
        same_tier = tier is None or loads.tier[number] == work.loads.tiers[tier]
        if same_county and same_tier:
            row = line + FIRST_ROW
            break
    place = Place(file=PLAN_FILE, row=row, column="relief")
    return Finding(f"curtailment.plan.{rule}", place, value, words[0], words[1])
