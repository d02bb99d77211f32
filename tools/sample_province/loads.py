"""Heat-load models of 117 counties by class: illustrative, shared out by people, town share and industry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from areas import County
from climate import Temperatures, effective
from season import REFERENCE_TEMPERATURE
from sheets import Row, given
from years import is_rest

from nuandong.vocabulary import ConsumerClass, Evidence

EXPORTS = {"140426": 45.0, "140525": 36.0, "140222": 15.0}  # counties where recorded pipes leave the province
REFERENCE = "illustrative: a province total shared out by people, town share, climate and industry"


@dataclass(frozen=True)
class Load:
    """One model row: use = calendar * steady + heat * max(0, balance - effective temperature)."""

    county: str
    city: str
    consumer_class: ConsumerClass
    steady: float
    heat: float
    balance: float
    rest_day_factor: float
    since: date | None = None  # gas-on day of a conversion batch; None for a model row

    def use(self, temperature: float, *, rest: bool = False, day: date | None = None) -> float:
        """Use at an effective temperature (10^4 m3/day), none before the gas is on."""
        if self.since and day and day < self.since:
            return 0.0
        steady = self.steady * (self.rest_day_factor if rest else 1.0)
        return steady + self.heat * max(0.0, self.balance - temperature)

    @property
    def reference_use(self) -> float:
        """Use on a working day of the case's reference temperature."""
        return self.use(REFERENCE_TEMPERATURE)


def build_loads(counties: list[County]) -> list[Load]:
    """Every county and class that uses gas."""
    rows = []
    for line in given("classes"):
        kind = ConsumerClass(line["consumer_class"])
        weights = {county.code: _weight(county, line["spread"]) for county in counties}
        total = sum(weights.values())
        rows += [_load(county, kind, line, weights[county.code] / total) for county in counties]
    return sorted((row for row in rows if row.steady + row.heat > 0), key=lambda row: row.county)


def _weight(county: County, spread: str) -> float:
    people = county.people / 1e4
    if county.is_trucked and spread in ("city", "chp", "power", "feed", "lng"):
        return 0.0
    if spread in county.weights:
        return county.weights[spread]
    reach = 0.55 if county.is_trucked else 1.0  # trucked counties have gas in the town only
    return (
        reach
        * {
            "people": people,
            "urban": people * county.urban,
            "rural": people * (1.02 - county.urban),
            "city": people * county.urban**3,
            "export": EXPORTS.get(county.code, 0.0),
        }[spread]
    )


def _load(county: County, kind: ConsumerClass, line: dict[str, str], share: float) -> Load:
    return Load(
        county=county.code,
        city=county.city,
        consumer_class=kind,
        steady=round(float(line["steady"]) * share, 4),
        heat=round(float(line["heat"]) * share, 4),
        balance=float(line["balance_temperature"]),
        rest_day_factor=float(line["rest_day_factor"]),
    )


def load_rows(loads: list[Load]) -> list[Row]:
    """Rows of `demand_models`."""
    return [
        {
            "county": load.county, "consumer_class": load.consumer_class, "steady_use": load.steady,
            "heat_use": load.heat, "balance_temperature": load.balance, "rest_day_factor": load.rest_day_factor,
            "evidence": Evidence.ILLUSTRATIVE, "reference": REFERENCE,
        }
        for load in loads
        if load.since is None
    ]  # fmt: skip


def county_use(loads: list[Load], temperatures: Temperatures, day: date) -> dict[str, float]:
    """Use of each county on a gas day (10^4 m3/day)."""
    rest = is_rest(day)
    warmth = {city: effective(line, day) for city, line in temperatures.items()}
    use: dict[str, float] = {}
    for load in loads:
        use[load.county] = use.get(load.county, 0.0) + load.use(warmth[load.city], rest=rest, day=day)
    return use


def province_use(loads: list[Load], temperatures: Temperatures, day: date) -> float:
    """Use of the province on a gas day (10^4 m3/day)."""
    return sum(county_use(loads, temperatures, day).values())


def hour_rows() -> list[Row]:
    """Rows of `hour_shapes`: mornings and evenings for households and trade, night and day alike for the rest."""
    shapes = {
        line["consumer_class"]: [float(line[f"h{hour:02d}"]) for hour in range(24)] for line in given("hours")
    }
    return [
        {
            "consumer_class": ConsumerClass(word), "hour": hour, "factor": factor / (sum(factors) / 24),
            "evidence": Evidence.ILLUSTRATIVE, "reference": "illustrative; no hourly record is published",
        }
        for word, factors in shapes.items()
        for hour, factor in enumerate(factors)
    ]  # fmt: skip
