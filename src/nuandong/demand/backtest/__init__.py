"""Scores in public: rolling-origin backtests, leagues, calibration, drift."""

from nuandong.demand.backtest.calibration import Calibration, calibrate
from nuandong.demand.backtest.drift import Drift, drift_alarms, false_alarm_every, threshold_for
from nuandong.demand.backtest.intervals import CoverageInterval, coverage_interval
from nuandong.demand.backtest.league import League, Standing
from nuandong.demand.backtest.rolling import Backtest, DayKind, backtest, free_use
from nuandong.demand.backtest.scoring import Scores, by_temperature, mean_pinball, score
from nuandong.demand.backtest.winters import WinterDays, felt_temperature, winter_days

__all__ = [
    "Backtest",
    "Calibration",
    "CoverageInterval",
    "DayKind",
    "Drift",
    "League",
    "Scores",
    "Standing",
    "WinterDays",
    "backtest",
    "by_temperature",
    "calibrate",
    "coverage_interval",
    "drift_alarms",
    "false_alarm_every",
    "felt_temperature",
    "free_use",
    "mean_pinball",
    "score",
    "threshold_for",
    "winter_days",
]
