"""What a backtest rests on: origins that look back only, an alarm that rings for drift alone, marked fallbacks."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.casefile.utility.backtest_page import backtest_page
from nuandong.casefile.utility.checked import checked
from nuandong.casefile.utility.climate import usual_temperature
from nuandong.casefile.utility.drift import alarms, drift
from nuandong.casefile.utility.known import known_days
from nuandong.casefile.utility.outlook import outlook
from nuandong.casefile.utility.read import UtilityHistory
from nuandong.casefile.utility.scored import ALL, Scored, scored
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.statements import figure_text, league_statement
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.casefile.utility.trial import OWN, NothingToScore, Trial, TrialRequest, run_trial
from nuandong.demand.backtest import drift_alarms
from nuandong.demand.learning import forecast_use
from nuandong.demand.series import UseHistory
from tests.casefile.utility.tables import lines, plain_table, read

LONG = 200
COLD = 110  # days up to the middle of February
AT = datetime(2023, 12, 20, 17, 0)


def told_by(folder: Path, text: str) -> UtilityHistory:
    found, findings = read(folder, text)
    assert found is not None, findings
    return found


def source_of(told: UtilityHistory) -> Source:
    return Source.of(told, checked(history=told.history, factors=told.factors))


def trial_of(source: Source, request: TrialRequest) -> Trial:
    def quiet(stage: str, part: float) -> None:
        assert 0 <= part <= 1, stage

    return run_trial(history=source.history, stored=source.weather, request=request, progress=quiet)


@pytest.fixture(scope="module")
def two_series(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Scored]:
    rows = lines(lambda day, warmth, use: f"{day},{use / 1000},{use / 4},{warmth}", LONG)
    told = told_by(tmp_path_factory.mktemp("two"), "date,works (GWh),homes (MWh),temp_c\n" + rows)
    source = source_of(told)
    return source, scored(trial=trial_of(source, TrialRequest(leads=(1, 3))), factors=source.factors)


def test_every_series_is_scored_in_its_own_unit_and_the_largest_is_drawn(
    two_series: tuple[Source, Scored],
) -> None:
    source, found = two_series
    works, homes = (found.line(OWN, 1, ALL, unit) for unit in (0, 1))
    assert works is not None
    assert homes is not None
    assert works.scores.mean_use == pytest.approx(homes.scores.mean_use / 250, rel=1e-6)
    assert works.scores.relative == pytest.approx(homes.scores.relative, rel=0.05)
    assert found.shown == 0
    page = backtest_page(found=found, source=source, language="en", at=AT).decode()
    assert "works (GWh)" in page
    assert "2 series, lead 1" in page
    assert "2023-12-20 17:00" in page


def test_a_page_says_everything_in_the_language_asked_for(two_series: tuple[Source, Scored]) -> None:
    source, found = two_series
    english = backtest_page(found=found, source=source, language="en", at=AT).decode()
    body = re.sub(
        r"<style>.*?</style>|data:text/csv;base64,[^\"]*|font-family:[^\"'>]*", "", english, flags=re.DOTALL
    )
    chinese = set(re.findall(r"[\u4e00-\u9fff]+", body)) - {"中文", "暖冬"}
    assert chinese == set()
    assert "图后数据" in backtest_page(found=found, source=source, language="zh", at=AT).decode()


def test_the_figures_behind_a_picture_are_those_of_the_scores(two_series: tuple[Source, Scored]) -> None:
    _, found = two_series
    statement = league_statement(found, language="en")
    own = found.relative(OWN, 1, found.span)
    assert f"{own * 100:.1f} %" in statement


def test_a_record_too_short_to_score_says_how_much_is_wanted(tmp_path: Path) -> None:
    source = source_of(told_by(tmp_path, plain_table(40)))
    with pytest.raises(NothingToScore, match="28"):
        trial_of(source, TrialRequest())


def test_without_temperature_every_number_is_marked_as_a_fallback(tmp_path: Path) -> None:
    text = "date,demand_gj\n" + lines(lambda day, _, use: f"{day},{use}", LONG)
    source = source_of(told_by(tmp_path, text))
    trial = trial_of(source, TrialRequest(leads=(1,)))
    assert trial.weather == "none"
    found = scored(trial=trial, factors=source.factors)
    if all(word == "full" for word in trial.method[0]):
        pytest.fail("a forecast without temperature must not be called the full model")
    page = backtest_page(found=found, source=source, language="en", at=AT).decode()
    assert "came from a fallback" in page
    assert "no_temperature" in page


def test_an_alarm_rings_when_errors_lean_to_one_side_and_not_before() -> None:
    dice = np.random.default_rng(3)
    error = dice.normal(0, 0.03, 700)
    _, quiet, judged = drift(error=error)
    assert judged
    assert quiet.mean() < 0.02
    error[500:] += 0.06
    _, beyond, _ = drift(error=error)
    assert not beyond[:500].any() or alarms(beyond=beyond[:500]) == alarms(beyond=quiet[:500])
    first = next(first for first, _ in alarms(beyond=beyond) if first >= 500)
    assert first < 528


def test_the_report_rings_where_the_desk_rings() -> None:
    error = np.random.default_rng(5).normal(0, 0.03, 600)
    error[450:] += 0.05
    _, alarm, _ = drift(error=error)
    assert alarm.any()
    np.testing.assert_array_equal(np.flatnonzero(alarm), drift_alarms(errors=error, reference=365).alarms)


def test_a_record_too_short_to_know_what_is_usual_is_not_judged() -> None:
    assert not drift(error=np.random.default_rng(5).normal(0, 0.03, 60))[2]


def test_usual_weather_is_that_of_days_before_alone() -> None:
    days = tuple(date(2019, 1, 1) + timedelta(days=step) for step in range(1500))
    temperature = (
        np.cos(np.array([day.timetuple().tm_yday for day in days]) / 365.25 * 2 * np.pi)[None, :] * -12
    )
    asked = days[1200:1214]
    usual = usual_temperature(temperature=temperature, days=days, known=1200, asked=asked)
    np.testing.assert_allclose(usual[0], temperature[0, 1200:1214], atol=0.3)
    changed = temperature.copy()
    changed[:, 1200:] = 99
    np.testing.assert_array_equal(
        usual, usual_temperature(temperature=changed, days=days, known=1200, asked=asked)
    )


def test_a_stored_forecast_of_an_older_issue_stands_in_for_a_newer_one_and_never_the_other_way() -> None:
    ahead = np.full((1, 10, 4), np.nan)
    ahead[0, 5, 2] = 3.0  # for day 5, issued three days before
    ahead[0, 6, 0] = 1.0  # for day 6, issued on its eve
    stored = StoredWeather(ahead)
    assert stored.leads == (1, 3)
    np.testing.assert_array_equal(stored.seen_from((5,), 2)[0, 0], [3.0, np.nan])
    np.testing.assert_array_equal(stored.seen_from((6,), 1)[0, 0], [1.0])
    np.testing.assert_array_equal(stored.seen_from((3,), 3)[0, 0], [np.nan, np.nan, 3.0])
    np.testing.assert_array_equal(stored.seen_from((2,), 4)[0, 0], [np.nan] * 4)


def width_of(quantiles: np.ndarray) -> float:
    return float((quantiles[0, :, -2] - quantiles[0, :, 1]).mean() / quantiles[0].mean())


def test_the_days_ahead_are_as_sure_as_their_weather(tmp_path: Path) -> None:
    ahead = "".join(f"{date(2022, 2, 19) + timedelta(days=step)},,8\n" for step in range(5))
    given = outlook(history=told_by(tmp_path, plain_table(COLD) + ahead).history, reach=5)
    usual = outlook(history=told_by(tmp_path, plain_table(COLD)).history, reach=5)
    assert (given.weather, usual.weather) == ("given", "usual")
    assert known_days(given.history) == COLD
    assert (np.diff(given.quantiles, axis=-1) >= 0).all()

    for found in (given, usual):
        temperature = found.history.temperature.copy()
        temperature[:, COLD : COLD + 5] = found.temperature
        certain = forecast_use(history=replace(found.history, temperature=temperature), known=COLD, reach=5)
        np.testing.assert_allclose(certain.mean, found.mean, rtol=1e-6)
        assert width_of(found.quantiles) > 1.05 * width_of(certain.quantiles)


def test_weather_of_earlier_years_goes_on_from_the_last_temperature_known() -> None:
    days = tuple(date(2014, 7, 1) + timedelta(days=step) for step in range(6 * 365 + 200))
    known, dice = len(days) - 14, np.random.default_rng(8)
    away = np.zeros(len(days))
    for step in range(1, len(days)):
        away[step] = 0.8 * away[step - 1] + dice.normal(0, 2)
    season = 10 - 12 * np.cos(np.array([day.timetuple().tm_yday - 15 for day in days]) / 365.25 * 2 * np.pi)
    temperature = season + away
    temperature[known - 4 : known] = season[known - 4 : known] - 15
    temperature[known:] = np.nan
    use = 500 + 60 * np.maximum(0, 16 - temperature) + dice.normal(0, 5, len(days))
    use[:-300] = np.nan  # the weather is known for longer than the use
    history = UseHistory.of_one(unit="town", days=days, use=use, temperature=temperature)
    found = outlook(history=history, reach=14)
    assert found.weather == "earlier_years"
    apart = found.temperature[0] - season[known:]
    assert apart[0] < -8  # a cold spell does not end with the record
    assert abs(apart[-1]) < 4  # and is forgotten within a fortnight
    assert "6 earlier years" in found.said[0].en
    kept = temperature.copy()
    kept[known:] = found.temperature[0]
    certain = forecast_use(history=replace(history, temperature=kept[None]), known=known, reach=14)
    assert found.mean[0].sum() == pytest.approx(certain.mean[0].sum(), rel=0.02)
    assert width_of(found.quantiles) > 1.5 * width_of(certain.quantiles)


def test_a_repair_that_was_chosen_is_in_the_history_that_is_learned_from_and_no_other_day_is_touched(
    tmp_path: Path,
) -> None:
    slipped = plain_table(LONG).splitlines()
    day, use, warmth = slipped[150].split(",")
    slipped[150] = f"{day},{float(use) * 1000},{warmth}"
    told = told_by(tmp_path, "\n".join(slipped) + "\n")
    as_it_was = checked(history=told.history, factors=told.factors)
    np.testing.assert_array_equal(as_it_was.history.use, told.history.use)
    assert as_it_was.offered == 1
    mended = checked(history=told.history, factors=told.factors, repair=("unit_slip",))
    changed = np.flatnonzero(~np.isclose(mended.history.use[0], told.history.use[0], equal_nan=True))
    assert changed.tolist() == [149]
    assert mended.history.use[0, 149] == pytest.approx(float(use))


def test_forecasts_stored_for_the_days_ahead_are_what_they_are_reckoned_with(tmp_path: Path) -> None:
    head, _, body = plain_table(LONG).partition("\n")
    readings = "".join(f"{row},\n" for row in body.splitlines())
    eve = date(2022, 5, 19)
    issued = "".join(
        f"{eve + timedelta(days=step)},,{-step},{eve - timedelta(days=before)} 18:00\n"
        for before in (0, 1)
        for step in range(1, 5)
        if (before, step) != (0, 4)
    )
    told = told_by(tmp_path, f"{head},issued\n{readings}{issued}")
    found = outlook(history=told.history, reach=4, stored=told.weather)
    assert (found.weather, found.days[0]) == ("given", date(2022, 5, 20))
    np.testing.assert_array_equal(found.temperature[0], [-1, -2, -3, -4])


@pytest.mark.parametrize(
    ("value", "text"), [(12345.6, "12,346"), (123.45, "123.5"), (2.3456, "2.346"), (-0.5, "−0.500")]
)
def test_a_figure_has_as_many_decimals_as_its_size_asks_for(value: float, text: str) -> None:
    assert figure_text(value) == text
