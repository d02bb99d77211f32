"""A network that does not hold together: what is said of each, in both languages."""

from pathlib import Path

import pytest

from tests.casefile.spoil import Spoil, add, copy_of_tiny, found, put, without_rows

Line = tuple[str, str, str]

CASES = [
    pytest.param(
        [put("arcs", 3, "to_node", "yi-m")],
        [
            (
                "pipe_to_nowhere",
                "arcs.csv 第 3 行 列 to_node：“yi-m”：管段 pipe-1 的端点不是节点表中的节点",
                "arcs.csv row 3 column to_node: “yi-m”: arc pipe-1 ends at no node of the table of nodes",
            ),
        ],
        id="pipe-to-nowhere",
    ),
    pytest.param(
        [put("arcs", 6, "to_node", "14910")],
        [
            (
                "pipe_to_nowhere",
                "arcs.csv 第 6 行 列 to_node：“14910”：管段 gate-149101 的端点不是节点表中的节点",
                "arcs.csv row 6 column to_node: “14910”: arc gate-149101 ends at no node of the "
                "table of nodes",
            ),
        ],
        id="gate-to-nowhere",
    ),
    pytest.param(
        [without_rows("arcs", where={"arc": "gate-149202"})],
        [
            (
                "county_unreachable",
                "nodes.csv 第 10 行 列 node：“149202”：乙川县有用气，但没有气源能经管网到达；请补上管段",
                "nodes.csv row 10 column node: “149202”: Yichuan uses gas but no source reaches "
                "it through the network; add the missing arc",
            ),
        ],
        id="disconnected-county",
    ),
    pytest.param(
        [
            add(
                "nodes",
                "far-n",
                "远枢纽",
                "Far junction",
                "junction",
                "149200",
                "113.1",
                "36.1",
                "illustrative",
                "test",
            )
        ],
        [
            (
                "node_without_arc",
                "nodes.csv 第 11 行 列 node：“far-n”：该节点没有任何管段",
                "nodes.csv row 11 column node: “far-n”: no arc touches this node",
            ),
        ],
        id="disconnected-junction",
    ),
    pytest.param(
        [put("arcs", 5, "to_node", "tank-n")],
        [
            (
                "self_loop",
                "arcs.csv 第 5 行 列 to_node：“tank-n”：管段的起点和终点不能相同",
                "arcs.csv row 5 column to_node: “tank-n”: an arc must not end where it begins",
            ),
        ],
        id="arc-to-itself",
    ),
    pytest.param(
        [put("arcs", 5, "capacity_back", "0"), put("arcs", 5, "capacity", "0")],
        [
            (
                "no_capacity",
                "arcs.csv 第 5 行 列 capacity：“0”：输气能力应大于 0 万m³/d",
                "arcs.csv row 5 column capacity: “0”: a capacity above 0 10⁴ m³/day is wanted",
            ),
        ],
        id="arc-without-capacity",
    ),
    pytest.param(
        [
            add(
                "arcs",
                "pipe-3",
                "甲乙线",
                "Jia-Yi line",
                "pipe",
                "yi-n",
                "jia-n",
                "甲乙线",
                "12",
                "0",
                "",
                "",
                "",
                "",
                "",
                "",
                "illustrative",
                "test",
            )
        ],
        [
            (
                "parallel_arc",
                "arcs.csv 第 10 行 列 arc：“pipe-3”：与管段 pipe-1 同起止、同管线，可能重复",
                "arcs.csv row 10 column arc: “pipe-3”: joins the same nodes as arc pipe-1 on the "
                "same segment; perhaps drawn twice",
            ),
        ],
        id="arc-twice",
    ),
    pytest.param(
        [put("arcs", 2, "pressure_min", "9")],
        [
            (
                "pressure_reversed",
                "arcs.csv 第 2 行 列 pressure_min：“9”：最低压力不应高于最高压力 8 MPa",
                "arcs.csv row 2 column pressure_min: “9”: must not exceed the greatest pressure, 8 MPa",
            ),
        ],
        id="pressures-reversed",
    ),
    pytest.param(
        [put("arcs", 2, "in_service_from", "2024-01-01"), put("arcs", 2, "in_service_to", "2023-01-01")],
        [
            (
                "service_reversed",
                "arcs.csv 第 2 行 列 in_service_to：“2023-01-01”：停用日不应早于投产日 2024-01-01",
                "arcs.csv row 2 column in_service_to: “2023-01-01”: must not end before service "
                "begins on 2024-01-01",
            ),
        ],
        id="service-reversed",
    ),
    pytest.param(
        [put("nodes", 7, "kind", "junction")],
        [
            (
                "county_without_node",
                "regions.csv 第 5 行 列 region：“149101”：甲城区有用气模型，但节点表中没有它的县区节点",
                "regions.csv row 5 column region: “149101”: Jiacheng has a demand model but no "
                "node of kind county in the table of nodes",
            ),
        ],
        id="county-without-node",
    ),
    pytest.param(
        [put("nodes", 4, "kind", "county")],
        [
            (
                "county_node_unknown",
                "nodes.csv 第 4 行 列 node：“yi-n”：县区节点的编号应为行政区表中县的代码",
                "nodes.csv row 4 column node: “yi-n”: the id of a county's node must be the code "
                "of a county in the table of regions",
            ),
        ],
        id="node-of-unknown-county",
    ),
    pytest.param(
        [put("zone_members", 2, "region", "149100")],
        [
            (
                "member_not_county",
                "zone_members.csv 第 2 行 列 region：“149100”：供气区的成员应为县",
                "zone_members.csv row 2 column region: “149100”: a member of a supply zone must be a county",
            ),
        ],
        id="member-is-a-city",
    ),
    pytest.param(
        [put("stores", 2, "opening", "600")],
        [
            (
                "above_capacity",
                "stores.csv 第 2 行 列 opening：“600”：不应大于工作气量 60 万m³",
                "stores.csv row 2 column opening: “600”: must not exceed the working capacity, 60 10⁴ m³",
            ),
        ],
        id="opening-above-capacity",
    ),
    pytest.param(
        [put("inventories", 3, "inventory", "61")],
        [
            (
                "above_capacity",
                "inventories.csv 第 3 行 列 inventory：“61”：不应大于工作气量 60 万m³",
                "inventories.csv row 3 column inventory: “61”: must not exceed the working "
                "capacity, 60 10⁴ m³",
            ),
        ],
        id="inventory-above-capacity",
    ),
    pytest.param(
        [put("store_shares", 2, "share", "0.8"), put("store_shares", 3, "right", "own")],
        [
            (
                "shares_above_whole",
                "store_shares.csv 第 2 行 列 share：“0.8”：tank-jia 的自有份额自 2023-11-01 "
                "起合计 1.1，应不超过 1",
                "store_shares.csv row 2 column share: “0.8”: the own shares of tank-jia sum to "
                "1.1 from 2023-11-01; at most 1 is wanted",
            ),
        ],
        id="shares-above-the-whole",
    ),
]


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_the_finding_names_the_place_in_the_network(
    tmp_path: Path, spoils: list[Spoil], expected: list[Line]
) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == expected
