"""Forecasters run over worlds: the same origins, the same weather, the same actual use for all.

What a peer said is kept in the state folder under a key made of its code, the world's days and the question, so that
a second run of the same question costs nothing.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.worlds import World, simulated_outlook
from nuandong.demand.backtest import winter_days
from nuandong.demand.learning import RollingForecasts, rolling_forecasts
from nuandong.demand.peers import PEERS

LEADS = (1, 7)
MEASURED_WINTERS = 2  # measured series are few: two of their winters are scored, one of each made world
CHECKOUT = Path(__file__).resolve().parent.parent
KEPT = Path(os.environ.get("NUANDONG_STATE", CHECKOUT / ".nuandong")) / "accuracy"
OURS = "nuandong"


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """One world's question: origins, leads, and the forecast weather that stands on each eve, if any."""

    world: World
    origins: tuple[int, ...]
    leads: tuple[int, ...]
    outlook: np.ndarray | None

    @property
    def targets(self) -> np.ndarray:
        """Rows of the days that are asked for, (origins, leads)."""
        return np.array(self.origins)[:, None] + np.array(self.leads)[None, :] - 1


def race_of(world: World, *, every: int = 1, with_outlook: bool = False) -> Race:
    """The eves of the last winter of a made world, of the last two of measured series, every so many days.

    With simulated forecast weather only the far lead is asked: a day ahead weather is nearly known.
    """
    history = world.history
    winter = winter_days(days=history.days, temperature=history.temperature[0]).winter
    begins = np.flatnonzero(winter & ~np.concatenate([[False], winter[:-1]]))
    span = len(history.days)
    count = MEASURED_WINTERS if world.kind == "measured" else 1
    whole = [begin for begin in begins if begin >= 200 and winter[begin : begin + 120].sum() > 80]
    scored = np.zeros(span, dtype=np.bool_)
    for begin in whole[-count:]:
        scored[begin : begin + 240] = winter[begin : begin + 240]
    days = [int(day) for day in np.flatnonzero(scored) if day + max(LEADS) <= span][::every]
    origins = tuple(days)
    outlook = (
        simulated_outlook(history=history, origins=origins, reach=max(LEADS), seed=1)
        if with_outlook
        else None
    )
    return Race(world, origins, LEADS[-1:] if with_outlook else LEADS, outlook)


def peers_of(race: Race) -> dict[str, np.ndarray]:
    """Means (n, origins, leads) of each peer."""
    return {name: _remembered(name, race) for name in PEERS}


def ours_of(race: Race) -> RollingForecasts:
    """Our own rolling forecasts of a race."""
    return rolling_forecasts(
        history=race.world.history, origins=race.origins, reach=max(race.leads), weather_ahead=race.outlook
    )


def _remembered(name: str, race: Race) -> np.ndarray:
    key = hashlib.sha256(_code(name) + repr((name, race.origins, race.leads)).encode())
    history, outlook = race.world.history, np.zeros(0) if race.outlook is None else race.outlook
    for part in (
        history.use,
        history.held_back,
        history.temperature,
        history.wind,
        history.rest_day,
        outlook,
    ):
        key.update(np.ascontiguousarray(part).tobytes())
    path = KEPT / f"{key.hexdigest()[:24]}.npy"
    if path.exists():
        found: np.ndarray = np.load(path)
        return found
    begin = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = PEERS[name](
            history=history, origins=race.origins, leads=race.leads, weather_ahead=race.outlook
        )
    print(f"  {race.world.name}: {name}, {time.process_time() - begin:.1f} s CPU", flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    np.save(path, told)
    return told


def _code(name: str) -> bytes:
    """The code that a peer's answer hangs on: its own file and the two that all stand on."""
    own = Path(inspect.getfile(inspect.unwrap(PEERS[name])))
    return b"".join(own.with_name(file).read_bytes() for file in ("ground.py", "felt.py", own.name))
