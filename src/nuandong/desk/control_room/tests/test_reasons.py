"""What binds, what gas is worth, where it flows: rows and drawings that add up and say what was stored."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from django.utils.translation import override

from nuandong.casefile.ribbons import Block, Frame, Ribbon, drawing
from nuandong.desk.control_room.asking import AskRow, Choice, ChoiceGroup, read_ask
from nuandong.desk.control_room.balance_flow import balance_flow
from nuandong.desk.control_room.binding import binding, county_worths
from nuandong.desk.control_room.cut_map import Grounds, cut_map
from nuandong.desk.control_room.questions_of_day import suggestions
from nuandong.desk.control_room.tests.pictures import CITY_NAMES, calm_day, orange_day, red_day
from nuandong.desk.control_room.tests.reasons import colder_answer, explained, orange_reasons
from nuandong.desk.control_room.what_if_page import what_if_page
from nuandong.desk.control_room.why_page import chain_of, spared
from nuandong.desk.directory.scope import Scope
from nuandong.desk.outlook.studies.questions import ChangeKind

NAMES = {"140105": "小店区", "140121": "清徐县", "140702": "榆次区", "140581": "高平市"}
PROVINCE, YUCI = Scope(True, frozenset(), frozenset()), Scope(False, frozenset({"140702"}), frozenset())
PAPER = Frame(400, 200, (0, 180, 380), 10, 12, 4, ("after", "above", "before"))
GROUPS = (
    ChoiceGroup(ChangeKind.PIPE, "管道", "%", (Choice("pipe:north-1", "北线一段"),)),
    ChoiceGroup(ChangeKind.WEATHER, "气温", "℃", (Choice("weather:", "全省气温"),)),
    ChoiceGroup(ChangeKind.STOCK, "库存", "万m³", (Choice("stock:tank", "示例储罐"),)),
)


@pytest.fixture(autouse=True)
def chinese():
    with override("zh-hans"):
        yield


# ---- what binds ------------------------------------------------------------------------------------------------


def test_a_bottleneck_says_who_misses_how_much_behind_which_pipe() -> None:
    cards = binding(orange_reasons(), NAMES).cuts
    assert [card.title for card in cards] == [
        "北线一段之后的 3 个县区缺 20.0",
        "小店分输支线之后的 1 个县区缺 2.0",
    ]


def test_the_limits_of_a_bottleneck_add_up_to_what_can_get_there() -> None:
    for card in binding(orange_reasons(), NAMES).cuts:
        assert sum(group.volume for group in card.groups) == pytest.approx(card.brought)
        assert card.need - card.brought == pytest.approx(card.missing)


def test_many_pipes_are_counted_not_listed_in_the_title() -> None:
    reasons = orange_reasons()
    limit = reasons.cuts[0].limits[0]
    many = replace(reasons.cuts[0], limits=tuple(replace(limit, ident=f"p{number}") for number in range(5)))
    title = binding(replace(reasons, cuts=(many,)), NAMES).cuts[0].title
    assert "5 条进气管道" in title


def test_a_day_on_which_nobody_is_short_has_no_bottleneck() -> None:
    nobody = replace(
        orange_reasons().worth,
        reaches_short=np.zeros(4, dtype=bool),
        following=np.full(4, -1, dtype=np.int64),
    )
    calm = replace(orange_reasons(), cuts=(), following=(), worth=nobody)
    assert binding(calm, NAMES).title == "没有卡口：按方案无人短供"


def test_worth_is_told_by_where_the_unit_goes() -> None:
    sheet = binding(orange_reasons(), NAMES)
    assert [(line.counties, line.behind) for line in sheet.worth] == [(2, (1,)), (1, (1, 2))]
    assert sheet.worth[0].text == "示例机械厂 +1.000（万m³）"
    assert (sheet.worth[0].least, sheet.worth[0].most) == (60000.0, 60050.0)
    assert sheet.only_saves is not None
    assert sheet.only_saves.counties == 1
    assert county_worths(orange_reasons())["140581"] == (18400.0, False)


def test_the_map_of_a_bottleneck_tints_what_lies_behind_and_numbers_its_pipes() -> None:
    grounds = Grounds(orange_day(), CITY_NAMES, {"cbm-1": "taiyuan", "tank": "nowhere"})
    drawn = cut_map(orange_reasons().cuts[0], number=1, grounds=grounds)
    assert {county.code for county in drawn.counties if county.is_behind} == {"140105", "140121", "140702"}
    assert [(pipe.number, pipe.volume) for pipe in drawn.pipes] == [(1, 90.0)]
    assert [ring.name for ring in drawn.rings] == ["沁水煤层气", "示例 LNG 储罐"]
    assert drawn.rings[0].x
    assert drawn.rings[1].x == ""  # a facility that the drawing has no place for is listed, not drawn


# ---- from source to user ---------------------------------------------------------------------------------------


def heights(paths: list[str]) -> list[float]:
    """Thickness of ribbons at their left end: from the first point to where the line comes back."""
    found = []
    for path in paths:
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", path)]
        found.append(numbers[-1] - numbers[1])
    return found


def test_ribbons_are_as_thick_as_what_they_lead_and_fit_the_blocks() -> None:
    blocks = [Block("a", 0, "甲", "", 30.0), Block("b", 0, "乙", "", 10.0), Block("n", 1, "网", "", 40.0)]
    blocks += [Block("x", 2, "用", "", 25.0, 5.0), Block("y", 2, "户", "", 15.0)]
    ribbons = [
        Ribbon("a", "n", 30.0, "thick"),
        Ribbon("b", "n", 10.0, "thin"),
        Ribbon("n", "x", 25.0, ""),
        Ribbon("n", "y", 15.0, ""),
    ]
    drawn = drawing(blocks, ribbons, frame=PAPER)
    paths = {ribbon.look: ribbon.path for ribbon in drawn.ribbons}
    thick, thin = heights([paths["thick"], paths["thin"]])
    assert thick / thin == pytest.approx(3.0, abs=0.1)
    tall = {shape.block.key: float(shape.solid_height) + float(shape.hollow_height) for shape in drawn.blocks}
    assert tall["x"] / tall["a"] == pytest.approx(1.0, abs=0.02)
    assert all(
        float(shape.solid_y) + float(shape.solid_height) <= PAPER.height + 0.2 for shape in drawn.blocks
    )


def test_ribbons_of_a_block_lie_side_by_side_at_both_ends() -> None:
    blocks = [Block("a", 0, "甲", "", 30.0), Block("b", 0, "乙", "", 10.0), Block("n", 1, "网", "", 40.0)]
    blocks += [Block("x", 2, "用", "", 25.0), Block("y", 2, "户", "", 15.0)]
    ends = (("a", "n", 30.0), ("b", "n", 10.0), ("n", "x", 25.0), ("n", "y", 15.0))
    drawn = drawing(blocks, [Ribbon(*end, look="".join(end[:2])) for end in ends], frame=PAPER)
    paths = {ribbon.look: re.findall(r"-?\d+\.\d+", ribbon.path) for ribbon in drawn.ribbons}
    begins, arrives = ({look: float(found[at]) for look, found in paths.items()} for at in (1, 7))
    scale = (begins["ny"] - begins["nx"]) / 25.0
    assert scale > 0
    assert arrives["bn"] - arrives["an"] == pytest.approx(30.0 * scale, abs=0.2)
    assert begins["nx"] == pytest.approx(arrives["an"], abs=0.2)  # both fill the middle from its top


def test_no_two_labels_of_a_column_stand_on_each_other() -> None:
    blocks = [Block(str(row), 2, "户", "", 100.0 if row == 0 else 0.001) for row in range(9)]
    shapes = drawing(blocks, [], frame=PAPER).blocks
    lines = [float(shape.text_y) for shape in shapes]
    assert min(np.diff(lines)) >= PAPER.line


def test_what_the_drawing_shows_is_all_that_is_asked_for_and_all_that_is_not_served() -> None:
    flows = balance_flow(orange_day())
    assert flows is not None
    assert sum(use.unserved for use in flows.uses) == pytest.approx(20.0)
    assert sum(use.asked for use in flows.uses) == pytest.approx(280.0)
    assert "20.0 不供" in flows.title


def test_homes_that_go_short_are_drawn_as_such() -> None:
    red = red_day()
    short = np.zeros_like(red.counties.unserved)
    short[0] = 5.0
    counties = replace(red.counties, livelihood_gap=short, unserved=red.counties.unserved + short)
    flows = balance_flow(replace(red, counties=counties))
    assert flows is not None
    protected = flows.uses[0]
    assert protected.unserved == pytest.approx(5.0)
    assert sum(use.unserved for use in flows.uses) == pytest.approx(5.0 + 20.0)
    assert "25.0 不供" in flows.title


def test_who_sees_a_part_of_the_sources_gets_no_drawing_that_would_not_add_up() -> None:
    whole = orange_day()
    counties = replace(whole.counties, county=whole.counties.county[:1])
    assert balance_flow(replace(whole, counties=counties)) is None


# ---- asking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "amount", "change"),
    [
        ("pipe:north-1", "50", (ChangeKind.PIPE, "north-1", 0.5)),
        ("pipe:north-1", "0 %", (ChangeKind.PIPE, "north-1", 0.0)),
        ("weather:", "−3", (ChangeKind.WEATHER, "", -3.0)),
        ("stock:tank", "12.5", (ChangeKind.STOCK, "tank", 12.5)),
    ],
)
def test_a_change_is_read_in_base_units(what: str, amount: str, change: object) -> None:
    asked = read_ask({"what1": what, "amount1": amount}, GROUPS)
    assert asked.changes == (change,)
    assert asked.holds


@pytest.mark.parametrize(
    ("what", "amount"),
    [("pipe:north-1", ""), ("pipe:north-1", "101"), ("pipe:north-1", "-1"), ("pipe:north-1", "nan"),
     ("pipe:north-1", "1e999"), ("pipe:other", "50"), ("", "50"), ("weather:", "31"), ("stock:tank", "x")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_line(what: str, amount: str) -> None:
    asked = read_ask({"what2": what, "amount2": amount}, GROUPS)
    assert not asked.holds
    assert asked.rows[1].fault
    assert asked.rows[0] == AskRow(1, "", "", "")


def test_nothing_is_no_question_and_the_same_thing_twice_is_none_either() -> None:
    assert not read_ask({}, GROUPS).holds
    twice = {"what1": "weather:", "amount1": "1", "what2": "weather:", "amount2": "2"}
    assert not read_ask(twice, GROUPS).holds


def test_the_day_suggests_only_what_its_reader_may_ask() -> None:
    whole = orange_day()
    part = replace(whole, counties=replace(whole.counties, county=whole.counties.county[:1]))
    assert len(suggestions(whole)) == 5
    assert [one.query for one in suggestions(part)] == ["what1=weather%3A&amount1=-3"]
    assert all("north-2" not in one.query for one in suggestions(whole))  # it has room


# ---- answers ---------------------------------------------------------------------------------------------------


def test_a_what_if_is_told_before_and_after() -> None:
    page = what_if_page(colder_answer(), levels={}, scope=PROVINCE, county_names=NAMES)
    assert page.title == "缺口 40.0 → 60.0，等级orange → red，居民将缺 5.0"
    figures = {row.key: (row.before, row.after, row.is_worse) for row in page.figures}
    assert figures["relief"] == (20.0, 35.0, True)
    assert figures["livelihood_gap"] == (0.0, 5.0, True)
    assert [row.key for row in page.counties] == [
        "140105",
        "140702",
    ]  # the largest change first, none without
    assert (page.users[0].name, page.users[0].turn) == ("示例玻璃厂", "新列入压减")
    assert page.days[0].gap_after == 60.0


def test_a_part_of_the_province_sees_its_own_changes_only() -> None:
    page = what_if_page(colder_answer(), levels={}, scope=YUCI, county_names=NAMES)
    assert [row.key for row in page.counties] == ["140702"]
    assert [user.name for user in page.users] == ["示例陶瓷厂"]
    assert page.homes == ()


def test_the_chain_ends_at_the_one_who_asks_and_helps_are_parted() -> None:
    assert [link.text for link in chain_of(orange_reasons(), user="u1")] == ["全省缺口40", "本户应压减12"]
    assert [link.text for link in chain_of(orange_reasons(), county="140105")] == ["全省缺口40", "小店区缺17"]
    assert chain_of(orange_reasons(), user="nobody") == ()
    whole, part = spared(explained(), sees_all=True), spared(explained(), sees_all=False)
    assert ([one.amount for one in whole.enough], len(whole.not_enough)) == ([12.5], 1)
    assert (len(part.enough), part.not_enough, part.following) == (1, (), "")
    assert whole.per_unit == 60000.0


def test_a_calm_day_has_a_drawing_without_anything_hollow() -> None:
    calm = calm_day()
    none = np.zeros_like(calm.counties.unserved)
    calm = replace(
        calm,
        counties=replace(calm.counties, unserved=none, relief=none),
        tiers=replace(calm.tiers, relief=np.zeros_like(calm.tiers.relief)),
    )
    flows = balance_flow(calm)
    assert flows is not None
    assert not [shape for shape in flows.wide.blocks if shape.block.hollow]
    assert "无人短供" in flows.title
