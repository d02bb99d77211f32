"""The backtest behind the desk's page: nothing later changes it, areas add up, a fault shows in the scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from nuandong.assess.case import Case
from nuandong.assess.past_areas import NoPastUse, PastAreas, past_areas
from nuandong.assess.plain import picture_of, plain_of
from nuandong.assess.quality import ForecastQuality, TooShortPast, quality_of
from nuandong.casefile import read_case
from nuandong.demand.calendar import calendar_features
from nuandong.demand.series import UseHistory
from nuandong.demand.tables import PastUse, Weather
from nuandong.gasday import CHINA, gas_days
from nuandong.units import FloatArray
from nuandong.vocabulary import WeatherKind
from tests.desk.conftest import TINY

WINTERS = (date(2020, 11, 1), date(2021, 11, 1))
LENGTH = 150
AS_OF = datetime(2022, 4, 10, 17, tzinfo=CHINA)
AREAS = (("140000", "province"), ("140100", "city"), ("140105", "county"), ("140121", "county"))


def silent(stage: str, part: float) -> None:
    """Nobody watches."""


def winters(*, extra: FloatArray | None = None) -> PastAreas:
    """Two winters of four areas that follow temperature with some noise; summers are unknown."""
    first, last = WINTERS[0], gas_days(first=WINTERS[1], count=LENGTH)[-1]
    days = gas_days(first=first, count=(last - first).days + 1)
    dice = np.random.default_rng(7)
    place = np.arange(len(days))
    mild = -8 * np.cos(2 * np.pi * (place - 75) / 365) + dice.normal(0, 2.5, len(days))
    use = np.stack([100 + 9 * np.maximum(0, 18 - mild), 40 + 4 * np.maximum(0, 18 - mild)])
    use = np.concatenate([use, 0.5 * use]) * (1 + dice.normal(0, 0.02, (4, len(days))))
    inside = np.zeros(len(days), dtype=bool)
    for begin in WINTERS:
        at = (begin - first).days
        inside[at : at + LENGTH] = True
    use[:, ~inside] = np.nan
    if extra is not None:
        use = use * extra
    calendar = calendar_features(days=days, country="CN")
    codes = tuple(code for code, _ in AREAS)
    history = UseHistory(
        units=codes, days=days, use=use, held_back=np.zeros(use.shape), areas=codes, area_of=np.arange(4),
        temperature=np.repeat(mild[None], 4, axis=0), wind=np.full(use.shape, np.nan), rest_day=calendar.rest_day,
        from_festival=calendar.from_festival,
    )  # fmt: skip
    return PastAreas(history, tuple(kind for _, kind in AREAS), codes, codes)


def stored(past: PastAreas, *, off: float) -> PastAreas:
    """The same winters with forecasts of the weather stored each noon, that lie `off` kelvin above what came."""
    days, area = past.history.days, "taiyuan"
    mild = past.history.temperature[0]
    rows = [(days[at + step], datetime.combine(days[at] - timedelta(days=1), time(12), tzinfo=CHINA),
             float(mild[at + step]) + off)
            for at in range(180, len(days) - 7) for step in range(7)]  # fmt: skip
    table = Weather(
        weather_area=(area,) * len(rows), gas_day=tuple(row[0] for row in rows),
        mean_temperature=np.array([row[2] for row in rows]), kind=(WeatherKind.FORECAST,) * len(rows),
        issue_at=tuple(row[1] for row in rows), reference=("made",) * len(rows),
    )  # fmt: skip
    return replace(past, weather=table, weather_areas=(area,), shares=np.ones((4, 1)))


def test_errors_in_stored_forecasts_of_the_weather_stand_beside_those_in_the_weather_that_came() -> None:
    exact, wrong = (
        quality_of(past=stored(winters(), off=off), as_of=AS_OF, tell=silent) for off in (0.0, 3.0)
    )
    for area in exact.areas[:2]:
        assert area.stored.shape == (2, 3)
        assert area.stored[:, 2].min() >= 28
        assert area.stored[:, 1] == pytest.approx(area.stored[:, 0], rel=0.2)
    for area in wrong.areas[:2]:
        assert np.all(area.stored[:, 1] > 1.5 * area.stored[:, 0])
    assert all(
        area.stored.size == 0 for area in exact.areas[2:]
    )  # counties are scored in observed weather alone


def test_without_stored_forecasts_nothing_is_said_of_them(scored: ForecastQuality) -> None:
    assert all(area.stored.shape == (0, 3) for area in scored.areas)


@pytest.fixture(scope="module")
def scored() -> ForecastQuality:
    """The scores of the two winters."""
    return quality_of(past=winters(), as_of=AS_OF, tell=silent)


def test_the_first_winter_only_teaches_and_every_eve_of_the_second_is_scored(scored: ForecastQuality) -> None:
    assert scored.first == WINTERS[1]
    assert scored.eves == LENGTH
    assert len(scored.areas[2].days) == -(-LENGTH // scored.county_step)
    assert scored.areas[2].days[-1] == scored.last


def test_errors_stand_near_the_noise_that_was_put_in_and_below_the_last_known_day(
    scored: ForecastQuality,
) -> None:
    province = scored.areas[0]
    noise = 0.02 * np.sqrt(2 / np.pi)
    assert noise * 0.8 < province.error[0, 0, 0] < noise * 1.6
    assert province.error[0, 0, 0] < province.error[scored.forecasters.index("persistence"), 0, 0]
    assert np.isnan(scored.areas[2].error[scored.forecasters.index("degree_days_level")]).all()


def test_a_stored_answer_comes_back_as_it_was(scored: ForecastQuality) -> None:
    again = picture_of(ForecastQuality, plain_of(scored))
    assert plain_of(again) == plain_of(scored)


def test_nothing_that_came_later_changes_a_forecast_that_was_scored(scored: ForecastQuality) -> None:
    known, whole = 40, winters()
    end = whole.history.days.index(WINTERS[1]) + known
    rising = np.ones(len(whole.history.days))
    rising[end:] = 3.0
    changed = quality_of(past=winters(extra=rising), as_of=AS_OF, tell=silent)
    assert changed.areas[0].miss[:known].tolist() == scored.areas[0].miss[:known].tolist()
    assert changed.areas[0].miss[known] != scored.areas[0].miss[known]


def test_a_forecast_that_begins_to_miss_to_one_side_raises_an_alarm_on_that_side() -> None:
    past = winters()
    tilt = np.ones(len(past.history.days))
    begin = past.history.days.index(date(2022, 2, 1))
    tilt[begin:] = np.linspace(1.0, 2.2, tilt.size - begin)  # faster than any level follows
    page = quality_of(past=winters(extra=tilt), as_of=AS_OF, tell=silent).areas[0]
    assert page.alarm_days
    assert min(page.alarm_days) >= date(2022, 2, 1)
    assert page.alarm_sides[0] == -1  # told too low
    assert page.drift[page.days.index(page.alarm_days[0])] < 0


def test_coverage_holds_on_noise_of_the_same_kind(scored: ForecastQuality) -> None:
    found, low, high = scored.areas[0].coverage[0, 0]
    assert low <= 0.8 <= high
    assert low <= found <= high


def test_it_can_be_stopped_between_areas() -> None:
    class Stopped(Exception):
        pass

    def stop(stage: str, part: float) -> None:
        if part > 0:
            raise Stopped

    with pytest.raises(Stopped):
        quality_of(past=winters(), as_of=AS_OF, tell=stop)


def test_one_winter_is_too_short_and_a_case_without_books_says_so() -> None:
    past = winters()
    short = np.where(np.array(past.history.days) < date(2021, 3, 1), 1.0, np.nan)
    with pytest.raises(TooShortPast, match="120"):
        quality_of(past=winters(extra=short), as_of=AS_OF, tell=silent)
    case = replace(read_case(TINY), past_use=PastUse((), (), *(np.zeros(0),) * 8, ()))
    with pytest.raises(NoPastUse):
        past_areas(case=case, as_of=case.settings.decided_at)


def test_areas_hold_what_their_counties_used_and_only_what_was_known() -> None:
    case = with_past_use(read_case(TINY))
    as_of = case.settings.decided_at
    past = past_areas(case=case, as_of=as_of)
    counties = [row for row, kind in enumerate(past.kind) if kind == "county"]
    assert past.kind[0] == "province"
    np.testing.assert_allclose(past.history.use[0], past.history.use[counties].sum(axis=0))
    assert past.history.days[-1] < as_of.date()
    late = replace(
        case.past_use, known_at=(None,) * (len(case.past_use.county) - 1) + (as_of.replace(year=2030),)
    )
    fewer = past_areas(case=replace(case, past_use=late), as_of=as_of)
    assert np.isnan(fewer.history.use[counties]).sum() == 1


def with_past_use(case: Case) -> Case:
    """The case with ten past days of use of its counties."""
    counties = tuple(dict.fromkeys(case.models.county))
    days = gas_days(first=date(2023, 12, 8), count=10)
    rows = [(county, day) for county in counties for day in days]
    column = np.arange(len(rows), dtype=np.float64) + 1
    past = PastUse(
        tuple(county for county, _ in rows),
        tuple(day for _, day in rows),
        *(column,) * 8,
        (None,) * len(rows),
    )
    return replace(case, past_use=past)
