"""The same province written down in another order is the same province: no figure hangs on the order of rows."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, assess_day
from nuandong.casefile import read_case

ROOT = Path(__file__).parents[2]
FIGURES = [
    ("arcs", "arc", "flow"),
    ("sources", "supply", "delivered"),
    ("stores", "store", "inventory"),
    ("counties", "county", "unserved"),
    ("counties", "county", "shortfall"),
    ("cuts", "point", "relief"),
]


def backwards(table: Any) -> Any:
    return type(table)(**{column.name: getattr(table, column.name)[::-1] for column in fields(table)})


def written_backwards(case: Case) -> Case:
    network, users = case.network, case.users
    turned = ("regions", "nodes", "arcs", "sources", "stores", "contracts", "measures", "conversions")
    return replace(
        case,
        network=replace(network, **{name: backwards(getattr(network, name)) for name in turned}),
        models=backwards(case.models),
        weather=backwards(case.weather),
        users=replace(users, users=backwards(users.users), delivery_points=backwards(users.delivery_points)),
    )


def by_id(picture: DayPicture, table: str, key: str, figure: str) -> dict[str, np.ndarray]:
    rows = getattr(picture, table)
    return dict(zip(getattr(rows, key), np.asarray(getattr(rows, figure)), strict=True))


@pytest.mark.parametrize(
    "folder", ["tests/cases/tiny", pytest.param("examples/shanxi", marks=pytest.mark.slow)]
)
def test_the_order_of_rows_changes_no_figure(folder: str) -> None:
    case = read_case(ROOT / folder)
    usual, turned = assess_day(case=case), assess_day(case=written_backwards(case))
    assert usual.proposal.headline_zh == turned.proposal.headline_zh
    for table, key, figure in FIGURES:
        one, other = by_id(usual, table, key, figure), by_id(turned, table, key, figure)
        assert one.keys() == other.keys(), table
        assert all(other[name] == pytest.approx(one[name], abs=1e-6) for name in one), (table, figure)
