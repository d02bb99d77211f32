"""Shanxi's policy as it is asked: plans, ladders, tiers, powers, and what a case may add."""

from datetime import date
from itertools import pairwise, product

import pytest

from nuandong.policy import (
    NO_LEVEL,
    FaultyPolicy,
    UnknownLevel,
    UnknownProvince,
    known_provinces,
    policy_from_texts,
    read_policy,
)
from nuandong.vocabulary import ConsumerClass, Evidence, MeasureKind

DAY_2017 = date(2017, 12, 16)
DAY_2023 = date(2023, 12, 20)
PROTECTED = {"RES_COOK", "RES_HEAT", "C2G", "CENTRAL_HEAT", "CHP_HEAT", "PUB_ESS", "BUS", "TAXI"}
CUT_ORDER = [
    "lng_plant",
    "ind_dual_fuel",
    "ind_interruptible",
    "ind_feed",
    "ind_disc",
    "ind_cont",
    "power",
    "comm_heat",
    "comm",
    "pub_other",
    "vehicle",
]


@pytest.mark.parametrize("province", known_provinces())
def test_every_folder_of_rules_reads_without_a_fault(province: str) -> None:
    assert len(read_policy(province=province).version) == 64


def test_an_unknown_province_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownProvince, match="shanxi"):
        read_policy(province="atlantis")


def test_a_path_is_not_a_province() -> None:
    with pytest.raises(UnknownProvince):
        read_policy(province="../provinces/shanxi")


@pytest.mark.parametrize(
    ("day", "code", "evidence"),
    [
        pytest.param(DAY_2017, "SX-2017", Evidence.READ, id="first-day-of-2017"),
        pytest.param(date(2020, 11, 24), "SX-2017", Evidence.READ, id="day-of-the-notice"),
        pytest.param(date(2021, 10, 24), "SX-2017", Evidence.READ, id="last-day-of-2017"),
        pytest.param(date(2021, 10, 25), "SX-2021", Evidence.JUDGED, id="first-day-of-2021"),
        pytest.param(DAY_2023, "SX-2021", Evidence.JUDGED, id="default-gas-day"),
    ],
)
def test_the_plan_in_force(day: date, code: str, evidence: Evidence) -> None:
    plan = read_policy().plan(day)
    assert (plan.code, plan.evidence) == (code, evidence)


def test_the_plan_of_2021_says_that_its_thresholds_are_those_of_2017() -> None:
    plan = read_policy().plan(DAY_2023)
    assert "沿用2017年" in plan.note_zh
    assert "figures of 2017" in plan.note_en
    before, after = (read_policy().province_ladder(day=day) for day in (DAY_2017, DAY_2023))
    assert [step.threshold for step in before.steps] == [step.threshold for step in after.steps]
    assert {step.evidence for step in after.steps} == {Evidence.JUDGED}
    assert before.step_of(before.top).evidence is Evidence.READ


def test_levels_rise_from_blue_to_red() -> None:
    blue, yellow, orange, red = read_policy().levels(day=DAY_2023)
    assert NO_LEVEL < blue < yellow < orange < red
    assert red >= red
    assert not red > red
    assert [level.key for level in (blue, yellow, orange, red)] == ["blue", "yellow", "orange", "red"]
    assert red.response_zh == "Ⅰ级响应"


def test_a_level_that_the_plan_lacks_is_refused() -> None:
    with pytest.raises(UnknownLevel, match="purple"):
        read_policy().level("purple", day=DAY_2023)
    assert read_policy().level("none", day=DAY_2023) is NO_LEVEL


def test_the_cut_order_is_industry_commerce_public_service_vehicles() -> None:
    tiers = read_policy().tiers(day=DAY_2023)
    assert [tier.key for tier in tiers] == CUT_ORDER
    assert [tier.order for tier in tiers] == list(range(1, 12))
    groups = list(dict.fromkeys(tier.group_zh for tier in tiers))
    assert groups == ["液化工厂", "工业", "商业", "公共服务", "车辆"]


def test_protected_classes_stand_in_no_tier() -> None:
    book = read_policy()
    assert book.protected_classes(day=DAY_2023) == PROTECTED
    for consumer_class, dual, interruptible in product(PROTECTED, (True, False), (True, False)):
        tier = book.tier_of(
            consumer_class=ConsumerClass(consumer_class),
            is_dual_fuel=dual,
            is_interruptible=interruptible,
            day=DAY_2023,
        )
        assert tier is None


def test_every_class_is_protected_untouched_or_in_a_tier() -> None:
    book = read_policy()
    untouched = book.untouched_classes(day=DAY_2023)
    for consumer_class, dual, interruptible in product(ConsumerClass, (True, False), (True, False)):
        tier = book.tier_of(
            consumer_class=consumer_class, is_dual_fuel=dual, is_interruptible=interruptible, day=DAY_2023
        )
        assert (tier is None) == (consumer_class in untouched)
    assert untouched - PROTECTED == {ConsumerClass.LOSS, ConsumerClass.EXPORT}


@pytest.mark.parametrize(
    ("consumer_class", "dual", "interruptible", "expected"),
    [
        pytest.param("IND_FUEL_CONT", True, True, "ind_dual_fuel", id="another-fuel-comes-before-a-contract"),
        pytest.param("IND_FUEL_CONT", False, True, "ind_interruptible", id="contract-comes-before-furnaces"),
        pytest.param("IND_FUEL_CONT", False, False, "ind_cont", id="furnace"),
        pytest.param("IND_FEED", False, False, "ind_feed", id="methanol"),
        pytest.param("LNG_PLANT", True, True, "lng_plant", id="liquefaction-first"),
        pytest.param("CHP_POWER", False, False, "power", id="power-part-of-a-heat-plant"),
        pytest.param("VEH_OTHER", False, False, "vehicle", id="lorries-last"),
    ],
)
def test_where_a_delivery_point_stands(
    consumer_class: str, dual: bool, interruptible: bool, expected: str
) -> None:
    tier = read_policy().tier_of(
        consumer_class=ConsumerClass(consumer_class),
        is_dual_fuel=dual,
        is_interruptible=interruptible,
        day=DAY_2023,
    )
    assert tier is not None
    assert tier.key == expected


@pytest.mark.parametrize(("dual", "interruptible"), [(True, False), (False, True), (True, True)])
def test_a_tier_of_plain_users_holds_nobody_with_another_fuel_or_contract(
    dual: bool, interruptible: bool
) -> None:
    plain = next(tier for tier in read_policy().tiers(day=DAY_2023) if tier.needs == "plain")
    held = plain.holds(consumer_class=plain.classes[0], is_dual_fuel=dual, is_interruptible=interruptible)
    assert not held


@pytest.mark.parametrize(
    ("level", "tiers", "release"),
    [
        pytest.param("none", 0, 0.0, id="none"),
        pytest.param("blue", 1, 0.0, id="blue"),
        pytest.param("yellow", 3, 0.0, id="yellow"),
        pytest.param("orange", 9, 0.5, id="orange-industry-and-commerce"),
        pytest.param("red", 11, 1.0, id="red-everything-that-may-be-cut"),
    ],
)
def test_powers_grow_with_the_level(level: str, tiers: int, release: float) -> None:
    powers = read_policy().powers(level=level, day=DAY_2023)
    assert powers.may_order == tuple(CUT_ORDER[:tiers])
    assert powers.may_release == release


def test_a_milder_level_never_allows_more() -> None:
    book = read_policy()
    ladder = [book.powers(level=level.key, day=DAY_2023) for level in book.levels(day=DAY_2023)]
    for milder, graver in pairwise(ladder):
        assert set(milder.may_order) <= set(graver.may_order)
        assert set(milder.measures) <= set(graver.measures)
        assert milder.may_release <= graver.may_release
        assert all(milder.cut_limit(tier) <= graver.cut_limit(tier) for tier in CUT_ORDER)


def test_the_reserve_is_released_from_orange_on() -> None:
    book = read_policy()
    allowed = {
        level.key: MeasureKind.RESERVE in book.powers(level=level.key, day=DAY_2023).measures
        for level in book.levels(day=DAY_2023)
    }
    assert allowed == {"blue": False, "yellow": False, "orange": True, "red": True}


def test_liquefaction_plants_are_limited_step_by_step() -> None:
    book = read_policy()
    limits = [
        book.powers(level=key, day=DAY_2023).cut_limit("lng_plant") for key in ("blue", "yellow", "orange")
    ]
    assert limits == [0.2, 0.5, 1.0]
    assert book.powers(level="blue", day=DAY_2023).cut_limit("comm") == 0.0


def test_demand_counts_liquefaction_plants_but_not_exports() -> None:
    counted = read_policy().demand_counts(day=DAY_2023)
    assert ConsumerClass.LNG_PLANT in counted
    assert set(ConsumerClass) - counted == {ConsumerClass.EXPORT}
    assert read_policy().gap_that_counts(day=DAY_2023) == "sum"


@pytest.mark.parametrize(
    ("key", "value", "evidence"),
    [
        pytest.param("storage.government_days", 3.0, "stated", id="three-days"),
        pytest.param("storage.company_share", 0.05, "stated", id="five-percent"),
        pytest.param("storage.upstream_share", 0.10, "read", id="ten-percent"),
        pytest.param("storage.fill_target_from", 0.80, "stated", id="eighty-percent"),
        pytest.param("event.report_hours", 12.0, "read", id="twelve-hours"),
        pytest.param("lng.m3_per_t", 1400.0, "recalled", id="lng"),
        pytest.param("step_down.margin", 0.01, "judged", id="one-point"),
        pytest.param("cold_wave.drop_from", 8.0, "judged", id="cold-wave"),
    ],
)
def test_figures_and_how_well_they_are_known(key: str, value: float, evidence: str) -> None:
    entry = read_policy().number(key, day=DAY_2023)
    assert (entry.value, str(entry.evidence)) == (value, evidence)
    assert entry.clause


def test_dates_and_hours_are_texts() -> None:
    book = read_policy()
    assert book.text("storage.fill_target_by", day=DAY_2023).value == "11-30"
    assert book.text("report.county_by", day=DAY_2023).value == "09:30"
    with pytest.raises(TypeError):
        book.number("report.county_by", day=DAY_2023)


FURTHER = '[[province.red_above]]\nvalue = 0.18\nbegins = 2024-11-01\nclause = "drill"\nevidence = "judged"\n'


def test_a_case_may_add_an_entry_that_begins_later() -> None:
    plain, further = read_policy(), read_policy(overrides=FURTHER)
    assert further.province_ladder(day=date(2024, 11, 1)).level(0.19).key == "red"
    assert plain.province_ladder(day=date(2024, 11, 1)).level(0.19).key == "orange"
    assert further.province_ladder(day=DAY_2023).level(0.19).key == "orange"
    assert further.version != plain.version


@pytest.mark.parametrize("begins", ["2017-12-16", "2019-11-01", "2021-10-25"])
def test_a_case_may_not_change_an_entry_that_stands(begins: str) -> None:
    with pytest.raises(FaultyPolicy) as refused:
        read_policy(overrides=FURTHER.replace("2024-11-01", begins))
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.file) == ("policy-edits-history", "policy.toml")


def test_a_case_may_not_put_a_protected_class_into_a_tier() -> None:
    exposed = '[[protected]]\nvalue = ["RES_COOK"]\nbegins = 2024-11-01\nclause = "x"\nevidence = "judged"\n'
    with pytest.raises(FaultyPolicy) as refused:
        read_policy(overrides=exposed)
    assert {finding.code for finding in refused.value.findings} == {"policy-homeless-class"}
    assert "BUS" in {finding.value for finding in refused.value.findings}

    both = '[[protected]]\nvalue = ["COMM"]\nbegins = 2024-11-01\nclause = "x"\nevidence = "judged"\n'
    with pytest.raises(FaultyPolicy) as refused:
        read_policy(overrides=both)
    codes = {(finding.code, finding.value) for finding in refused.value.findings}
    assert ("policy-protected-in-tier", "COMM") in codes


def test_powers_may_only_name_tiers_of_the_cut_order() -> None:
    loose = """
[[powers.red]]
begins = 2024-11-01
clause = "x"
evidence = "judged"
value = { may_order = ["households"], may_release = 1.0, measures = [], decide_by = "18:00", declared_by_zh = "甲",
  declared_by_en = "A", texts_zh = [], texts_en = [] }
""".replace(",\n  declared", ", declared")
    with pytest.raises(FaultyPolicy) as refused:
        read_policy(overrides=loose)
    assert [(finding.code, finding.value) for finding in refused.value.findings] == [
        ("policy-tier", "households")
    ]


def test_the_version_follows_the_content_and_nothing_else() -> None:
    assert read_policy().version == read_policy().version
    rules = 'begins = 2000-01-01\nclause = "c"\nevidence = "read"\n'
    plan = '[[plan]]\nvalue = { code = "P", name_zh = "甲", name_en = "A", issued = 2000-01-01 }\n' + rules
    level = '{ key = "mild", rank = 1, name_zh = "轻", name_en = "M", '
    level += 'response_zh = "Ⅰ", response_en = "I", hue = "red" }'
    levels = f"[[levels]]\nvalue = [{level}]\n{rules}"
    together = policy_from_texts(province="x", texts={"a.toml": plan + levels})
    apart = policy_from_texts(province="x", texts={"b.toml": "# a remark\n" + levels, "a.toml": plan})
    other = policy_from_texts(province="x", texts={"a.toml": plan + levels.replace("轻", "微")})
    assert together.version == apart.version
    assert together.version != other.version


def test_a_book_cannot_be_changed() -> None:
    book = read_policy()
    with pytest.raises(TypeError):
        book.rules["plan"] = book.rules["levels"]  # type: ignore[index]


@pytest.mark.parametrize("province", known_provinces())
def test_every_clause_of_a_province_is_said_in_chinese_too(province: str) -> None:
    book = read_policy(province=province)
    entries = [(key, entry) for key, rule in book.rules.items() for entry in rule.values]
    assert [f"{key} {entry.begins}" for key, entry in entries if not entry.clause_zh] == []
    steps = [row for key, entry in entries if key == "tiers" for row in entry.value]
    assert [row["key"] for row in steps if not row["clause_zh"]] == []


def test_a_step_powers_and_a_tier_bear_their_clause_in_both_languages() -> None:
    book, day = read_policy(), date(2023, 12, 20)
    step = book.province_ladder(day=day).explain(0.13)
    assert (step.clause[:9], step.clause_zh[:7]) == ("plan 2021", "2021 年预")
    assert book.powers(level="orange", day=day).clause_zh.startswith("2021 年预案二级")
    assert book.tiers(day=day)[0].clause_zh.startswith("通知三（二）")
