"""The files of a case with their rows in any other order say the same: every figure, sentence and cut stays."""

from __future__ import annotations

import random
import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuandong.assess import DayPicture, assess_day
from nuandong.casefile import read_case
from nuandong.findings import Findings
from tests.casefile.spoil import add, copy_of_tiny, rows_of, write_rows

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "arcs": "arc",
    "sources": "supply",
    "stores": "store",
    "counties": "county",
    "cuts": "point",
    "tiers": "tier",
}


def shuffled(source: Path, folder: Path, seed: int) -> Path:
    """A copy of a case whose every table has its rows in another order."""
    shutil.copytree(source, folder)
    chance = random.Random(seed)
    for file in sorted(folder.glob("*.csv")):
        head, *body = rows_of(folder, file.stem)
        chance.shuffle(body)
        write_rows(folder, file.stem, [head, *body])
    return folder


def differences(one: DayPicture, other: DayPicture) -> list[str]:
    """Columns of the tables that are not the same, row by row of one id."""
    found = []
    for table, key in TABLES.items():
        first, second = getattr(one, table), getattr(other, table)
        mine, theirs = list(getattr(first, key)), list(getattr(second, key))
        if sorted(mine) != sorted(theirs):
            found.append(f"{table}: {mine} {theirs}")
            continue
        order = [theirs.index(name) for name in mine]
        found += [f"{table}.{column.name}" for column in fields(first)
                  if not same(getattr(first, column.name), getattr(second, column.name), order)]  # fmt: skip
    return found


def same(mine: Any, theirs: Any, order: list[int]) -> bool:
    """Whether a column is the other one in another order; figures to a hundredth of a litre."""
    one, other = np.asarray(mine), np.asarray(theirs)
    if len(one) == len(order):
        other = other[order]
    if one.dtype.kind == "f":
        return bool(np.allclose(one, other, rtol=0.0, atol=1e-9, equal_nan=True))
    return bool(np.array_equal(one, other))


def said(findings: Findings) -> list[tuple[str, str, str, list[str]]]:
    """Findings without the row in which they stood; of a list of names, the names."""
    return sorted(
        (each.code, each.place.file, each.place.column, sorted(each.value.split("、"))) for each in findings
    )


@pytest.mark.parametrize(
    ("folder", "seed"),
    [
        *[("tests/cases/tiny", seed) for seed in range(3)],
        pytest.param("examples/shanxi", 1, marks=pytest.mark.slow),
    ],
)
def test_files_in_another_row_order_give_the_same_day(folder: str, seed: int, tmp_path: Path) -> None:
    usual = assess_day(case=read_case(ROOT / folder))
    turned = assess_day(case=read_case(shuffled(ROOT / folder, tmp_path / "shuffled", seed)))
    assert differences(usual, turned) == []
    assert said(usual.findings) == said(turned.findings)
    for column in fields(usual.proposal):
        one, other = getattr(usual.proposal, column.name), getattr(turned.proposal, column.name)
        if column.name == "reasons":  # zones are told in the order of their table
            one, other = set(one), set(other)
        assert one == other, column.name


@pytest.mark.parametrize("place", [2, 4])
def test_of_two_readings_of_a_store_that_which_became_known_later_counts(place: int, tmp_path: Path) -> None:
    """53 by the morning's paper at 16:00, 40 by telephone at 16:40: wherever the row stands."""
    folder = copy_of_tiny(tmp_path)
    head, *body = rows_of(folder, "inventories")
    body.insert(place - 2, ["tank-jia", "2023-12-20", "40", "2023-12-19T16:40:00+08:00"])
    write_rows(folder, "inventories", [head, *body])
    assert assess_day(case=read_case(folder)).stores.inventory[0, 0] == 40.0


def test_a_reading_that_became_known_too_late_does_not_count(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    add("inventories", "tank-jia", "2023-12-20", "40", "2023-12-19T17:01:00+08:00")(folder)
    case = read_case(folder)
    assert assess_day(case=case).stores.inventory[0, 0] == 53.0
    later = replace(
        case, settings=replace(case.settings, decided_at=case.settings.decided_at.replace(hour=18))
    )
    assert assess_day(case=later).stores.inventory[0, 0] == 40.0
