"""What a case does not tell of stocks and contracts: the day goes on, and says what stands in for it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np

from nuandong.assess import Case, assess_day
from nuandong.assess.axes import Axes, axes_of
from nuandong.assess.day import case_grounds
from nuandong.assess.stand_ins import stand_ins
from nuandong.demand.tables import Weather
from nuandong.findings import Finding, Findings
from nuandong.gasday import gas_days
from nuandong.network.tables import Nominations


def axes(case: Case) -> Axes:
    days = gas_days(first=case.settings.gas_day, count=case.settings.horizon_days)
    return axes_of(network=case.network, days=days, as_of=case.settings.decided_at)


def untold(case: Case) -> tuple[Finding, ...]:
    _, findings = case_grounds(case=case, axes=axes(case))
    return tuple(findings)


def without_nominations(case: Case, contract: str, days: tuple[date, ...]) -> Case:
    told: Nominations = case.network.nominations
    kept = [row for row in range(len(told.contract))
            if told.contract[row] != contract or told.gas_day[row] not in days]  # fmt: skip
    columns = {
        name: tuple(getattr(told, name)[row] for row in kept) for name in ("contract", "gas_day", "filed_at")
    }
    left = Nominations(**columns, revision=told.revision[kept], flow=told.flow[kept])
    return replace(case, network=replace(case.network, nominations=left))


def test_a_case_that_tells_everything_has_no_such_warning(case: Case) -> None:
    assert untold(case) == ()


def test_past_days_of_a_bound_contract_without_a_nomination_are_named(case: Case) -> None:
    days = (date(2023, 12, 13), date(2023, 12, 14), date(2023, 12, 19), date(2023, 12, 21))
    (finding,) = untold(without_nominations(case, "c-cbm", days))
    assert finding.code == "contract-days-not-nominated"
    assert finding.value == "c-cbm"
    assert finding.wanted_zh.startswith("2023-12-13 至 2023-12-19 有 3 天没有日指定，按未提气计")
    assert "between 2023-12-13 and 2023-12-19: 3; counted as not taken" in finding.wanted_en


def with_readings_of(case: Case, *days: date) -> Case:
    readings = case.network.inventories
    dated = replace(readings, gas_day=days)
    return replace(case, network=replace(case.network, inventories=dated))


def test_a_stock_reading_of_many_days_ago_is_used_and_its_age_told(case: Case) -> None:
    (finding,) = untold(with_readings_of(case, date(2023, 12, 11), date(2023, 12, 13)))
    assert (finding.code, finding.value) == ("store-reading-old", "tank-jia")
    assert "最旧为 7 天前，仍按它计算" in finding.wanted_zh
    assert "the oldest 7 days old" in finding.wanted_en
    (finding,) = untold(with_readings_of(case, date(2023, 12, 11), date(2023, 12, 18)))
    assert "the oldest 2 days old" in finding.wanted_en


def test_a_stock_reading_of_the_day_before_is_fresh(case: Case) -> None:
    assert untold(with_readings_of(case, date(2023, 12, 18), date(2023, 12, 19))) == ()


def test_a_contract_that_no_season_binds_may_be_silent(case: Case) -> None:
    contracts = case.network.contracts
    unbound = replace(contracts, season_max=np.full_like(contracts.season_max, np.nan))
    free = replace(case, network=replace(case.network, contracts=unbound))
    assert untold(without_nominations(free, "c-cbm", (date(2023, 12, 13),))) == ()


def test_the_warning_stands_in_the_picture_of_the_day(case: Case) -> None:
    silent = without_nominations(case, "c-trunk", (date(2023, 12, 15),))
    assert "contract-days-not-nominated" in [finding.code for finding in assess_day(case=silent).findings]


def without_weather(case: Case, *days: date) -> Case:
    weather = case.weather
    kept = [row for row, day in enumerate(weather.gas_day) if day not in days]
    columns = {
        field.name: tuple(getattr(weather, field.name)[row] for row in kept)
        for field in fields(weather)
        if field.name != "mean_temperature"
    }
    return replace(case, weather=Weather(**columns, mean_temperature=weather.mean_temperature[kept]))


def test_a_check_names_the_gas_days_without_a_temperature_before_anything_is_solved(case: Case) -> None:
    assert stand_ins(case=case) == Findings()
    (finding,) = stand_ins(case=without_weather(case, date(2023, 12, 22)))
    assert (finding.code, finding.value) == ("demand.weather.missing", "jia, yi 2023-12-22")


def test_a_check_of_a_case_that_no_forecast_can_begin_with_is_an_error(case: Case) -> None:
    (finding,) = stand_ins(case=without_weather(case, *set(case.weather.gas_day))).errors
    assert finding.code == "no-weather"
    assert "2023-12-26" in finding.value
    assert "到 2023-12-19 17:00 为止" in finding.wanted_zh


def test_a_check_names_old_stock_and_silent_contracts_too(case: Case) -> None:
    spoilt = without_nominations(case, "c-cbm", (date(2023, 12, 13),))
    old = with_readings_of(spoilt, date(2023, 12, 11), date(2023, 12, 13))
    assert [finding.code for finding in stand_ins(case=old)] == [
        "store-reading-old",
        "contract-days-not-nominated",
    ]
