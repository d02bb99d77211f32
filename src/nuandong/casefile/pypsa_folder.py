"""A network of PyPSA as its folder of CSV files, written without PyPSA.

    network.csv, snapshots.csv, meta.json    name, steps with their length in days, units and what is lost
    buses.csv, links.csv, …                  one file a kind of component
    links-p_max_pu.csv, …                    what varies from step to step, one column a component

`pypsa.Network(folder)` reads it. Figures stand in full precision.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from nuandong.balance.peers import PypsaTables
from nuandong.balance.peers.network import meta_of
from nuandong.balance.peers.tables import Component
from nuandong.casefile.results import json_bytes, write_files

PURPOSES = ("objective", "stores", "generators")  # of PyPSA's snapshot weightings


def write_pypsa(tables: PypsaTables, folder: str | Path, *, name: str = "") -> tuple[Path, ...]:
    """Write the tables into `folder` and return the paths; raises `ResultsNotWritten` where that cannot be."""
    steps = [day.isoformat() for day in tables.gas_days] or [str(step) for step in range(tables.days.size)]
    lengths = [[repr(float(length))] * len(PURPOSES) for length in tables.days]
    contents = {
        "network.csv": _csv(("name",), [[name or "nuandong"]]),
        "snapshots.csv": _csv(
            ("", "snapshot", *PURPOSES),
            [
                [number, step, *length]
                for number, (step, length) in enumerate(zip(steps, lengths, strict=True))
            ],
        ),
        "meta.json": json_bytes(meta_of(tables)),
    }
    for stem, component in tables.components.items():
        if component.name:
            contents[f"{stem}.csv"] = _columns(component)
            contents |= _series(stem, component, steps)
    return write_files(Path(folder), contents)


def _columns(component: Component) -> bytes:
    texts = [
        column if isinstance(column, tuple) else [repr(float(figure)) for figure in column]
        for column in component.columns.values()
    ]
    return _csv(("name", *component.columns), zip(component.name, *texts, strict=True))


def _series(stem: str, component: Component, steps: Sequence[str]) -> dict[str, bytes]:
    files = {}
    for key, series in component.series.items():
        if series.rows.size:
            head = ["snapshot", *(component.name[row] for row in series.rows)]
            lines = (
                [step, *map(repr, map(float, figures))]
                for step, figures in zip(steps, series.values.T, strict=True)
            )
            files[f"{stem}-{key}.csv"] = _csv(head, lines)
    return files


def _csv(head: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return text.getvalue().encode()
