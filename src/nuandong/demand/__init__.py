"""What the province will use: temperatures in, use by county and class out, with its width."""

from nuandong.demand.calendar import rest_days_among
from nuandong.demand.coldwave import ColdWaveRule, cold_wave_days, province_cold_wave
from nuandong.demand.fit import HeatLoad, TooLittleHistory, fit_heat_load
from nuandong.demand.forecast import DemandForecast, forecast_demand
from nuandong.demand.ground import ForecastRules
from nuandong.demand.level import LevelRule
from nuandong.demand.models import ConversionRule, reference_use, with_conversion_rows
from nuandong.demand.scores import coverage, mape, pinball
from nuandong.demand.spread import ErrorSpread
from nuandong.demand.tables import DemandModels, UseReports, Weather
from nuandong.demand.temperature import NoWeather, WrongWeights, degree_days, effective_temperature

__all__ = [
    "ColdWaveRule",
    "ConversionRule",
    "DemandForecast",
    "DemandModels",
    "ErrorSpread",
    "ForecastRules",
    "HeatLoad",
    "LevelRule",
    "NoWeather",
    "TooLittleHistory",
    "UseReports",
    "Weather",
    "WrongWeights",
    "cold_wave_days",
    "coverage",
    "degree_days",
    "effective_temperature",
    "fit_heat_load",
    "forecast_demand",
    "mape",
    "pinball",
    "province_cold_wave",
    "reference_use",
    "rest_days_among",
    "with_conversion_rows",
]
