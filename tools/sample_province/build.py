"""Write examples/shanxi from public facts and our own tables: the same bytes every time.

    python tools/sample_province/build.py --reference FOLDER

FOLDER (or the environment's NUANDONG_REFERENCE_DATA) holds the public records that this sample is made from.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]

import areas  # noqa: E402
import climate  # noqa: E402
import consumers  # noqa: E402
import conversions  # noqa: E402
import filings  # noqa: E402
import gates  # noqa: E402
import loads  # noqa: E402
import mapgeo  # noqa: E402
import papers  # noqa: E402
import past_books  # noqa: E402
import past_use  # noqa: E402
import past_weather  # noqa: E402
import pipework  # noqa: E402
import plans  # noqa: E402
import reserves  # noqa: E402
import supply  # noqa: E402
from sheets import Row, given, write_table  # noqa: E402

from nuandong.curtailment import tables as user_tables  # noqa: E402
from nuandong.demand import tables as demand_tables  # noqa: E402
from nuandong.network import tables as network_tables  # noqa: E402
from nuandong.network import terms as term_tables  # noqa: E402

OTHERWISE_NAMED = {"use_history": demand_tables.PastUse, "use_held_back": demand_tables.HeldBack}
DESIGN_TEMPERATURE = -15.0  # degC at Taiyuan; the other cities lie as far from it as their normals do


@dataclass(frozen=True)
class Ground:
    """What every table is made from."""

    cities: dict[str, areas.City]
    counties: list[areas.County]
    real: climate.Temperatures
    normal: climate.Temperatures
    past: climate.Temperatures
    batches: list[Row]
    every_load: list[loads.Load]
    design_use: dict[str, float]

    @property
    def city_names(self) -> dict[str, str]:
        """Chinese names of the cities by code."""
        return {code: city.name_zh for code, city in self.cities.items()}


def lay_ground(reference: Path) -> Ground:
    """Read the public records and build the loads."""
    cities = areas.read_cities(reference)
    counties = areas.read_counties(reference, cities)
    real, normal = climate.all_temperatures(reference)
    batches = conversions.conversion_rows(counties)
    city_of = {county.code: county.city for county in counties}
    every = loads.build_loads(counties) + conversions.batch_loads(batches, city_of)
    monthly = climate.read_normals(reference)
    design = {city: DESIGN_TEMPERATURE + line[2] - monthly["140100"][2] for city, line in monthly.items()}
    use: dict[str, float] = {}
    for load in every:
        use[load.county] = use.get(load.county, 0.0) + load.use(design[load.city])
    past = past_weather.past_temperatures(reference)
    return Ground(cities, counties, real, normal, past, batches, every, use)


def network_rows(reference: Path, ground: Ground) -> dict[str, list[Row]]:
    """Rows of the network's tables that do not change with the day."""
    places = pipework.read_places()
    arcs = (
        pipework.trunk_rows(reference, places)
        + pipework.pipe_rows(reference, places)
        + pipework.join_rows(places)
    )
    arcs += gates.gate_rows(ground.counties, places, ground.design_use)
    return {
        "regions": areas.region_rows(ground.cities, ground.counties),
        "nodes": pipework.node_rows(places, ground.counties),
        "arcs": arcs,
        "zones": papers.zone_rows(),
        "zone_members": papers.member_rows(),
        "stores": reserves.store_rows(),
        "store_shares": reserves.share_rows(ground.city_names),
        "measures": supply.measure_rows(),
        "shared_limits": supply.limit_rows(),
        "limit_members": supply.limit_member_rows(),
        "store_targets": reserves.target_rows(),
        "hour_shapes": loads.hour_rows(),
        "conversions": ground.batches,
        "sources": supply.source_rows(ground.counties, ground.design_use),
    }


def daily_rows(ground: Ground) -> dict[str, list[Row]]:
    """Rows of the tables that run through the season."""
    every = supply.supplies(ground.counties, ground.design_use)
    nominations = supply.nomination_rows(every, ground.every_load, ground.normal)
    stores = {line["store"] for line in given("stores")}
    drawn: dict[str, dict] = {store: {} for store in stores}
    for row in nominations:
        store = row["contract"].removeprefix("up-")
        if store in stores:
            drawn[store][row["gas_day"]] = row["flow"]
    return {
        "contracts": supply.contract_rows(every, ground.city_names),
        "nominations": nominations,
        "inventories": reserves.inventory_rows(drawn),
        "demand_models": loads.load_rows(ground.every_load),
    }


def past_rows(ground: Ground) -> dict[str, list[Row]]:
    """Rows of the tables that look back: weather of four winters, books of use, cuts, and the newest reports."""
    ever = {city: {**ground.past[city], **line} for city, line in ground.real.items()}
    truth = past_use.past_use(ground.every_load, ever)
    held_rows, held = past_books.held_back_rows(truth)
    weather = climate.weather_rows(ground.real, ground.normal)
    return {
        "weather": weather + past_weather.past_weather_rows(ground.past),
        "use_reports": filings.report_rows(truth),
        "use_history": past_books.history_rows(truth, held),
        "use_held_back": held_rows,
    }


def user_rows(ground: Ground) -> dict[str, list[Row]]:
    """Rows of the users' tables."""
    book = consumers.build_book(ground.counties, ground.every_load)
    return {
        "users": book.users,
        "delivery_points": book.points,
        "curtailment_lists": consumers.list_rows(ground.city_names),
        "list_entries": consumers.entry_rows(book),
        "use_plans": plans.plan_rows(book),
    }


def table_of(stem: str) -> type:
    """The dataclass whose fields head a table's columns."""
    if stem in OTHERWISE_NAMED:
        return OTHERWISE_NAMED[stem]
    name = "".join(word.capitalize() for word in stem.split("_"))
    for module in (network_tables, term_tables, demand_tables, user_tables):
        if hasattr(module, name):
            return getattr(module, name)
    raise KeyError(stem)


def build(reference: Path, root: Path) -> None:
    """Write the case folder, the map and the page of joins below `root`."""
    ground = lay_ground(reference)
    tables = network_rows(reference, ground) | daily_rows(ground) | past_rows(ground) | user_rows(ground)
    folder = root / "examples/shanxi"
    folder.mkdir(parents=True, exist_ok=True)
    for stem, rows in tables.items():
        print(f"{stem:20} {write_table(folder=folder, stem=stem, table=table_of(stem), rows=rows):6}")
    papers.write_papers(root=root, tables=tables, tight=given("tight"))
    mapgeo.write_map(
        reference=reference,
        target=root / "src/nuandong/desk/control_room/static/control_room/geo",
        areas=(ground.cities, ground.counties),
        nodes=tables["nodes"],
        arcs=tables["arcs"],
    )


def main() -> None:
    """Command line: --reference FOLDER, --root FOLDER (default: this repository)."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--reference", type=Path, default=os.environ.get("NUANDONG_REFERENCE_DATA"))
    ask.add_argument("--root", type=Path, default=ROOT)
    answers = ask.parse_args()
    if not answers.reference:
        ask.error("name the folder of public records by --reference or NUANDONG_REFERENCE_DATA")
    build(Path(answers.reference), answers.root)


if __name__ == "__main__":
    main()
