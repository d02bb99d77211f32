"""The canonical form of a case: one text per value, the same whether it came from CSV or a workbook.

`input_hash` is taken over these texts, not over the bytes of files, so that the same case in another form is
the same case. Numbers keep full precision (`repr`); a result can be re-checked from what was written.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np

from nuandong.assess.case import Case, Settings
from nuandong.casefile.shape import TABLES, column_names
from nuandong.gasday import CHINA

_COLUMN_END, _CELL_END = "\x1e", "\x1f"


def tables_of(case: Case) -> dict[str, Any]:
    """The tables of a case by name, in the fixed order of the format."""
    holders = (case.network, case.users)
    named = {field.name: getattr(holder, field.name) for holder in holders for field in fields(holder)}
    named |= {"demand_models": case.models, "weather": case.weather, "use_reports": case.reports}
    named["hour_shapes"] = case.hour_shapes
    named |= {"use_history": case.past_use, "use_held_back": case.held_back, "use_plans": case.use_plans}
    return {name: named[name] for name in TABLES}


def value_text(value: Any) -> str:
    """One value as it is written to CSV; empty where there is none."""
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(float(value) + 0.0)
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def column_texts(table: Any, name: str) -> list[str]:
    """One column of a table as texts."""
    column = getattr(table, name)
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":  # as `value_text`, a column at once
        return ["" if math.isnan(value) else repr(value) for value in (column + 0.0).tolist()]
    if isinstance(column, np.ndarray):
        return [value_text(value) for value in column.tolist()]
    texts = {value: value_text(value) for value in set(column)}  # days and ids repeat
    return [texts[value] for value in column]


def input_hash(*, case: Case) -> str:
    """SHA-256 over settings and tables in their canonical form, as hexadecimal digits."""
    digest = hashlib.sha256()
    for part in _parts(case):
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _parts(case: Case) -> Iterator[str]:
    for name, value in settings_values(case.settings).items():
        parts = value if isinstance(value, tuple) else (value,)
        yield f"case.{name}={_CELL_END.join(value_text(part) for part in parts)}{_COLUMN_END}"
    if case.policy_text:
        yield f"policy={case.policy_text}{_COLUMN_END}"
    for table_name, table in tables_of(case).items():
        for name in column_names(table_name):
            yield f"{table_name}.{name}={_CELL_END.join(column_texts(table, name))}{_COLUMN_END}"


def settings_values(settings: Settings) -> dict[str, Any]:
    """The settings by name, in the order of their dataclass."""
    return {field.name: getattr(settings, field.name) for field in fields(settings)}
