"""Rows of the database as columns of a table: the mechanics of `cases`, nothing of the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from django.db.models import QuerySet

Table = TypeVar("Table")


def table_of(kind: type[Table], records: QuerySet[Any], *, lookups: Mapping[str, str] | None = None) -> Table:
    """Records as a table of this kind, in their order; `lookups` say where a column stands under another name."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    paths = [(lookups or {}).get(name, name) for name in names]
    return table_from_rows(kind, list(records.values_list(*paths)))


def table_from_rows(kind: type[Table], rows: list[tuple[Any, ...]]) -> Table:
    """Rows with one cell a column, in the order of the table's columns, as that table."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    cells = zip(*rows, strict=True) if rows else [() for _ in names]
    dtypes = _dtypes(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(
        **{name: _column(dtypes[name], list(column)) for name, column in zip(names, cells, strict=True)}
    )


def _column(dtype: Any, cells: list[Any]) -> Any:
    if dtype is str:
        return tuple("" if cell is None else cell for cell in cells)
    if dtype is None:
        return tuple(cells)
    if dtype is np.float64:
        return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=np.float64)
    return np.array(cells, dtype=dtype)


@cache
def _dtypes(kind: Any) -> dict[str, Any]:
    """For each column its array type, `str` for texts, None for any other tuple."""
    return {name: _dtype(hint) for name, hint in get_type_hints(kind).items()}


def _dtype(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return str if get_args(hint)[0] is str else None
    return get_args(get_args(hint)[1])[0]  # ndarray[shape, dtype[float64]] -> float64
