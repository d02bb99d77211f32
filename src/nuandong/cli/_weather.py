"""Where weather comes from: Open-Meteo, a bureau, or a file that was brought in; each to rows of a case's areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from nuandong.casefile.csvfile import encoding_of
from nuandong.casefile.weather_table import read_weather_table
from nuandong.cli._fetch import fetch
from nuandong.demand.tables import Weather
from nuandong.demand.weather_in import (
    Product,
    WeatherPoint,
    read_bureau,
    read_open_meteo,
    read_stations,
    request_parameters,
)
from nuandong.demand.weather_in.open_meteo import ADDRESSES
from nuandong.findings import AssuranceError, FaultyCase, Findings
from nuandong.network.tables import Regions

OPEN_METEO, BUREAU = "open-meteo", "bureau"
OF_JSON = (b"{", b"[")


class UnclearRequest(AssuranceError):
    """Options that do not say what is wanted, or a case that does not say where."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; `received_at` None: now."""

    source: str
    product: Product
    span: tuple[date, date] | None
    address: str
    key: str
    stations: Path | None
    received_at: datetime | None
    timeout: float
    retries: int


def weather_of(asked: Asked, *, regions: Regions) -> tuple[Weather, Findings]:
    """The rows that the source gives for the case's weather areas, and what was wrong with it."""
    areas = frozenset(area for area in regions.weather_area if area)
    file = None if asked.source in (OPEN_METEO, BUREAU) else Path(asked.source)
    content = None if file is None else file.read_bytes()
    if asked.source == BUREAU or asked.stations is not None:
        return _of_bureau(asked, areas, content)
    if file is None or content is None or content.lstrip()[:1] in OF_JSON:
        return _of_open_meteo(asked, points_of(regions, areas), content)
    return read_weather_table(file, areas=areas), Findings()


def points_of(regions: Regions, areas: frozenset[str]) -> tuple[WeatherPoint, ...]:
    """Where the weather of each area is asked for: at the region of its name, else amid those that lie in it."""
    points = []
    for area in sorted(areas):
        named = [row for row, region in enumerate(regions.region) if region == area]
        inside = [row for row, other in enumerate(regions.weather_area) if other == area]
        rows = [row for row in (named or inside) if np.isfinite(regions.lat[row] + regions.lon[row])]
        if not rows:
            raise UnclearRequest(
                f"{area}: 该气象分区没有经纬度，请在 regions.csv 补充 lon 和 lat。"
                f"Weather area {area} has no coordinates; add lon and lat to regions.csv."
            )
        latitude, longitude = float(regions.lat[rows].mean()), float(regions.lon[rows].mean())
        points.append(WeatherPoint(area, round(latitude, 4), round(longitude, 4)))
    return tuple(points)


def _of_bureau(asked: Asked, areas: frozenset[str], content: bytes | None) -> tuple[Weather, Findings]:
    if asked.stations is None:
        raise UnclearRequest(
            "--source bureau 需要 --stations（站点与气象分区对应表）。"
            "It wants --stations, the table that maps stations to weather areas."
        )
    written = asked.stations.read_bytes()
    text = written.decode(encoding_of(written) or "utf-8", errors="replace")
    feed, findings = read_stations(text, areas=areas, file=asked.stations.name)
    if feed is None:
        raise FaultyCase(findings)
    if content is None:
        content = _fetched(asked, asked.address, {}, bearer=asked.key)
    answer = read_bureau(content, feed=feed, received_at=_received(asked))
    return answer.weather, findings + answer.findings


def _of_open_meteo(
    asked: Asked, points: tuple[WeatherPoint, ...], content: bytes | None
) -> tuple[Weather, Findings]:
    if content is None:
        if asked.product is not Product.FORECAST and asked.span is None:
            raise UnclearRequest(
                f"--product {asked.product} 需要 --first 和 --last。It wants --first and --last."
            )
        first, last = asked.span or (None, None)
        parameters = request_parameters(points=points, product=asked.product, first=first, last=last)
        if asked.key:
            parameters["apikey"] = asked.key
        content = _fetched(asked, asked.address or ADDRESSES[asked.product], parameters)
    answer = read_open_meteo(content, points=points, received_at=_received(asked), product=asked.product)
    return answer.weather, answer.findings


def _fetched(asked: Asked, address: str, parameters: Mapping[str, str], *, bearer: str = "") -> bytes:
    return fetch(address, parameters=parameters, bearer=bearer, timeout=asked.timeout, retries=asked.retries)


def _received(asked: Asked) -> datetime:
    """When the answer came in; asked after it has, so that nothing in it can be newer."""
    return asked.received_at or datetime.now(UTC)
