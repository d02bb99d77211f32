"""Use learned from its own past: a forecast with quantiles, its fallbacks, its joint scenarios."""

from nuandong.demand.learning.ahead import (
    BeyondHistory,
    RollingForecasts,
    UseForecast,
    forecast_use,
    rolling_forecasts,
)
from nuandong.demand.learning.draws import joint_draws
from nuandong.demand.learning.outlook import usual_weather_error
from nuandong.demand.learning.rules import DEFAULT_LEARNING_RULES, Expert, LearningRules, Method

__all__ = [
    "DEFAULT_LEARNING_RULES",
    "BeyondHistory",
    "Expert",
    "LearningRules",
    "Method",
    "RollingForecasts",
    "UseForecast",
    "forecast_use",
    "joint_draws",
    "rolling_forecasts",
    "usual_weather_error",
]
