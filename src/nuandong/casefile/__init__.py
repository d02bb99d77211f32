"""A case as a folder of CSV and TOML, or as one workbook: read with all its faults at once, and written.

The only room of the library that opens files. Each name is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nuandong.casefile.canonical import input_hash
    from nuandong.casefile.limits import Limits
    from nuandong.casefile.read import examine_case, read_case
    from nuandong.casefile.results import result_tables, write_results, write_season
    from nuandong.casefile.verify import verify_plan
    from nuandong.casefile.write import write_case, write_workbook

_ROOM_OF = {
    "Limits": "limits",
    "examine_case": "read",
    "input_hash": "canonical",
    "read_case": "read",
    "result_tables": "results",
    "verify_plan": "verify",
    "write_case": "write",
    "write_results": "results",
    "write_season": "results",
    "write_workbook": "write",
}

__all__ = [
    "Limits",
    "examine_case",
    "input_hash",
    "read_case",
    "result_tables",
    "verify_plan",
    "write_case",
    "write_results",
    "write_season",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    """Fetch a name from its room on first use (PEP 562)."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'nuandong.casefile' has no attribute {name!r}")
    found = getattr(import_module(f"nuandong.casefile.{_ROOM_OF[name]}"), name)
    globals()[name] = found
    return found
