"""Does the network hold together: pipes with two ends, counties that gas can reach, stores that fit themselves.

Each check takes tables and gives findings; nothing is mended. A finding's place names the table, the row as a
person counts it in a file with one header row, and the column. Blanks (NaN, "", None) are left to whoever
read the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from nuandong.findings import Finding, Findings, Severity, collect
from nuandong.network.faults import fault, findings, place, rows
from nuandong.network.plausible import check_contract_minimums, check_sizes
from nuandong.network.store_checks import check_inventories, check_store_shares, check_stores
from nuandong.network.tables import Arcs, Network, Nodes, Regions, Sources, Stores, ZoneMembers
from nuandong.network.term_checks import check_terms
from nuandong.vocabulary import NodeKind, RegionKind


def check_network(*, network: Network, demand_counties: Collection[str]) -> Findings:
    """Everything below in one list; `demand_counties` are the codes of the counties that use gas."""
    return collect(
        (
            check_arc_ends(nodes=network.nodes, arcs=network.arcs),
            check_arcs(arcs=network.arcs),
            check_county_nodes(regions=network.regions, nodes=network.nodes, demand_counties=demand_counties),
            check_reach(
                nodes=network.nodes,
                arcs=network.arcs,
                sources=network.sources,
                stores=network.stores,
                demand_counties=demand_counties,
            ),
            check_zone_members(regions=network.regions, members=network.zone_members),
            check_stores(stores=network.stores),
            check_inventories(stores=network.stores, inventories=network.inventories),
            check_store_shares(shares=network.store_shares),
            *check_terms(network),
            check_contract_minimums(contracts=network.contracts),
            check_sizes(network=network),
        )
    )


def check_arc_ends(*, nodes: Nodes, arcs: Arcs) -> Findings:
    """Every arc begins and ends at a node that exists."""
    known = {*nodes.node, ""}
    return findings(
        fault(
            "pipe_to_nowhere",
            place("arcs", row, column),
            end,
            zh=f"管段 {arcs.arc[row]} 的端点不是节点表中的节点",
            en=f"arc {arcs.arc[row]} ends at no node of the table of nodes",
        )
        for column, ends in (("from_node", arcs.from_node), ("to_node", arcs.to_node))
        for row, end in enumerate(ends)
        if end not in known
    )


def check_arcs(*, arcs: Arcs) -> Findings:
    """No arc leads to where it begins, carries nothing, or stands twice; bounds and dates are in order."""
    return collect(
        (
            findings(_self_loops(arcs)),
            findings(_without_capacity(arcs)),
            findings(_parallel_arcs(arcs)),
            findings(_reversed_pressures(arcs)),
            findings(_reversed_years(arcs)),
        )
    )


def check_county_nodes(*, regions: Regions, nodes: Nodes, demand_counties: Collection[str]) -> Findings:
    """Each county that uses gas is a node, and each node of kind county is a county of the regions."""
    counties = {
        code for code, kind in zip(regions.region, regions.kind, strict=True) if kind is RegionKind.COUNTY
    }
    county_nodes = {
        node for node, kind in zip(nodes.node, nodes.kind, strict=True) if kind is NodeKind.COUNTY
    }
    without_node = (
        fault(
            "county_without_node",
            place("regions", row, "region"),
            code,
            zh=f"{regions.name_zh[row]}有用气模型，但节点表中没有它的县区节点",
            en=f"{regions.name_en[row]} has a demand model but no node of kind county in the table of nodes",
        )
        for row, code in enumerate(regions.region)
        if code in demand_counties and code not in county_nodes
    )
    unknown = (
        fault(
            "county_node_unknown",
            place("nodes", row, "node"),
            node,
            zh="县区节点的编号应为行政区表中县的代码",
            en="the id of a county's node must be the code of a county in the table of regions",
        )
        for row, (node, kind) in enumerate(zip(nodes.node, nodes.kind, strict=True))
        if kind is NodeKind.COUNTY and node and node not in counties
    )
    return findings((*without_node, *unknown))


def check_reach(
    *, nodes: Nodes, arcs: Arcs, sources: Sources, stores: Stores, demand_counties: Collection[str]
) -> Findings:
    """Gas from some source or store can reach each county that uses it; no other node stands alone.

    An arc that carries nothing does not count. Where an arc ends at no known node, a county without any arc
    may be the one that was meant: it is judged once the arc is mended.
    """
    known = set(nodes.node)
    begins_nowhere = {to for start, to in _directed(arcs) if start not in known}
    ends_nowhere = any(end not in known for end in (*arcs.from_node, *arcs.to_node))
    touched = {*arcs.from_node, *arcs.to_node}
    fed = _reached({*sources.node, *stores.node} | begins_nowhere, _directed(arcs))
    found = []
    for row, (node, kind) in enumerate(zip(nodes.node, nodes.kind, strict=True)):
        is_alone = node not in touched
        if node in demand_counties and kind is NodeKind.COUNTY:
            if node not in fed and not (is_alone and ends_nowhere):
                found.append(_unreachable(nodes, row))
        elif is_alone and node and not ends_nowhere:
            found.append(_alone(nodes, row))
    return findings(found)


def check_zone_members(*, regions: Regions, members: ZoneMembers) -> Findings:
    """Supply zones hold counties, not cities or provinces."""
    kinds = dict(zip(regions.region, regions.kind, strict=True))
    return findings(
        fault(
            "member_not_county",
            place("zone_members", row, "region"),
            region,
            zh="供气区的成员应为县",
            en="a member of a supply zone must be a county",
        )
        for row, region in enumerate(members.region)
        if kinds.get(region) in (RegionKind.CITY, RegionKind.PROVINCE)
    )


def _self_loops(arcs: Arcs) -> Iterator[Finding]:
    for row, (start, end) in enumerate(zip(arcs.from_node, arcs.to_node, strict=True)):
        if start and start == end:
            zh, en = "管段的起点和终点不能相同", "an arc must not end where it begins"
            yield fault("self_loop", place("arcs", row, "to_node"), end, zh=zh, en=en)


def _without_capacity(arcs: Arcs) -> Iterator[Finding]:
    """Capacity forward and back are both nothing: the arc is a drawing, not a pipe."""
    for row in rows((arcs.capacity <= 0) & ~(arcs.capacity_back > 0)):
        zh, en = "输气能力应大于 0 万m³/d", "a capacity above 0 10⁴ m³/day is wanted"
        yield fault("no_capacity", place("arcs", row, "capacity"), f"{arcs.capacity[row]:g}", zh=zh, en=en)


def _parallel_arcs(arcs: Arcs) -> Iterator[Finding]:
    """Two arcs of one segment that carry gas the same way between the same nodes: the same pipe drawn twice."""
    first: dict[tuple[str, str, str], str] = {}
    for row, (arc, start, end, segment) in enumerate(
        zip(arcs.arc, arcs.from_node, arcs.to_node, arcs.segment, strict=True)
    ):
        ways = [(start, end, segment)]
        if arcs.capacity_back[row] > 0:
            ways.append((end, start, segment))
        twin = next((first[way] for way in ways if way in first), None)
        if twin is not None and start and end:
            zh = f"与管段 {twin} 同起止、同管线，可能重复"
            en = f"joins the same nodes as arc {twin} on the same segment; perhaps drawn twice"
            yield fault(
                "parallel_arc", place("arcs", row, "arc"), arc, zh=zh, en=en, severity=Severity.WARNING
            )
        for way in ways:
            first.setdefault(way, arc)


def _reversed_pressures(arcs: Arcs) -> Iterator[Finding]:
    for row in rows(arcs.pressure_min > arcs.pressure_max):
        least, most = f"{arcs.pressure_min[row]:g}", f"{arcs.pressure_max[row]:g}"
        zh, en = f"最低压力不应高于最高压力 {most} MPa", f"must not exceed the greatest pressure, {most} MPa"
        yield fault("pressure_reversed", place("arcs", row, "pressure_min"), least, zh=zh, en=en)


def _reversed_years(arcs: Arcs) -> Iterator[Finding]:
    for row, (begins, ends) in enumerate(zip(arcs.in_service_from, arcs.in_service_to, strict=True)):
        if begins is not None and ends is not None and ends < begins:
            zh, en = f"停用日不应早于投产日 {begins}", f"must not end before service begins on {begins}"
            yield fault("service_reversed", place("arcs", row, "in_service_to"), str(ends), zh=zh, en=en)


def _directed(arcs: Arcs) -> list[tuple[str, str]]:
    """Node pairs between which gas can flow; an unknown capacity counts as some."""
    forward = [
        (start, end)
        for start, end, capacity in zip(arcs.from_node, arcs.to_node, arcs.capacity.tolist(), strict=True)
        if not capacity <= 0
    ]
    back = [
        (end, start)
        for start, end, capacity in zip(
            arcs.from_node, arcs.to_node, arcs.capacity_back.tolist(), strict=True
        )
        if capacity > 0
    ]
    return forward + back


def _reached(begin: Iterable[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    onward: dict[str, list[str]] = defaultdict(list)
    for start, end in pairs:
        onward[start].append(end)
    reached, waiting = set(begin), list(begin)
    while waiting:
        for end in onward[waiting.pop()]:
            if end not in reached:
                reached.add(end)
                waiting.append(end)
    return reached


def _unreachable(nodes: Nodes, row: int) -> Finding:
    return fault(
        "county_unreachable",
        place("nodes", row, "node"),
        nodes.node[row],
        zh=f"{nodes.name_zh[row]}有用气，但没有气源能经管网到达；请补上管段",
        en=f"{nodes.name_en[row]} uses gas but no source reaches it through the network; add the missing arc",
    )


def _alone(nodes: Nodes, row: int) -> Finding:
    return fault(
        "node_without_arc",
        place("nodes", row, "node"),
        nodes.node[row],
        zh="该节点没有任何管段",
        en="no arc touches this node",
        severity=Severity.WARNING,
    )
