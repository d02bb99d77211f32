"""Rows of a table of columns, and how cells become what the database holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import numpy as np
from django.db import models

ROWS_AT_A_TIME = 2000


def rows_of(table: Any) -> Iterator[SimpleNamespace]:
    """Row by row; a number comes as a float, a missing one as None, a flag as a bool."""
    names = [field.name for field in fields(table)]
    columns = [_cells(getattr(table, name)) for name in names]
    for cells in zip(*columns, strict=True):
        yield SimpleNamespace(**dict(zip(names, cells, strict=True)))


def _cells(column: Any) -> list[Any]:
    if isinstance(column, np.ndarray):
        return [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in column.tolist()]
    return list(column)


def keep(model: type[models.Model], records: Iterable[models.Model]) -> None:
    """Write records of one model in their order, in statements that either database takes."""
    model._default_manager.bulk_create(list(records), batch_size=ROWS_AT_A_TIME)


def code_or_none(code: str) -> str | None:
    """A reference; an empty cell refers to nothing."""
    return code or None
