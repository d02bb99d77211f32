"""The judged numbers of learning: which experts there are, how fast each forgets, how far each is believed.

None is tuned to one series: they were chosen on made worlds and a country's series together, and moving any of
them by half changes the errors there by a few hundredths (docs/accuracy.md). Clause: T-022.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nuandong.units import Share

LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


class Method(StrEnum):
    """How a number was forecast, from the fullest way to the last resort."""

    FULL = "full"
    TEMPERATURE_ONLY = "temperature_only"
    POOLED = "pooled"
    LAST_COMPARABLE_DAY = "last_comparable_day"


@dataclass(frozen=True, slots=True)
class Expert:
    """One regression of use on weather and calendar: its columns, its memory, its caution.

    `half_life` in days; `shrink` is ridge as a share of each column's own power; `caution` counts the days of
    a column's value 1 that a sparse column must have shown before half of what it says is believed.
    """

    name: str
    blocks: tuple[str, ...]
    half_life: float
    shrink: Share
    caution: float


_WEATHER = ("one", "heat", "lags", "slow", "wind")
_CALENDAR = ("weekday", "rest", "rest_heat", "holidays", "year_end", "festival")

EXPERTS = (
    Expert("degree days", ("one", "warmth", "rest"), 200.0, 1e-4, 0.3),
    Expert("weather and calendar", (*_WEATHER, *_CALENDAR), 400.0, 3e-4, 0.3),
    Expert("the long record", (*_WEATHER, *_CALENDAR, "year"), 1000.0, 3e-4, 0.3),
    Expert("the last months", (*_WEATHER, *_CALENDAR, "year"), 120.0, 1e-3, 0.3),
    Expert("the same weeks of earlier years", (*_WEATHER, *_CALENDAR, "year", "weeks"), 1000.0, 3e-3, 0.3),
)


@dataclass(frozen=True, slots=True)
class LearningRules:
    """How often is learned anew, how much of the past counts.

    `step` days lie between two fits; a unit needs `fewest_days` of use for a fit of its own and `full_days` for
    the full model; `memory` days of residuals feed the adaptive level; `level_half_life` is how fast its lessons
    fade, in days; `weight_half_life` and `weight_sharpness` say how experts are weighed by their own errors.
    Widths: errors of the last `error_days` count, fading, the more so the more `alike` (a logarithm of use) the
    day was; `young_days` of a bell `young_width` wide stand beside them. `outlier` times its usual miss is how
    far one day can pull a fit.
    """

    experts: tuple[Expert, ...] = EXPERTS
    step: int = 7
    fewest_days: int = 28
    full_days: int = 90
    memory: int = 100
    level_half_life: float = 500.0
    level_shrink: Share = 0.02
    weight_half_life: float = 60.0
    weight_sharpness: float = 15.0
    error_half_life: float = 500.0
    error_days: int = 800
    alike: float = 0.5
    young_width: Share = 0.08
    young_days: float = 6.0
    outlier: float = 6.0
    levels: tuple[Share, ...] = LEVELS


DEFAULT_LEARNING_RULES = LearningRules()
