"""The case of one province and one season: everything that a gas day's or a season's picture needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from nuandong.curtailment.tables import UserBook
from nuandong.demand.tables import (
    NO_HELD_BACK,
    NO_HOUR_SHAPES,
    NO_PAST_USE,
    NO_USE_PLANS,
    DemandModels,
    HeldBack,
    HourShapes,
    PastUse,
    UsePlans,
    UseReports,
    Weather,
)
from nuandong.network.tables import Network
from nuandong.policy import PolicyBook, read_policy
from nuandong.units import Celsius, FloatArray

if TYPE_CHECKING:
    import pypsa


@dataclass(frozen=True, slots=True)
class Settings:
    """What `case.toml` says about the case as a whole.

    `effective_weights` weigh today's and earlier days' mean temperature, today first, and sum to 1.
    `reference_temperature` is that of the day for which delivery points give their load (degC).
    """

    name_zh: str
    name_en: str
    province: str
    gas_day: date
    season_first: date
    season_last: date
    decided_at: datetime
    horizon_days: int = 14
    effective_weights: tuple[float, ...] = (0.5, 0.3, 0.2)
    reference_temperature: Celsius = -5.0
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case as frozen tables; `policy_text` is TOML with dated rules that the case adds to its province's."""

    settings: Settings
    network: Network
    models: DemandModels
    weather: Weather
    reports: UseReports
    users: UserBook
    hour_shapes: HourShapes = NO_HOUR_SHAPES
    past_use: PastUse = NO_PAST_USE
    held_back: HeldBack = NO_HELD_BACK
    use_plans: UsePlans = NO_USE_PLANS
    policy_text: str = ""
    input_hash: str = ""

    @property
    def policy(self) -> PolicyBook:
        """The province's policy with the case's own entries; read anew at each asking, so keep it."""
        return read_policy(province=self.settings.province, overrides=self.policy_text or None)

    def to_pypsa(self, *, span: Literal["day", "season"] = "day") -> pypsa.Network:
        """The balance problem of the gas day with its outlook, or of the whole season, as a `pypsa.Network`.

        What PyPSA cannot be told stands in `network.meta["notes"]`; `assess.export` gives more say. Raises
        `PeerMissing` where PyPSA is not installed, and what `assess_day` or `plan_season` raise.
        """
        from nuandong.assess.export import day_problem, season_problem

        found = day_problem(case=self) if span == "day" else season_problem(case=self)
        return found.network()


@dataclass(frozen=True, slots=True, eq=False)
class DemandTable:
    """Forecast use by county and class: `use[row, day]` in 10^4 m3/day over `days`."""

    county: tuple[str, ...]
    consumer_class: tuple[str, ...]
    days: tuple[date, ...]
    use: FloatArray
