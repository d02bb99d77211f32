"""A rolling-origin backtest of one history: the forecast and its peers, each knowing nothing but what the eve knew.

Every day from the first origin on is forecast from the days before it. The weather ahead is what came (`observed`,
and told as such) or what had been forecast and stored by then (`stored`). Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from nuandong.casefile.utility.climate import usual_temperature
from nuandong.casefile.utility.known import known_days
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.demand.learning import Method, rolling_forecasts
from nuandong.demand.peers import PEERS, Peer, PeerMissing
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray

OWN, OWN_OBSERVED = "nuandong", "nuandong, observed weather"
PLAIN_PEERS = ("last known day", "degree days", "degree days × level")
LEARNT_FROM = 730  # days before the first origin, where the record is long enough
FEWEST_ORIGINS = 28
FAN_REACH = 14
Progress = Callable[[str, float], None]


class NothingToScore(AssuranceError):
    """A record too short to be forecast from its own past and scored on the rest."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            f"可评分的日子只有 {count} 天，至少要 {FEWEST_ORIGINS} 天；请提供更长的记录，或把 --from 提前。"
            f"Only {count} days can be scored where {FEWEST_ORIGINS} are wanted; give a longer record "
            "or an earlier --from."
        )


class NoStoredWeather(AssuranceError):
    """Stored forecasts of weather were asked for, and the table holds none."""

    def __init__(self) -> None:
        super().__init__(
            "--weather stored: 表中没有预报气温（带起报时间的行，或 temp_lead_1 等列）；请补上，或用 "
            "--weather observed。"
            "The table holds no forecasts of temperature (rows with a time of issue, or columns such "
            "as temp_lead_1); "
            "add them, or say --weather observed."
        )


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """What to try: leads in days, the first day forecast (None: after two years, or half of a shorter record),
    `weather` observed, stored or None for stored where there is any, and whether all peers are wanted."""

    leads: tuple[int, ...] = (1, 7, 14)
    first: date | None = None
    weather: str | None = None
    all_peers: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What everybody told: ours and peers' means (F, n, O, L), our quantiles (n, O, reach, Q), use (n, O, reach).

    `origins` (O,) are places of `history.days`: the day of lead 1. `method` (n, O) is how ours came about.
    """

    history: UseHistory
    known: int
    origins: tuple[int, ...]
    leads: tuple[int, ...]
    weather: str
    forecasters: tuple[str, ...]
    mean: FloatArray
    levels: FloatArray
    quantiles: FloatArray
    method: tuple[tuple[str, ...], ...]
    actual: FloatArray
    said: tuple[Said, ...] = field(default=())

    @property
    def days(self) -> tuple[date, ...]:
        """The day of lead 1 of every origin."""
        return tuple(self.history.days[origin] for origin in self.origins)


def run_trial(
    *, history: UseHistory, stored: StoredWeather | None, request: TrialRequest, progress: Progress
) -> Trial:
    """Everybody's forecasts from every origin. Raises `NothingToScore`, `NoStoredWeather`."""
    known = known_days(history)
    origins = _origins(history, known, request)
    weather = request.weather or ("stored" if stored is not None else "observed")
    if not np.isfinite(history.temperature).any():
        weather = "none"
    reach = max(FAN_REACH, *request.leads)
    said: list[Said] = []
    ahead = None
    if weather == "stored":
        if stored is None:
            raise NoStoredWeather
        ahead = _stored_ahead(history, stored, origins, reach, said)
    progress("backtest", 0.2)
    with np.errstate(all="ignore"):  # what a series without use divides by nothing is NaN, and told as such
        ours = rolling_forecasts(history=history, origins=origins, reach=reach, weather_ahead=ahead)
    rows = [lead - 1 for lead in request.leads]
    names, means = [OWN], [ours.mean[:, :, rows]]
    if ahead is not None:
        names.append(OWN_OBSERVED)
        progress("backtest", 0.5)
        means.append(rolling_forecasts(history=history, origins=origins, reach=reach).mean[:, :, rows])
    for name, peer in _peers(request).items():
        progress("peers", 0.6 + 0.3 * len(names) / (len(names) + 1))
        try:
            told = peer(history=history, origins=origins, leads=request.leads, weather_ahead=ahead)
        except PeerMissing as trouble:
            said.append(Said(f"对照“{name}”未参加：{trouble}", f"Peer “{name}” did not run: {trouble}"))
            continue
        names.append(name)
        means.append(told)
    return Trial(
        history=history, known=known, origins=origins, leads=request.leads, weather=weather, forecasters=tuple(names),
        mean=np.stack(means), levels=np.array(ours.levels), quantiles=ours.quantiles, method=_words(ours.method),
        actual=_actual(history, known, origins, reach), said=tuple(said),
    )  # fmt: skip


def _origins(history: UseHistory, known: int, request: TrialRequest) -> tuple[int, ...]:
    """Every day that is forecast: from the one asked for, or after two years or half the record, to the last known."""
    first_known = int(np.flatnonzero(np.isfinite(history.use).any(axis=0))[0])
    begin = first_known + max(FEWEST_ORIGINS, min(LEARNT_FROM, (known - first_known) // 2))
    if request.first is not None:
        begin = max(first_known + FEWEST_ORIGINS, (request.first - history.days[0]).days)
    if known - begin < FEWEST_ORIGINS:
        raise NothingToScore(max(0, known - begin))
    return tuple(range(begin, known))


def _words(methods: tuple[tuple[Method, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(method) for method in unit) for unit in methods)


def _stored_ahead(
    history: UseHistory, stored: StoredWeather, origins: tuple[int, ...], reach: int, said: list[Said]
) -> FloatArray:
    """Stored forecasts on each eve, (a, O, reach); beyond their leads the usual weather of earlier years, told."""
    ahead = stored.seen_from(origins, reach)
    filled = 0
    for row, origin in enumerate(origins):
        lacking = np.isnan(ahead[:, row])
        if not lacking.any():
            continue
        asked = tuple(date.fromordinal(history.days[origin].toordinal() + step) for step in range(reach))
        usual = usual_temperature(
            temperature=history.temperature, days=history.days, known=origin, asked=asked
        )
        ahead[:, row] = np.where(lacking, usual, ahead[:, row])
        filled += int(lacking.sum())
    if filled:
        share = filled / ahead.size
        said.append(
            Said(
                f"预报未覆盖的日子（占 {share:.0%}）用此前各年同期的平均气温代替",
                f"Days that no stored forecast reaches ({share:.0%}) take the mean of the season in earlier years",
            )
        )
    return ahead


def _peers(request: TrialRequest) -> dict[str, Peer]:
    return {name: peer for name, peer in PEERS.items() if request.all_peers or name in PLAIN_PEERS}


def _actual(history: UseHistory, known: int, origins: tuple[int, ...], reach: int) -> FloatArray:
    """What would have been used without cuts, (n, O, reach): NaN where a cut's depth or the day is not known."""
    wanted = history.use + history.held_back
    actual = np.full((wanted.shape[0], len(origins), reach), np.nan)
    for row, origin in enumerate(origins):
        span = wanted[:, origin : min(origin + reach, known)]
        actual[:, row, : span.shape[1]] = span
    return actual
