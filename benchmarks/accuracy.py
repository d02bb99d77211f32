"""How far every forecaster misses, on measured series and on made worlds whose truth is known.

`python -m benchmarks.accuracy --quick` prints the league: one winter of each world, every second day, and only
`--worlds name,name` where some are named.
"""

from __future__ import annotations

import sys

import numpy as np

from benchmarks.races import LEADS, OURS, Race, ours_of, peers_of, race_of
from benchmarks.worlds import KINDS, World, build_world, read_german
from nuandong.demand.backtest import League

ALL, COLDEST = "all winter days", "coldest 5 %"


def worlds_named(names: tuple[str, ...]) -> list[World]:
    """The worlds asked for, made and measured; all of them where none is named."""
    measured = [world for world in read_german() if not names or world.name in names]
    return measured + [build_world(kind=kind) for kind in KINDS if not names or kind in names]


def cells(race: Race, told: np.ndarray) -> np.ndarray:
    """Mean absolute error over mean use, (n, leads, 2): all winter days, coldest 5 %."""
    actual, out = race.actual, np.full((told.shape[0], len(race.leads), 2), np.nan)
    for unit in range(told.shape[0]):
        winter = race.winter(unit)
        for place in range(len(race.leads)):
            target = race.targets[:, place]
            asked = np.zeros(winter.winter.size, dtype=np.bool_)
            asked[target] = True
            for kind, flags in enumerate((winter.winter, winter.coldest(asked))):
                chosen = flags[target] & ~np.isnan(actual[unit, :, place])
                used = actual[unit, chosen, place]
                if used.size:
                    out[unit, place, kind] = np.abs(told[unit, chosen, place] - used).mean() / used.mean()
    return out


def main(arguments: list[str]) -> int:
    """Print the league; `--quick`, `--worlds a,b`, `--outlook` (simulated forecast weather)."""
    names = tuple(arguments[arguments.index("--worlds") + 1].split(",")) if "--worlds" in arguments else ()
    is_quick = "--quick" in arguments
    series: list[str] = []
    errors: dict[str, list[np.ndarray]] = {}
    for world in worlds_named(names):
        race = race_of(
            world,
            every=2 if is_quick else 1,
            winters=1 if is_quick else 2,
            with_outlook="--outlook" in arguments,
        )
        told = peers_of(race)
        ours = ours_of(race)
        if ours is not None:
            told[OURS] = ours.mean[:, :, np.array(LEADS) - 1]
        if world.expected is not None:
            told["floor"] = world.best(origins=race.origins, leads=race.leads)
        for name, mean in told.items():
            errors.setdefault(name, []).append(cells(race, mean))
        if world.expected is None:
            errors.setdefault("floor", []).append(np.full((len(world.history.units), len(LEADS), 2), np.nan))
        series += [f"{world.name}: {unit}" for unit in world.history.units]
    table = {name: np.concatenate(rows) for name, rows in errors.items()}
    show(series, table)
    return 0


def show(series: list[str], table: dict[str, np.ndarray]) -> None:
    """All cells, then the standing of ours."""
    names = [name for name in table if name != "floor"]
    for place, lead in enumerate(LEADS):
        for kind, words in enumerate((ALL, COLDEST)):
            print(f"\nlead {lead}, {words}: mean absolute error, % of mean use")
            print(" " * 44 + "".join(f"{name[:15]:>16}" for name in [*names, "floor"]))
            for row, unit in enumerate(series):
                shown = [100 * table[name][row, place, kind] for name in [*names, "floor"]]
                best = min(shown[: len(names) - (OURS in names)])
                mark = f"  ours/best {shown[names.index(OURS)] / best:5.2f}" if OURS in names else ""
                print(f"{unit[:43]:<44}" + "".join(f"{value:16.2f}" for value in shown) + mark)
            league = League(
                tuple(names), tuple(series), np.stack([table[name][:, place, kind] for name in names])
            )
            print(f"{'geometric mean':<44}" + "".join(f"{100 * value:16.2f}" for value in league.mean))
            if OURS in names:
                print(league.standing(OURS))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
