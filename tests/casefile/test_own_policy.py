"""A case may bring dated rules of its own: read, checked with all other faults, used, and part of its hash."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nuandong.assess import assess_day
from nuandong.casefile import examine_case, read_case, write_case
from nuandong.casefile.write import write_workbook

TINY = Path(__file__).parents[1] / "cases" / "tiny"
RULE = """\
[[province.orange_from]]
value = 0.35
begins = 2023-12-01
clause = "a plan of our own"

evidence = "judged"

[[province.red_above]]
value = 0.50
begins = 2023-12-01
clause = "a plan of our own"
evidence = "judged"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "case"
    shutil.copytree(TINY, target)
    (target / "policy.toml").write_text(RULE, encoding="utf-8")
    return target


def test_a_rule_of_the_case_changes_the_level_and_the_hash(folder: Path) -> None:
    plain, own = read_case(TINY), read_case(folder)
    day = own.settings.gas_day
    assert own.policy.number("province.orange_from", day=day).value == 0.35
    assert plain.policy.number("province.orange_from", day=day).value == 0.10
    assert plain.input_hash != own.input_hash
    assert assess_day(case=plain).stamp.policy_version != assess_day(case=own).stamp.policy_version


def test_folder_and_workbook_carry_the_same_rules(folder: Path, tmp_path: Path) -> None:
    case = read_case(folder)
    write_workbook(case, tmp_path / "case.xlsx")
    write_case(case, tmp_path / "again")
    for path in (tmp_path / "case.xlsx", tmp_path / "again"):
        again = read_case(path)
        assert again.policy_text == case.policy_text
        assert again.input_hash == case.input_hash
    assert replace(case, policy_text="").policy.version != case.policy.version


def test_a_faulty_rule_is_one_finding_among_all(folder: Path) -> None:
    (folder / "policy.toml").write_text(RULE.replace("orange_from", "orange_form"), encoding="utf-8")
    case, findings = examine_case(folder)
    assert case is None
    assert [finding.place.file for finding in findings.errors] == ["policy.toml"]
    assert "orange_form" in findings.errors[0].text(language="zh")


def test_a_rule_laid_over_one_that_has_begun_is_refused(folder: Path) -> None:
    (folder / "policy.toml").write_text(RULE.replace("2023-12-01", "2018-01-01"), encoding="utf-8")
    case, findings = examine_case(folder)
    assert case is None
    assert {finding.code for finding in findings.errors} == {"policy-edits-history"}
    assert date(2018, 1, 1).isoformat() in findings.errors[0].text(language="en")
