"""How far every forecaster misses, on measured series and on made worlds whose truth is known.

`./nuandong bench accuracy --write` runs everything and writes `docs/accuracy.md`. `python -m benchmarks.accuracy
--quick` prints the league: every second day; `--worlds name,name` only some worlds,
`--outlook` simulated forecast weather.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy_page import page_of
from benchmarks.figures import FigureTable
from benchmarks.races import OURS, race_of
from benchmarks.verdicts import FLOOR, KINDS, Standings, add_verdicts
from benchmarks.worlds import KINDS as WORLDS
from benchmarks.worlds import World, build_world, read_german

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
PAGE_SEED, TUNING_SEED = 7, 0  # the page's worlds are not those that anybody looked at while tuning
OBSERVED, SIMULATED = "observed weather", "simulated forecast weather"


@dataclass(slots=True)
class AccuracyTable(FigureTable):
    """The goals, with all that the page shows beside them."""

    standings: list[Standings] = field(default_factory=list)


def run(arguments: list[str]) -> AccuracyTable:
    """Run all forecasters; `--quick` every second day."""
    table = AccuracyTable("Goals")
    for weather in (OBSERVED, SIMULATED):
        standings = raced(arguments, weather=weather, seed=PAGE_SEED)
        add_verdicts(table, standings, has_goals=weather == OBSERVED)
        table.standings.append(standings)
    return table


def write_page(table: AccuracyTable) -> None:
    """Write `docs/accuracy.md`."""
    PAGE.write_text(page_of(table, table.standings, PAGE_SEED), encoding="utf-8")


def raced(arguments: list[str], *, weather: str, seed: int) -> Standings:
    """Everybody over the worlds that are asked for."""
    names = tuple(arguments[arguments.index("--worlds") + 1].split(",")) if "--worlds" in arguments else ()
    is_quick = "--quick" in arguments
    standings = Standings(weather)
    for world in worlds_named(names, seed):
        standings.run(race_of(world, every=2 if is_quick else 1, with_outlook=weather == SIMULATED))
    return standings


def worlds_named(names: tuple[str, ...], seed: int) -> list[World]:
    """The worlds asked for, measured and made; all of them where none is named."""
    measured = [world for world in read_german() if not names or world.name in names]
    return measured + [build_world(kind=kind, seed=seed) for kind in WORLDS if not names or kind in names]


def main(arguments: list[str]) -> int:
    """Print the leagues of the worlds for tuning."""
    weather = SIMULATED if "--outlook" in arguments else OBSERVED
    standings = raced(arguments, weather=weather, seed=TUNING_SEED)
    for lead in standings.leads:
        for kind, words in KINDS.items():
            league = standings.league(lead, kind)
            floor = standings.errors(FLOOR, lead, kind)
            print(f"\nlead {lead}, {weather}, {words}: mean absolute error, % of mean use")
            print(" " * 40 + "".join(f"{name[:14]:>15}" for name in [*league.forecasters, FLOOR]))
            beside = league.beside_best(OURS)
            for place, series in enumerate(league.series):
                errors = [*league.error[:, place], floor[place]]
                mark = f"   ours/best {beside[place]:5.2f}"
                print(f"{series[:39]:<40}" + "".join(f"{100 * error:15.2f}" for error in errors) + mark)
            print(f"{'geometric mean':<40}" + "".join(f"{100 * error:15.2f}" for error in league.mean))
    table = FigureTable("Goals")
    add_verdicts(table, standings, has_goals=weather == OBSERVED)
    table.show()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
