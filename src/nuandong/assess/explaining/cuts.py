"""The binding cut in words and as ids: these counties need X, what leads into them can bring Y."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nuandong.assess.explaining.names import Namer, Words, joined
from nuandong.balance.reasons import BindingCut, Entry, Way
from nuandong.units import Share, Volume

MOST_NAMED = 4
PIPES = (Way.LINK, Way.LINK_BACK)
STOCK = (Way.STOCK, Way.HELD_BACK, Way.LOST, Way.FILLING)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a cut: its kind, id and names, on how many gas days it binds, the most it brings over
    these days (10^4 m3, below zero for what must stay in a store)."""

    way: str
    ident: str
    name_zh: str
    name_en: str
    days: int
    volume: Volume


@dataclass(frozen=True, slots=True)
class CutStory:
    """A binding cut told: county codes and node ids inside, how many gas days it spans, its limits, its account.

    need - brought = missing, in 10^4 m3 over the days of the cut; `error` is by how much that fails.
    """

    counties: tuple[str, ...]
    nodes: tuple[str, ...]
    days: int
    limits: tuple[Limit, ...]
    need: Volume
    brought: Volume
    missing: Volume
    error: Volume
    text_zh: str
    text_en: str

    @property
    def share(self) -> Share:
        """Missing part of the need."""
        return self.missing / self.need if self.need > 0 else 0.0


def cut_story(*, cut: BindingCut, namer: Namer) -> CutStory:
    """A cut with the names of what binds: pipes, sources, stores, the largest of each first."""
    axes, nodes = namer.work.axes, namer.work.case.network.nodes.node
    inside = np.flatnonzero(cut.nodes.any(axis=1))
    members = {int(node) for node in inside}
    counties = [county for county, node in enumerate(axes.county_node) if int(node) in members]
    limits = _limits(cut.entries, namer)
    text_zh, text_en = _sentence(cut, limits, [namer.county(county) for county in counties])
    return CutStory(
        counties=tuple(axes.counties[county] for county in counties),
        nodes=tuple(nodes[node] for node in inside),
        days=int(cut.nodes.any(axis=0).sum()),
        limits=limits,
        need=cut.need,
        brought=cut.brought,
        missing=cut.missing,
        error=cut.error,
        text_zh=text_zh,
        text_en=text_en,
    )


def _limits(entries: Iterable[Entry], namer: Namer) -> tuple[Limit, ...]:
    """Entries of one kind and place as one limit."""
    sums: dict[tuple[Way, int], list[float]] = {}
    for entry in entries:
        sums.setdefault((entry.way, entry.at), []).append(entry.volume)
    limits = []
    for (way, at), volumes in sums.items():
        ident, (name_zh, name_en) = namer.entry(way, at)
        limits.append(Limit(str(way), ident, name_zh, name_en, len(volumes), sum(volumes)))
    place = {str(way): number for number, way in enumerate(Way)}  # pipes first: they can be widened
    return tuple(sorted(limits, key=lambda limit: (place[limit.way], -abs(limit.volume), limit.ident)))


_PARTS: tuple[tuple[tuple[Way, ...], Words], ...] = (
    (PIPES, ("满载的管道送入", "full pipes bring")),
    ((Way.SUPPLY,), ("其内气源与措施全部取用", "sources and measures inside, taken whole, bring")),
    ((Way.SENDOUT,), ("储气设施按最大外送", "stores at full send-out bring")),
    (
        STOCK,
        ("库存（扣除须保留与蒸发）", "stock, less what must stay and what boils off, brings"),
    ),
)


def _sentence(cut: BindingCut, limits: tuple[Limit, ...], counties: list[Words]) -> Words:
    span = int(cut.nodes.any(axis=0).sum())
    who = joined(counties, most=3)
    over_zh, over_en = (f"，跨{span}个气日", f" over {span} gas days") if span > 1 else ("", "")
    parts_zh, parts_en = [], []
    for ways, (zh, en) in _PARTS:
        own = [limit for limit in limits if limit.way in ways]
        if own:
            amount = cut.volume_of(*ways)
            names = joined([(limit.name_zh, limit.name_en) for limit in own], most=MOST_NAMED)
            parts_zh.append(f"{zh}{amount:,.2f}（{names[0]}）")
            parts_en.append(f"{en} {amount:,.2f} ({names[1]})")
    nothing_zh, nothing_en = "没有任何气能进入", "nothing leads in"
    brought_zh, brought_en = "；".join(parts_zh) or nothing_zh, "; ".join(parts_en) or nothing_en
    many = "county" if len(counties) == 1 else "counties"
    return (
        f"能把气送到这里的网络部分含{len(counties)}个县区（{who[0]}）{over_zh}：需要{cut.need:,.2f}万m³；"
        f"{brought_zh}；合计至多{cut.brought:,.2f}，缺{cut.missing:,.2f}万m³。这部分以外的气到不了这里。",
        f"The part of the network that can bring gas here holds {len(counties)} {many} ({who[1]}){over_en}: "
        f"it needs {cut.need:,.2f} ×10⁴ m³; {brought_en}; together at most {cut.brought:,.2f}; "
        f"{cut.missing:,.2f} ×10⁴ m³ are missing. Gas outside this part cannot get here.",
    )
