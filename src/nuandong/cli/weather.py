"""Add weather to a case: a forecast fetched from Open-Meteo or a bureau, or a table from a file.

Every row is stored with the time it was issued; rows that stand already are never changed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import CaseFolder, Debug, Language
from nuandong.cli._refusal import console_for, refusing

if TYPE_CHECKING:
    from datetime import date

    from nuandong.casefile.weather_table import Appended
    from nuandong.demand.tables import Weather
    from nuandong.demand.weather_in import Product

FOUND_WANTING = 1
ADDRESS, KEY = "NUANDONG_WEATHER_ADDRESS", "NUANDONG_WEATHER_KEY"


def weather(
    folder: CaseFolder,
    source: Annotated[str, typer.Option(help="open-meteo, bureau, or a file.", show_default=False)],
    product: Annotated[
        str, typer.Option(help="Of Open-Meteo: forecast, archive or previous-runs.")
    ] = "forecast",
    first: Annotated[
        str | None, typer.Option(help="First gas day of an archive or of previous runs.")
    ] = None,
    last: Annotated[str | None, typer.Option(help="Last gas day of them.")] = None,
    stations: Annotated[
        Path | None, typer.Option(help="TOML that maps a bureau's stations to weather areas.")
    ] = None,
    address: Annotated[str | None, typer.Option(help=f"Address, instead of {ADDRESS}.")] = None,
    known_at: Annotated[str | None, typer.Option(help="When a file came in; now where left out.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds for one try.", min=0.1)] = 20.0,
    retries: Annotated[int, typer.Option(help="Further tries where one fails.", min=0, max=10)] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and judge, store nothing.")] = False,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Add weather to a case: a forecast fetched from Open-Meteo or a bureau, or a table from a file."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile import read_case
        from nuandong.casefile.weather_table import NotAFolder, append_weather
        from nuandong.cli._case import parse_instant
        from nuandong.cli._weather import Asked, weather_of
        from nuandong.cli.tables import print_findings

        asked = Asked(
            source=source,
            product=_product(product),
            span=_span(first, last),
            address=address or os.environ.get(ADDRESS, ""),
            key=os.environ.get(KEY, ""),
            stations=stations,
            received_at=parse_instant(known_at) if known_at else None,
            timeout=timeout,
            retries=retries,
        )
        if folder.is_file() and not dry_run:
            raise NotAFolder(folder)
        rows, findings = weather_of(asked, regions=read_case(folder).network.regions)
        done = None if dry_run else append_weather(rows, folder=folder)
        if done is not None:
            findings += done.findings
        print_findings(findings, console_for("stderr"), language)
        console_for().print(_summary(rows, done, language), soft_wrap=True)
        if findings.errors:
            raise typer.Exit(FOUND_WANTING)


def _product(written: str) -> Product:
    from nuandong.cli._weather import UnclearRequest
    from nuandong.demand.weather_in import Product

    if written not in list(Product):
        raise UnclearRequest(f"--product {written}: {' / '.join(Product)}")
    return Product(written)


def _span(first: str | None, last: str | None) -> tuple[date, date] | None:
    """First and last gas day; None where neither was named."""
    from nuandong.cli._case import parse_day
    from nuandong.cli._weather import UnclearRequest

    if first is None and last is None:
        return None
    if first is None or last is None or parse_day(last) < parse_day(first):
        raise UnclearRequest(
            "--first 与 --last 须同时给出，先者在前。Name both --first and --last, the earlier first."
        )
    return parse_day(first), parse_day(last)


def _summary(rows: Weather, done: Appended | None, language: str) -> str:
    """What came in, for which areas and days, and what became of it."""
    from nuandong.casefile.report_words import pick

    count, areas = len(rows.gas_day), len(set(rows.weather_area))
    days = f"{min(rows.gas_day)} — {max(rows.gas_day)}" if count else "—"
    came = pick(
        language,
        f"收到 {count} 行，{areas} 个气象分区，气日 {days}",
        f"{count} rows for {areas} weather areas, gas days {days}",
    )
    if done is None:
        return came + pick(language, "；未写入", "; nothing stored")
    return came + pick(
        language,
        f"；新增 {done.added} 行，已有 {done.known} 行，见 {done.file}",
        f"; {done.added} added, {done.known} known already, in {done.file}",
    )
