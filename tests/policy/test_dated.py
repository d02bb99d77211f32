"""Dated values: history keeps its figures, and what was never in force is said so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import (
    FaultyPolicy,
    PolicyNotInForce,
    PolicySilent,
    policy_from_texts,
    read_policy,
    weaker,
)
from nuandong.vocabulary import Evidence

LEVELS = """
[[plan]]
begins = 2000-01-01
clause = "a plan"
evidence = "read"
value = { code = "P", name_zh = "预案", name_en = "A plan", issued = 2000-01-01 }
[[levels]]
begins = 2000-01-01
clause = "a plan"
evidence = "read"
value = [
  { key = "mild", rank = 1, name_zh = "轻", name_en = "Mild", response_zh = "Ⅱ", response_en = "II", hue = "blue" },
  { key = "grave", rank = 2, name_zh = "重", name_en = "Grave", response_zh = "Ⅰ", response_en = "I", hue = "red" },
]
"""


def book_of(rules: str):
    return policy_from_texts(province="somewhere", texts={"rules.toml": LEVELS + rules})


def entry(key: str, value: str, begins: str, more: str = "") -> str:
    return f'[[{key}]]\nvalue = {value}\nbegins = {begins}\nclause = "c"\nevidence = "read"\n{more}\n'


def faults_of(rules: str) -> dict[str, list[str]]:
    with pytest.raises(FaultyPolicy) as refused:
        book_of(rules)
    found: dict[str, list[str]] = {}
    for finding in refused.value.findings:
        found.setdefault(finding.code, []).append(finding.place.column)
    return found


def test_a_rule_keeps_its_old_value_for_old_days() -> None:
    book = book_of(
        entry("storage.company_share", "0.05", "2018-01-01")
        + entry("storage.company_share", "0.06", "2030-01-01")
    )
    assert book.number("storage.company_share", day=date(2029, 12, 31)).value == 0.05
    assert book.number("storage.company_share", day=date(2030, 1, 1)).value == 0.06


def test_entries_may_stand_in_any_order_in_their_file() -> None:
    later, earlier = entry("lng.truck_t", "22.0", "2030-01-01"), entry("lng.truck_t", "20.0", "2018-01-01")
    assert book_of(later + earlier).number("lng.truck_t", day=date(2020, 1, 1)).value == 20.0


def test_before_the_first_entry_there_is_no_value_and_the_error_says_what_to_do() -> None:
    with pytest.raises(PolicyNotInForce) as refused:
        read_policy().number("storage.government_days", day=date(2016, 1, 1))
    error = refused.value
    assert (error.rule, error.day, error.first) == (
        "storage.government_days",
        date(2016, 1, 1),
        date(2018, 4, 26),
    )
    assert "Add an earlier entry" in str(error)


def test_after_its_end_a_rule_has_no_value() -> None:
    book = book_of(entry("lng.truck_t", "20.0", "2018-01-01", "ends = 2018-12-31"))
    assert book.number("lng.truck_t", day=date(2018, 12, 31)).value == 20.0
    with pytest.raises(PolicyNotInForce) as refused:
        book.number("lng.truck_t", day=date(2019, 1, 1))
    assert refused.value.ended == date(2018, 12, 31)


def test_a_rule_that_a_province_never_gave_is_named() -> None:
    with pytest.raises(PolicySilent, match=r"zone.*hunan_2017"):
        read_policy(province="hunan_2017").zone_ladder(day=date(2017, 12, 20))


def test_a_carried_entry_keeps_the_figure_and_weakens_the_evidence() -> None:
    carried = (
        '[[lng.truck_t]]\ncarries = true\nbegins = 2020-01-01\nclause = "next plan"\nevidence = "judged"\n'
    )
    book = book_of(entry("lng.truck_t", "20.0", "2018-01-01") + carried)
    before = book.number("lng.truck_t", day=date(2019, 1, 1))
    after = book.number("lng.truck_t", day=date(2021, 1, 1))
    assert (before.value, before.evidence, before.is_marked) == (20.0, Evidence.READ, False)
    assert (after.value, after.evidence, after.is_marked) == (20.0, Evidence.JUDGED, True)
    assert after.clause == "next plan"


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        pytest.param(
            entry("storage.goverment_days", "3", "2018-01-01"), "policy-unknown-rule", id="misspelt-rule"
        ),
        pytest.param(
            entry("lng.truck_t", "20", "2018-01-01", "since = 3"), "policy-entry", id="unknown-column"
        ),
        pytest.param(
            entry("storage.company_share", "5", "2018-01-01"), "policy-entry", id="percent-for-share"
        ),
        pytest.param(entry("storage.company_share", "nan", "2018-01-01"), "policy-entry", id="not-a-number"),
        pytest.param(entry("lng.truck_t", "true", "2018-01-01"), "policy-entry", id="truth-for-number"),
        pytest.param(entry("lng.truck_t", "20", '"2018-01-01"'), "policy-entry", id="date-in-quotes"),
        pytest.param(
            entry("report.county_by", '"9:30"', "2018-01-01"), "policy-entry", id="clock-without-zero"
        ),
        pytest.param(
            entry("protected", '["RES_COOK", "RES_COOK"]', "2018-01-01"), "policy-entry", id="class-twice"
        ),
        pytest.param(entry("protected", '["RES_KITCHEN"]', "2018-01-01"), "policy-entry", id="unknown-class"),
        pytest.param("[storage]\ncompany_share = 0.05\n", "policy-not-dated", id="figure-without-date"),
        pytest.param("[[plan", "policy-not-toml", id="broken-file"),
        pytest.param(
            entry("lng.truck_t", "20", "2018-01-01") + entry("lng.truck_t", "21", "2018-01-01"),
            "policy-overlap",
            id="two-begin-on-one-day",
        ),
        pytest.param(
            entry("lng.truck_t", "20", "2018-01-01", "ends = 2019-01-01")
            + entry("lng.truck_t", "21", "2018-06-01"),
            "policy-overlap",
            id="begins-before-the-other-ends",
        ),
        pytest.param(
            entry("lng.truck_t", "20", "2018-01-01", "ends = 2017-01-01"), "policy-dates", id="ends-first"
        ),
        pytest.param(
            '[[lng.truck_t]]\ncarries = true\nbegins = 2018-01-01\nclause = "c"\nevidence = "read"\n',
            "policy-carries-nothing",
            id="carries-nothing",
        ),
        pytest.param(
            entry("province.purple_above", "0.5", "2018-01-01"), "policy-level", id="level-not-in-plan"
        ),
        pytest.param(
            entry("province.mild_from", "0.2", "2018-01-01")
            + entry("province.grave_from", "0.1", "2018-01-01"),
            "policy-ladder",
            id="thresholds-fall-as-levels-rise",
        ),
        pytest.param(
            entry("province.mild_from", "0.2", "2018-01-01")
            + entry("province.mild_above", "0.3", "2018-01-01"),
            "policy-ladder",
            id="two-thresholds-of-one-level",
        ),
    ],
)
def test_a_faulty_entry_is_refused_by_name(rules: str, code: str) -> None:
    assert code in faults_of(rules)


def test_all_faults_are_shown_at_once() -> None:
    found = faults_of(
        entry("storage.company_share", "5", "2018-01-01")
        + entry("bogus", "1", "2018-01-01")
        + entry("lng.truck_t", "-1", "2018-01-01")
    )
    assert found == {
        "policy-entry": ["storage.company_share.value", "lng.truck_t.value"],
        "policy-unknown-rule": ["bogus"],
    }


def test_a_policy_without_plan_or_levels_is_refused() -> None:
    with pytest.raises(FaultyPolicy) as refused:
        policy_from_texts(province="nowhere", texts={"x.toml": entry("lng.truck_t", "20", "2018-01-01")})
    assert [finding.place.column for finding in refused.value.findings] == ["plan", "levels"]


def test_a_finding_speaks_chinese_and_english() -> None:
    with pytest.raises(FaultyPolicy) as refused:
        book_of(entry("storage.company_share", "5", "2018-01-01"))
    finding = refused.value.findings.found[0]
    assert "0..1 之间的数" in finding.text(language="zh")
    assert "number within 0..1" in finding.text(language="en")


@given(st.lists(st.sampled_from(Evidence), min_size=1))
def test_a_conclusion_is_no_better_known_than_its_worst_premise(grounds: list[Evidence]) -> None:
    order = list(Evidence)
    assert order.index(weaker(*grounds)) == max(order.index(ground) for ground in grounds)


@given(
    years=st.lists(st.integers(2001, 2060), min_size=1, max_size=6, unique=True),
    asked=st.dates(date(1990, 1, 1), date(2070, 1, 1)),
)
def test_the_value_in_force_is_the_last_one_begun(years: list[int], asked: date) -> None:
    book = book_of("".join(entry("lng.truck_t", str(year / 100), f"{year}-01-01") for year in years))
    begun = [year for year in years if date(year, 1, 1) <= asked]
    if begun:
        assert book.number("lng.truck_t", day=asked).value == max(begun) / 100
    else:
        with pytest.raises(PolicyNotInForce):
            book.number("lng.truck_t", day=asked)
