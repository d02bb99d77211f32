"""What the rows of a balance problem are called in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nuandong.balance import BalanceCase
from nuandong.balance.reasons import Way

if TYPE_CHECKING:
    from nuandong.assess.day import Workings

Words = tuple[str, str]  # Chinese, English

PROTECTED: Words = ("民生及重点用气", "protected use")
SAFE: Words = ("保安负荷", "safe loads")


@dataclass(frozen=True, slots=True, eq=False)
class Namer:
    """Names of counties, links, supplies, tanks and demand rows of one day's workings."""

    work: Workings
    problem: BalanceCase

    def county(self, county: int) -> Words:
        """Name of a county by its position on the axes."""
        regions, row = self.work.case.network.regions, self.work.axes.county_region[county]
        return regions.name_zh[row], regions.name_en[row]

    def node(self, node: int) -> Words:
        """Name of a node."""
        nodes = self.work.case.network.nodes
        return nodes.name_zh[node], nodes.name_en[node]

    def tier(self, tier: int) -> Words:
        """Name of a step of the cut order by its position."""
        found = self.work.policy.tiers(day=self.work.axes.days[0])[tier]
        return found.name_zh, found.name_en

    def use(self, row: int) -> Words:
        """What a demand row is for, without its county."""
        rows = self.work.plan.rows
        tier = int(rows.tier[row])
        if tier < 0:
            return PROTECTED if rows.is_protected[row] else SAFE
        zh, en = self.tier(tier)
        return (zh, en) if rows.is_order[row] else (f"{zh}（不可令部分）", f"{en} (beyond orders)")

    def row(self, row: int) -> Words:
        """County and use of a demand row."""
        county, use = self.county(int(self.work.plan.rows.county[row])), self.use(row)
        return f"{county[0]}{use[0]}", f"{county[1]}, {use[1]}"

    def link(self, link: int) -> Words:
        """Name of an arc."""
        arcs = self.work.case.network.arcs
        return arcs.name_zh[link], arcs.name_en[link]

    def supply(self, supply: int) -> Words:
        """Name of a source, or of a measure that brings gas: measures follow the sources."""
        sources, measures = self.work.case.network.sources, self.work.case.network.measures
        names_zh, names_en = sources.name_zh + measures.name_zh, sources.name_en + measures.name_en
        return names_zh[supply], names_en[supply]

    def tank(self, tank: int) -> Words:
        """Name of a store."""
        stores = self.work.case.network.stores
        return stores.name_zh[tank], stores.name_en[tank]

    def entry(self, way: Way, at: int) -> tuple[str, Words]:
        """Id and name of a way into a part of the network."""
        network = self.work.case.network
        if way in (Way.LINK, Way.LINK_BACK):
            return network.arcs.arc[at], self.link(at)
        if way is Way.SUPPLY:
            return (network.sources.supply + network.measures.measure)[at], self.supply(at)
        return network.stores.store[at], self.tank(at)


def joined(names: list[Words], *, most: int) -> Words:
    """Names in one line, the first `most` of them and how many more."""
    shown, rest = names[:most], len(names) - most
    zh, en = "、".join(zh for zh, _ in shown), ", ".join(en for _, en in shown)
    return (f"{zh}等{len(names)}项", f"{en} and {rest} more") if rest > 0 else (zh, en)
