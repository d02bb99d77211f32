"""The judged numbers of learning: which experts there are, how fast each forgets, how far each is believed.

None is tuned to one series: they were chosen on made worlds and a country's series together, and it does not hang on
them: half the memory of the level, a third of the caution, weights nearly three times as sharp, or half-lives of 400
and 2 500 days instead of 1 000 each moved the mean error there by less than one hundredth of itself. Clause: T-022.
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
    a column's value 1 that a sparse column must have shown before half of what it says is believed. `drift` is the
    half-life in days of a scale that use is divided by before it teaches, so that growth does not bend the shape.
    An expert with `picks` takes only its first `always` columns and that many of the others, the most telling.
    """

    name: str
    blocks: tuple[str, ...]
    half_life: float
    shrink: Share
    caution: float
    drift: float = float("inf")
    always: int = 0
    picks: int = 0


_WEATHER = ("one", "heat", "light", "heavy", "lags", "slow", "wind")
_CALENDAR = (
    *("weekday", "rest", "after_rest", "rest_heat", "after_rest_heat", "weekday_heat"),
    *("holidays", "year_end", "festival", "year"),
)
_FEW = ("one", "rest", "heat", "light", "heavy", "lags", "slow", "after_rest", "rest_heat")

EXPERTS = (
    Expert("degree days of its own", _FEW, 1000.0, 0.0, 0.3, always=2, picks=4),
    Expert("shape without growth", (*_WEATHER, *_CALENDAR), 1000.0, 3e-4, 0.3, drift=30.0),
    Expert("the long record", (*_WEATHER, *_CALENDAR), 1000.0, 3e-4, 0.3),
    Expert("the last months", (*_WEATHER, *_CALENDAR), 120.0, 1e-3, 0.3),
    Expert(
        "the same weeks of earlier years", (*_WEATHER, *_CALENDAR, "weeks"), 1000.0, 3e-3, 0.3, drift=100.0
    ),
)


@dataclass(frozen=True, slots=True)
class LearningRules:
    """How often is learned anew, how much of the past counts.

    `step` days lie between two fits, `many_step` for more than `many` units at once, whose errors are looked at over
    the last `many_days` only; a unit needs `fewest_days` of use for a fit of its own and `full_days` for the full
    model. `memory` days of residuals feed the adaptive level;
    `level_half_life` is how fast its lessons fade, in days; `weight_half_life` and `weight_sharpness` say how
    experts are weighed by their own errors. Widths: errors of the last `error_days` count, fading, the more so the
    more `alike` (a logarithm of use) the day was; `young_days` of a bell `young_width` wide stand beside them;
    `matured` narrows them, for they were made from shorter records than today's.
    `outlier` times its usual miss, or `outlier_share` of use if that is more, is how far one day can pull a fit.
    """

    experts: tuple[Expert, ...] = EXPERTS
    step: int = 7
    many_step: int = 28
    many: int = 50
    many_days: int = 1000
    fewest_days: int = 28
    full_days: int = 90
    memory: int = 100
    level_half_life: float = 500.0
    level_shrink: Share = 0.02
    weight_half_life: float = 90.0
    weight_sharpness: float = 15.0
    error_half_life: float = 500.0
    error_days: int = 800
    alike: float = 0.5
    young_width: Share = 0.08
    young_days: float = 2.0
    matured: Share = 0.96
    outlier: float = 6.0
    outlier_share: Share = 0.5
    levels: tuple[Share, ...] = LEVELS

    def step_for(self, units: int) -> int:
        """Days between two fits: a province's many units at once are fitted less often than a single utility."""
        return self.step if units <= self.many else self.many_step

    def tells_from(self, units: int, earliest: int) -> int:
        """The row of days from which on eves are told, for errors and weights of the `earliest` eve asked."""
        return 0 if units <= self.many else max(0, earliest - self.many_days)


DEFAULT_LEARNING_RULES = LearningRules()
