"""The hours of a gas day as a tidy CSV table, figures in full precision, flows in 10^4 m3/day.

hours.csv    one line an hour: gas_day, hour (0 is 08:00 to 09:00), demand, served, taken, relief, missing,
             protected_missing, and the send-out of every store
"""

from __future__ import annotations

from pathlib import Path

from nuandong.assess.hours import HourPicture
from nuandong.casefile.result_table import ResultTable
from nuandong.casefile.results import csv_bytes, write_files
from nuandong.gasday import HOURS


def write_hours(folder: str | Path, picture: HourPicture) -> tuple[Path, ...]:
    """Write hours.csv into `folder`; raises `ResultsNotWritten` where that cannot be."""
    columns = {
        "gas_day": [picture.stamp.days[0].isoformat()] * HOURS,
        "hour": list(range(HOURS)),
        **{name: getattr(picture, name).tolist()
           for name in ("demand", "served", "taken", "relief", "missing", "protected_missing")},
        **{f"sendout {store}": picture.sendout[row].tolist() for row, store in enumerate(picture.stores)},
    }  # fmt: skip
    table = ResultTable("hours", "分时平衡", "Hours", columns)
    return write_files(Path(folder), {"hours.csv": csv_bytes(table)})
