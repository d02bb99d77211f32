"""Faults of case.toml: what is said of each, in both languages."""

from pathlib import Path

import pytest

from tests.casefile.spoil import Spoil, copy_of_tiny, found, in_settings

Line = tuple[str, str, str]

CASES = [
    pytest.param(
        [in_settings("province =", "province")],
        [
            (
                "broken_toml",
                "case.toml：TOML 格式有误：Expected '=' after a key in a key/value pair (at line "
                "6, column 10)",
                "case.toml: broken TOML: Expected '=' after a key in a key/value pair (at line 6, column 10)",
            ),
        ],
        id="broken-toml",
    ),
    pytest.param(
        [in_settings("[case]", "[cases]")],
        [
            (
                "broken_toml",
                "case.toml：TOML 格式有误：缺少 [case] 节",
                "case.toml: broken TOML: section [case] is missing",
            ),
        ],
        id="toml-without-its-section",
    ),
    pytest.param(
        [in_settings('province = "shanxi"', "")],
        [
            (
                "missing_setting",
                "case.toml 列 province：缺少设置 province（省份），必须提供",
                "case.toml column province: setting province (Province) is missing and must be there",
            ),
        ],
        id="missing-setting",
    ),
    pytest.param(
        [in_settings("horizon_days", "horizon")],
        [
            (
                "unknown_setting",
                "case.toml 列 horizon：未知的设置，未采用",
                "case.toml column horizon: unknown setting, not used",
            ),
        ],
        id="unknown-setting",
    ),
    pytest.param(
        [in_settings("2023-12-20", "20")],
        [
            (
                "not_a_date",
                "case.toml 列 gas_day：“20”：不是日期；应如 2023-12-20",
                "case.toml column gas_day: “20”: not a date; write 2023-12-20",
            ),
        ],
        id="setting-of-the-wrong-kind",
    ),
    pytest.param(
        [in_settings("horizon_days = 7", "horizon_days = 700")],
        [
            (
                "out_of_bounds",
                "case.toml 列 horizon_days：“700”：应在 1 至 60 天 之间；请核对数值和单位",
                "case.toml column horizon_days: “700”: between 1 and 60 days is wanted; check "
                "the value and its unit",
            ),
        ],
        id="setting-out-of-bounds",
    ),
    pytest.param(
        [in_settings("[0.5, 0.3, 0.2]", "[0.5, 0.3]")],
        [
            (
                "weights_do_not_sum",
                "case.toml 列 effective_weights：“0.5, 0.3”：各权重之和应为 1",
                "case.toml column effective_weights: “0.5, 0.3”: the weights must sum to 1",
            ),
        ],
        id="weights-that-do-not-sum",
    ),
    pytest.param(
        [in_settings("gas_day = 2023-12-20", "gas_day = 2024-07-01")],
        [
            (
                "gas_day_out_of_season",
                "case.toml 列 gas_day：“2024-07-01”：气日应在采暖季 2023-12-10 至 2023-12-29 之内",
                "case.toml column gas_day: “2024-07-01”: a gas day within the season 2023-12-10 "
                "to 2023-12-29 is wanted",
            ),
        ],
        id="gas-day-out-of-season",
    ),
    pytest.param(
        [in_settings("decided_at = 2023-12-19T17:00:00+08:00", "decided_at = 2024-02-14T17:00:00+08:00")],
        [
            (
                "decided_after_gas_day",
                "case.toml 列 decided_at：“2024-02-14 17:00:00+08:00”："
                "决定时间应早于气日 2023-12-20 结束（次日 08:00）",
                "case.toml column decided_at: “2024-02-14 17:00:00+08:00”: a time before the gas day 2023-12-20 ends "
                "(08:00 of the next day) is wanted",
            ),
        ],
        id="decided-after-the-gas-day",
    ),
    pytest.param(
        [in_settings("season_last = 2023-12-29", "season_last = 2023-12-01")],
        [
            (
                "season_reversed",
                "case.toml 列 season_last：“2023-12-01”：采暖季末日不应早于首日 2023-12-10",
                "case.toml column season_last: “2023-12-01”: the season must not end before it "
                "begins on 2023-12-10",
            ),
        ],
        id="season-reversed",
    ),
    pytest.param(
        [in_settings("shanxi", "atlantis")],
        [
            (
                "unknown_province",
                "case.toml 列 province：“atlantis”：没有该省的政策",
                "case.toml column province: “atlantis”: no policy of this province",
            ),
        ],
        id="unknown-province",
    ),
]


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_the_finding_names_the_setting(tmp_path: Path, spoils: list[Spoil], expected: list[Line]) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == expected
