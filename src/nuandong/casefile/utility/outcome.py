"""The files of a backtest and of a forecast, made whole in memory and put in place one by one, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.casefile.results import ResultsNotWritten, csv_bytes
from nuandong.casefile.utility.backtest_page import backtest_page
from nuandong.casefile.utility.parts import FILE_OF
from nuandong.casefile.utility.scored import Scored
from nuandong.casefile.utility.source import Source

PART = ".part"  # of a file that is not whole yet


def write_backtest(folder: str | Path, *, found: Scored, source: Source, at: datetime) -> tuple[Path, ...]:
    """scores.csv, forecasts.csv and the report in both languages; raises `ResultsNotWritten`."""
    contents = {
        f"{table.stem}.csv": csv_bytes(table)
        for table in (scores_table(found, source), forecasts_table(found, source))
    }
    for language, name in FILE_OF.items():
        contents[name] = backtest_page(found=found, source=source, language=language, at=at)
    return write_whole(Path(folder), contents)


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all files beside their places, then move each there: whoever stops it finds none half-written."""
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            part = folder / f"{name}{PART}"
            parts.append((part, folder / name))
            part.write_bytes(content)
        for part, whole in parts:
            os.replace(part, whole)
    except OSError as trouble:
        raise ResultsNotWritten(folder, trouble.strerror or str(trouble)) from trouble
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return tuple(folder / name for name in contents)


def scores_table(found: Scored, source: Source) -> ResultTable:
    """One line a forecaster, series, lead and kind of days, in the units of the file."""
    names = ("forecaster", "series", "unit", "lead_days", "days", "count", "mean_use", "mae", "mae_share", "mape",
             "bias", "peak_day_error", "pinball", "coverage_80", "coverage_80_low", "coverage_80_high", "coverage_90",
             "coverage_90_low", "coverage_90_high")  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for line in found.lines:
        scores = line.scores
        bands: list[Cell] = []
        for nominal in (0.8, 0.9):
            met = next((one for share, one in scores.coverage if abs(share - nominal) < 1e-6), None)
            bands += [met.found, met.low, met.high] if met else [None, None, None]
        rows.append((
            line.forecaster, found.trial.history.units[line.series], source.unit_of(line.series).word_en, line.lead,
            line.span, scores.count, scores.mean_use, scores.mae, scores.relative, scores.mape, scores.bias,
            scores.peak_error, scores.pinball, *bands,
        ))  # fmt: skip
    return _table("scores", ("回测评分", "Scores"), names, rows)


def forecasts_table(found: Scored, source: Source) -> ResultTable:
    """One line a series, origin and scored lead: what was told, by which way, and what then was used."""
    trial = found.trial
    levels = [f"p{level * 100:g}" for level in trial.levels]
    names = ("series", "unit", "known_until", "day", "lead_days", "method", "actual", "forecast", *levels)
    return _table("forecasts", ("逐次预报", "Forecasts"), names, list(_forecast_rows(found, source)))


def _forecast_rows(found: Scored, source: Source) -> Iterator[tuple[Cell, ...]]:
    trial = found.trial
    begins = trial.history.days[0]
    for unit, name in enumerate(trial.history.units):
        factor, word = float(found.factors[unit]), source.unit_of(unit).word_en
        for row, origin in enumerate(trial.origins):
            eve = begins + timedelta(days=origin - 1)
            for place, lead in enumerate(trial.leads):
                quantiles = trial.quantiles[unit, row, lead - 1] / factor
                yield (
                    name, word, eve, eve + timedelta(days=lead), lead, trial.method[unit][row],
                    float(trial.actual[unit, row, lead - 1] / factor), float(trial.mean[0, unit, row, place] / factor),
                    *(float(value) for value in quantiles),
                )  # fmt: skip


def _table(
    stem: str, titles: tuple[str, str], names: tuple[str, ...], rows: list[tuple[Cell, ...]]
) -> ResultTable:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return ResultTable(stem, *titles, dict(zip(names, columns, strict=True)))
