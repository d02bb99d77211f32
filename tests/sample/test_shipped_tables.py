"""What the sample province promises: whole, connected, sourced, and honest about what is ours."""

import re
from collections import defaultdict
from datetime import date, datetime

import pytest

from nuandong.casefile import examine_case
from tests.sample.tables import FOLDER, by, rows

MARKED = {"illustrative", "recalled", "judged", "generated"}
DECIDED_AT = datetime.fromisoformat("2023-12-19T17:30:00+08:00")


def test_the_folder_is_read_without_a_single_finding() -> None:
    case, findings = examine_case(FOLDER)
    assert case is not None
    assert [finding.text(language="en") for finding in findings] == []


def test_the_folder_stays_small_enough_to_be_cloned_by_everybody() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 8_000_000


def test_all_117_counties_and_11_cities_stand_under_their_own_codes() -> None:
    regions = by("regions", "region")
    counties = [code for code, row in regions.items() if row["kind"] == "county"]
    assert len(counties) == 117
    assert sum(row["kind"] == "city" for row in regions.values()) == 11
    assert all(
        re.fullmatch(r"14\d{4}", code) and regions[code]["parent"] == f"{code[:4]}00" for code in counties
    )
    assert {row["node"] for row in rows("nodes") if row["kind"] == "county"} == set(counties)


def test_county_people_add_up_to_their_city_and_cities_to_the_census() -> None:
    regions = rows("regions")
    people = {row["region"]: float(row["population"]) for row in regions}
    for city in (row["region"] for row in regions if row["kind"] == "city"):
        assert sum(people[row["region"]] for row in regions if row["parent"] == city) == people[city]
    assert sum(people[row["region"]] for row in regions if row["kind"] == "city") == 34_915_616


def test_four_city_totals_are_marked_as_recalled() -> None:
    recalled = {row["name_zh"] for row in rows("regions") if row["evidence"] == "recalled"}
    assert recalled == {"大同市", "阳泉市", "晋城市", "朔州市"}


def test_every_county_is_reached_by_a_pipe_or_by_trucks_of_its_own() -> None:
    onward: dict[str, set[str]] = defaultdict(set)
    for arc in rows("arcs"):
        onward[arc["from_node"]].add(arc["to_node"])
        if float(arc["capacity_back"]) > 0:
            onward[arc["to_node"]].add(arc["from_node"])
    reached = {row["node"] for row in rows("sources")}
    frontier = set(reached)
    while frontier:
        frontier = {node for place in frontier for node in onward[place]} - reached
        reached |= frontier
    assert {row["node"] for row in rows("nodes")} - reached == set()


def test_an_arc_names_its_segment_or_says_that_we_joined_it_and_why() -> None:
    for arc in rows("arcs"):
        if arc["kind"] in ("pipe", "trunk"):
            assert arc["segment"], arc["arc"]
        if arc["kind"] == "join":
            assert re.match(r"joined by us 本系统连接: .+；.+", arc["reference"]), arc["arc"]


def test_every_join_stands_on_the_page_that_lists_them() -> None:
    page = (FOLDER.parents[1] / "docs" / "sample-province.md").read_text(encoding="utf-8")
    joins = [arc["arc"] for arc in rows("arcs") if arc["kind"] == "join"]
    assert len(joins) > 40
    assert [arc for arc in joins if f"`{arc}`" not in page] == []


def test_a_published_capacity_is_carried_over_and_a_missing_one_is_marked() -> None:
    pipes = [arc for arc in rows("arcs") if arc["kind"] == "pipe"]
    published = [arc for arc in pipes if "bcm/y published" in arc["reference"]]
    for arc in published:
        found = re.search(r"([\d.]+) bcm/y published", arc["reference"])
        assert found
        bcm = float(found.group(1))
        assert float(arc["capacity"]) == pytest.approx(bcm * 1e5 / 365, abs=0.006), arc["arc"]
    missing = [arc for arc in pipes if "no capacity published" in arc["reference"]]
    assert {arc["evidence"] for arc in missing} == {"illustrative"}
    assert len({arc["segment"] for arc in pipes}) >= 54


def test_no_trunk_carries_more_than_shanxis_right_and_says_that_it_is_illustrative() -> None:
    assert {arc["evidence"] for arc in rows("arcs") if arc["kind"] == "trunk"} == {"illustrative"}
    assert max(float(arc["capacity"]) for arc in rows("arcs") if arc["kind"] == "trunk") < 1000


def test_a_county_has_one_to_three_branches() -> None:
    gates: dict[str, int] = defaultdict(int)
    for arc in rows("arcs"):
        gates[arc["to_node"]] += arc["kind"] == "gate"
    trucked = {row["node"] for row in rows("sources") if row["supply"].startswith("truck-14")}
    assert {gates[code] for code in by("nodes", "node") if code[:2] == "14" and code not in trucked} <= {
        1,
        2,
        3,
    }
    assert len(trucked) == 9


def test_the_21st_of_december_is_the_coldest_gas_day_at_taiyuan() -> None:
    taiyuan = {
        row["gas_day"]: float(row["mean_temperature"])
        for row in rows("weather")
        if row["weather_area"] == "140100" and row["kind"] == "observed"
    }
    assert min(taiyuan, key=lambda day: taiyuan[day]) == "2023-12-21"
    assert round(taiyuan["2023-12-21"], 1) == -15.6


def test_weather_is_observed_to_the_end_of_2023_and_called_generated_after() -> None:
    season = [row for row in rows("weather") if row["gas_day"] >= "2023-10-25"]
    kinds = {(row["kind"], row["gas_day"] <= "2023-12-31") for row in season if row["kind"] != "normal"}
    assert kinds == {("observed", True), ("generated", False)}
    assert len(season) == 2 * 11 * 159


def test_past_winters_are_called_generated_until_the_record_of_taiyuan_begins() -> None:
    past = [row for row in rows("weather") if row["gas_day"] < "2023-10-25"]
    kinds = {(row["kind"], row["gas_day"] >= "2023-01-01") for row in past}
    assert kinds == {("observed", True), ("generated", False)}
    assert len(past) == 11 * 3 * 158


def test_observations_are_known_the_next_morning_and_not_before() -> None:
    for row in rows("weather"):
        if row["kind"] == "observed":
            issued = datetime.fromisoformat(row["issue_at"])
            assert (issued.date() - date.fromisoformat(row["gas_day"])).days == 1
            assert issued.hour >= 8


def test_114_counties_had_reported_the_latest_day_by_the_decision() -> None:
    filed = {
        row["county"]
        for row in rows("use_reports")
        if row["gas_day"] == "2023-12-18" and datetime.fromisoformat(row["filed_at"]) <= DECIDED_AT
    }
    assert len(filed) == 114
    late = [row for row in rows("use_reports") if row["gas_day"] == "2023-12-19"]
    assert late
    assert all(datetime.fromisoformat(row["filed_at"]) > DECIDED_AT for row in late)


def test_loads_of_points_add_up_to_the_use_of_their_county_and_class() -> None:
    reference: dict[tuple[str, str], float] = {}
    for row in rows("demand_models"):
        below = max(0.0, float(row["balance_temperature"]) + 5.0)
        reference[row["county"], row["consumer_class"]] = (
            float(row["steady_use"]) + float(row["heat_use"]) * below
        )
    loads: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows("delivery_points"):
        loads[row["county"], row["consumer_class"]] += float(row["load"])
    curtailable = {key[1] for key in loads}
    assert len(curtailable) == 11
    wrong = {
        key: (use, loads[key])
        for key, use in reference.items()
        if key[1] in curtailable and abs(use - loads[key]) > 1e-3
    }
    assert wrong == {}


def test_safe_loads_never_exceed_loads() -> None:
    assert all(float(row["safe_load"]) <= float(row["load"]) for row in rows("delivery_points"))


def test_about_300_users_are_named_and_none_bears_a_real_name() -> None:
    named = [row for row in rows("users") if row["is_group"] == "false"]
    assert 280 <= len(named) <= 380
    assert all(row["name_zh"].startswith("示例") for row in named)
    assert len({row["name_zh"] for row in named}) == len(named)
    invented = [row["name_zh"] for row in rows("stores") if row["kind"] == "lng_tank"]
    assert all(name.startswith("示例") for name in invented)


def test_a_chp_hands_its_heat_and_its_power_over_at_two_points() -> None:
    points = [row for row in rows("delivery_points") if "-chp-" in row["user"]]
    classes: dict[str, set[str]] = defaultdict(set)
    for row in points:
        classes[row["user"]].add(row["consumer_class"])
    assert len(classes) > 30
    assert set(map(frozenset, classes.values())) == {frozenset({"CHP_HEAT", "CHP_POWER"})}


def test_lists_hold_no_protected_point_and_leave_a_handful_off_on_purpose() -> None:
    points = by("delivery_points", "point")
    listed = {row["point"] for row in rows("list_entries")}
    assert {points[point]["consumer_class"] for point in listed} & {"CHP_HEAT"} == set()
    left_off = [
        row for row in points.values() if row["point"] not in listed and row["consumer_class"] != "CHP_HEAT"
    ]
    assert len(left_off) == 6


def test_most_stores_meet_80_percent_on_30_november_and_some_do_not() -> None:
    capacity = {row["store"]: float(row["working_capacity"]) for row in rows("stores")}
    fill = {
        row["store"]: float(row["inventory"]) / capacity[row["store"]]
        for row in rows("inventories")
        if row["gas_day"] == "2023-11-30"
    }
    short = [store for store, share in fill.items() if share < 0.8]
    assert len(fill) == len(capacity)
    assert 2 <= len(short) <= 6


def test_nominations_stay_within_contracts_and_contracts_within_sources() -> None:
    contracts = by("contracts", "contract")
    most = {row["supply"]: float(row["max_flow"]) for row in rows("sources")}
    most |= {row["store"]: float(row["sendout"]) for row in rows("stores")}
    for row in rows("nominations"):
        assert 0 <= float(row["flow"]) <= float(contracts[row["contract"]]["daily_max"]), row
    assert all(float(row["daily_max"]) <= most[row["supply"]] for row in rows("contracts"))


def test_each_supply_is_nominated_on_each_of_152_gas_days_before_the_season() -> None:
    first = [row for row in rows("nominations") if row["revision"] == "1"]
    upstream = [row["contract"] for row in rows("contracts") if row["link"] == "upstream"]
    assert len(first) == 152 * len(upstream)
    assert {row["filed_at"][:10] for row in first} == {"2023-10-28"}


def test_what_nobody_publishes_is_marked() -> None:
    for stem in (
        "sources",
        "stores",
        "contracts",
        "measures",
        "conversions",
        "demand_models",
        "users",
        "delivery_points",
    ):
        assert {row["evidence"] for row in rows(stem)} <= MARKED, stem


def test_every_row_that_can_names_its_source() -> None:
    stems = ("regions", "nodes", "arcs", "zones", "sources", "stores", "contracts", "measures", "conversions")
    for stem in (*stems, "demand_models", "weather", "users", "delivery_points"):
        assert all(row["reference"] for row in rows(stem)), stem


def test_the_readme_counts_what_the_tables_hold() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    joins = sum(arc["kind"] == "join" for arc in rows("arcs"))
    assert f"where they touch: {joins} connections" in text
    segments = {
        re.sub(r"-\d+$", "", arc["arc"])
        for arc in rows("arcs")
        if "Asia Gas Tracker" in arc["reference"] and arc["kind"] == "pipe"
    }
    assert len(segments) == 55 + 1
