"""What a study keeps of a season: the province day by day, steps of the cut order, stores. An outlook, never an order.

The whole picture of a season weighs some megabytes and nobody asks for most of it; `nuandong season` gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuandong.assess.picture import SeasonPicture
from nuandong.assess.season_band import SeasonBand
from nuandong.units import FloatArray, to_cubic_metre


@dataclass(frozen=True, slots=True, eq=False)
class SeasonAnswer:
    """By gas day, (T,): flows in 10^4 m3/day; `stock` (T+1,) of all stores at the begin of each day in 10^4 m3.

    By step of the cut order, (j,), the season's relief; by store, (k,), working capacity, stock at the begin, at the
    end and at its lowest with the gas day of that: volumes in 10^4 m3.
    """

    days: tuple[date, ...]
    demand: FloatArray
    supply: FloatArray
    gap_before: FloatArray
    relief: FloatArray
    gap_residual: FloatArray
    livelihood_gap: FloatArray
    mean_temperature: FloatArray
    stock: FloatArray
    tier_zh: tuple[str, ...]
    tier_en: tuple[str, ...]
    tier_relief: FloatArray
    store_zh: tuple[str, ...]
    store_en: tuple[str, ...]
    working_capacity: FloatArray
    opening: FloatArray
    lowest: FloatArray
    lowest_day: tuple[date, ...]
    closing: FloatArray
    notes_zh: tuple[str, ...]
    notes_en: tuple[str, ...]
    band: SeasonBand | None = (
        None  # what other winters would ask for; None in answers from before it was reckoned
    )
    county: tuple[str, ...] = ()  # codes; none in answers from before these were kept
    county_unserved: FloatArray | None = (
        None  # by county, (n, T): what contracts and stores leave to be found
    )


def season_kept(picture: SeasonPicture) -> SeasonAnswer:
    """The part of a season's picture that a study keeps."""
    province, stores, tiers = picture.province, picture.stores, picture.tiers
    days = picture.stamp.days
    low = stores.inventory.argmin(axis=1)
    return SeasonAnswer(
        days=days,
        demand=province.demand,
        supply=province.supply,
        gap_before=province.gap_before,
        relief=tiers.relief.sum(axis=0),
        gap_residual=province.gap_residual,
        livelihood_gap=province.livelihood_gap,
        mean_temperature=province.mean_temperature,
        stock=stores.inventory.sum(axis=0),
        tier_zh=tiers.name_zh,
        tier_en=tiers.name_en,
        tier_relief=tiers.relief.sum(axis=1),
        store_zh=stores.name_zh,
        store_en=stores.name_en,
        working_capacity=stores.working_capacity,
        opening=stores.inventory[:, 0],
        lowest=stores.inventory.min(axis=1),
        lowest_day=tuple(days[min(int(step), len(days) - 1)] for step in low),
        closing=stores.inventory[:, -1],
        notes_zh=tuple(finding.text() for finding in picture.findings),
        notes_en=tuple(finding.text(language="en") for finding in picture.findings),
        band=picture.band,
        county=picture.counties.county,
        county_unserved=to_cubic_metre(picture.counties.unserved),
    )
