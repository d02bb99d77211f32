"""Nuandong 暖冬: winter gas assurance in Python.

Read a case folder, forecast the demand of a gas day, balance it against every source over the real network, learn
the warning level and whose gas may be cut so that no household goes cold:

    import nuandong

    case = nuandong.read_case("examples/shanxi")
    day = nuandong.assess_day(case=case)

The names below are the whole front door. Each is fetched when it is first used, so that `import nuandong` costs
nothing and a user of one room pays for that room only.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_ROOM_OF = {
    "read_case": "nuandong.casefile",
    "assess_day": "nuandong.assess",
    "explain": "nuandong.assess",
    "forecast_demand": "nuandong.demand",
    "outages": "nuandong.assess",
    "plan_season": "nuandong.assess",
    "plan_curtailment": "nuandong.curtailment",
    "verify_plan": "nuandong.casefile",
    "warning_level": "nuandong.warning",
    "what_if": "nuandong.assess",
}

__all__ = [
    "__version__",
    "assess_day",
    "explain",
    "forecast_demand",
    "outages",
    "plan_curtailment",
    "plan_season",
    "read_case",
    "verify_plan",
    "warning_level",
    "what_if",
]


def __getattr__(name: str) -> Any:
    """Fetch a front-door name from its room on first use (PEP 562)."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'nuandong' has no attribute {name!r}; it offers {', '.join(_ROOM_OF)}")
    found = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOM_OF})
