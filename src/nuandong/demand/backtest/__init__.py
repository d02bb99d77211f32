"""Scores in public: rolling-origin backtests, leagues, calibration, drift."""

from nuandong.demand.backtest.intervals import CoverageInterval, coverage_interval
from nuandong.demand.backtest.league import League, Standing
from nuandong.demand.backtest.scoring import Scores, by_temperature, mean_pinball, score
from nuandong.demand.backtest.winters import WinterDays, felt_temperature, winter_days

__all__ = [
    "CoverageInterval",
    "League",
    "Scores",
    "Standing",
    "WinterDays",
    "by_temperature",
    "coverage_interval",
    "felt_temperature",
    "mean_pinball",
    "score",
    "winter_days",
]
