"""What one more 10^4 m3 is worth in money at each node and on each gas day, and where it would serve people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuandong.assess.explaining.names import Namer
from nuandong.balance.reasons import node_prices
from nuandong.units import M3_PER_UNIT, BoolArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class NodeWorth:
    """By node and gas day, (n, t): `price` in CNY per m3 of purchases that one more unit would save if shares stay
    as they are, and `reaches_short`, whether it would instead reach somebody who is short.

    Prices rest on contract prices and, for measures and stores, on illustrative ones.
    """

    nodes: tuple[str, ...]
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    counties: tuple[int, ...]  # which of the nodes are counties
    days: tuple[date, ...]
    price: FloatArray
    reaches_short: BoolArray

    @property
    def per_unit(self) -> FloatArray:
        """Worth of one 10^4 m3 in CNY, (n, t)."""
        worth: FloatArray = self.price * M3_PER_UNIT
        return worth


def node_worth(*, namer: Namer) -> NodeWorth:
    """The worth of gas under the plan of a day's workings."""
    work = namer.work
    found = node_prices(case=namer.problem, plan=work.plan.plan)
    nodes = work.case.network.nodes
    return NodeWorth(
        nodes=nodes.node,
        names_zh=nodes.name_zh,
        names_en=nodes.name_en,
        counties=tuple(int(node) for node in work.axes.county_node),
        days=work.axes.days,
        price=found.price,
        reaches_short=found.reaches_short,
    )
