"""The case of one province and one season: everything that a gas day's or a season's picture needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from nuandong.curtailment.tables import UserBook
from nuandong.demand.tables import DemandModels, UseReports, Weather
from nuandong.network.tables import Network
from nuandong.policy import PolicyBook, read_policy
from nuandong.units import Celsius, FloatArray


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
    policy_text: str = ""
    input_hash: str = ""

    @property
    def policy(self) -> PolicyBook:
        """The province's policy with the case's own entries; read anew at each asking, so keep it."""
        return read_policy(province=self.settings.province, overrides=self.policy_text or None)


@dataclass(frozen=True, slots=True, eq=False)
class DemandTable:
    """Forecast use by county and class: `use[row, day]` in 10^4 m3/day over `days`."""

    county: tuple[str, ...]
    consumer_class: tuple[str, ...]
    days: tuple[date, ...]
    use: FloatArray
