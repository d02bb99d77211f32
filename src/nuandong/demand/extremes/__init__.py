"""How cold it gets once in twenty winters, what is asked for then, and how little a short record knows of it.

    Winters / winters_of      a daily series cut into winters
    design_day, design_spell  1-in-T day and spell of temperature, with a 90 % interval
    design_effective_temperature, design_demand   the same of what is felt, and of what is used
    coincidence               how much of the counties' peaks comes together
    surrogate_winters         winters that could have been, from blocks of seen weather
    Overreaction              the term for days on which people turn up more than the model says; off by default
    demand_at_minimum         demand at the extreme minimum of GB 50736: an upper bound

Clauses: T-038, T-022. Method, figures and limits: docs/extremes.md.
"""

from nuandong.demand.extremes.calibration import INTERVAL, Method, NotTaught
from nuandong.demand.extremes.coincidence import Coincidence, coincidence
from nuandong.demand.extremes.design import (
    ONE_IN_TWENTY,
    Asked,
    Extreme,
    ExtremeOf,
    Response,
    design_day,
    design_demand,
    design_effective_temperature,
    design_spell,
)
from nuandong.demand.extremes.gev import ExtremeValueLaw, ShapePrior, fit_extreme_values, l_moments
from nuandong.demand.extremes.overreaction import NO_OVERREACTION, Overreaction, WrongOverreaction
from nuandong.demand.extremes.standard import (
    DemandAtMinimum,
    NoStationInTheStandard,
    StandardStation,
    demand_at_minimum,
    standard_station,
    standard_stations,
)
from nuandong.demand.extremes.surrogate import BlockRule, surrogate_winters
from nuandong.demand.extremes.winters import (
    NO_TREND,
    ClimateTrend,
    CrookedWinters,
    TooFewWinters,
    Winters,
    winters_of,
)

__all__ = [
    "INTERVAL",
    "NO_OVERREACTION",
    "NO_TREND",
    "ONE_IN_TWENTY",
    "Asked",
    "BlockRule",
    "ClimateTrend",
    "Coincidence",
    "CrookedWinters",
    "DemandAtMinimum",
    "Extreme",
    "ExtremeOf",
    "ExtremeValueLaw",
    "Method",
    "NoStationInTheStandard",
    "NotTaught",
    "Overreaction",
    "Response",
    "ShapePrior",
    "StandardStation",
    "TooFewWinters",
    "Winters",
    "WrongOverreaction",
    "coincidence",
    "demand_at_minimum",
    "design_day",
    "design_demand",
    "design_effective_temperature",
    "design_spell",
    "fit_extreme_values",
    "l_moments",
    "standard_station",
    "standard_stations",
    "surrogate_winters",
    "winters_of",
]
