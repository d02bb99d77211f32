"""The manual page of the case format says what the dictionary says, and every fault has a test."""

from pathlib import Path

import pytest

from nuandong.casefile.faults import FAULTS
from nuandong.casefile.shape import TABLES, column_names
from tools.make_case_manual import PAGES, manual, outdated


def test_the_manual_pages_are_current() -> None:
    assert not outdated(), "run tools/make_case_manual.py"


@pytest.mark.parametrize("language", list(PAGES))
def test_the_manual_names_every_table_and_column(language: str) -> None:
    page = manual(language)
    for table in TABLES:
        section = page.split(f"### {table}\n")[1].split("\n### ")[0]
        assert all(f"| `{name}` |" in section for name in column_names(table))


def test_every_fault_of_reading_is_met_by_some_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert [code for code in FAULTS if f'"{code}"' not in tests] == []
