"""County branches: which junctions feed a county, and how much they can pass."""

from __future__ import annotations

from areas import County
from pipework import Place, arc_row, distance_km
from sheets import Row, given

from nuandong.vocabulary import ArcKind, Evidence, NodeKind

SHARES = {1: (1.4,), 2: (1.1, 0.8), 3: (0.9, 0.7, 0.6)}  # of the county's use on a design day, by branch
NEAR_KM = 24.0
CITY_PEOPLE = 400_000.0


def feeds(county: County, places: dict[str, Place]) -> list[str]:
    """One to three junctions that plausibly feed a county: its own first, then the near ones."""
    chosen = {row["county"]: row["places"].split() for row in given("feeds")}
    if county.is_trucked:
        return []
    if county.code in chosen:
        return chosen[county.code]
    junctions = [
        place for place in places.values() if place.kind is NodeKind.JUNCTION and "border" not in place.place
    ]
    ranked = sorted(junctions, key=lambda place: (place.county != county.code, distance_km(county, place)))
    near = [place for place in ranked if distance_km(county, place) <= NEAR_KM]
    most = 3 if county.people > CITY_PEOPLE else 2
    nearest = min(junctions, key=lambda place: distance_km(county, place))
    return [place.place for place in near[:most]] or [nearest.place]


def gate_rows(counties: list[County], places: dict[str, Place], design_use: dict[str, float]) -> list[Row]:
    """Rows of `arcs` of kind gate; a few counties are tight on purpose."""
    tight = {row["county"]: float(row["share"]) for row in given("tight")}
    rows: list[Row] = []
    for county in counties:
        fed_by = feeds(county, places)
        shares = SHARES.get(len(fed_by), ())
        if county.code in tight:
            shares = tuple(tight[county.code] * share / sum(shares) for share in shares)
        rows += _county_gates(county, places, fed_by, [design_use[county.code] * share for share in shares])
    return rows


def _county_gates(
    county: County, places: dict[str, Place], fed_by: list[str], flows: list[float]
) -> list[Row]:
    return [
        arc_row(
            f"gate-{county.code}-{step}",
            (f"{places[place].name_zh}—{county.name_zh}支线", f"Branch {places[place].name_en} to {county.name_en}"),
            (place, county.code), kind=ArcKind.GATE, capacity=round(max(flow, 1.0), 2), capacity_back=0.0,
            length_km=round(distance_km(county, places[place]), 1), evidence=Evidence.ILLUSTRATIVE,
            reference="illustrative branch from a near junction; capacity from the county's design-day use",
        )
        for step, (place, flow) in enumerate(zip(fed_by, flows, strict=True), start=1)
    ]  # fmt: skip
