"""Cuts of earlier gas days from their archived results: a case that remembers what plans before it asked of users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nuandong.assess.case import Case
from nuandong.casefile.canonical import input_hash
from nuandong.casefile.csvfile import read_csv
from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import Limits
from nuandong.casefile.shape import read_table
from nuandong.curtailment import CutHistory, with_history
from nuandong.findings import FaultyCase, Place

HISTORY = "cut_history.csv"


def after_days(case: Case, archives: Sequence[str | Path]) -> Case:
    """The case with the cuts that archived results hold, each a folder written by `plan` or a table `cut_history`.

    Of two rows for one point and gas day the one known later stands. Raises `FaultyCase` with every fault.
    """
    if not archives:
        return case
    faults = Gathering(limit=Limits().findings)
    further = [_history(Path(archive), case, faults) for archive in archives]
    if faults.findings.errors:
        raise FaultyCase(faults.findings)
    users = with_history(book=case.users, further=[history for history in further if history is not None])
    changed = replace(case, users=users)
    return replace(changed, input_hash=input_hash(case=changed))


def _history(archive: Path, case: Case, faults: Gathering) -> CutHistory | None:
    file = archive / HISTORY if archive.is_dir() else archive
    if not file.is_file():
        faults.add("not_found" if not archive.exists() else "missing_file", place=Place(str(file)),
                   meaning=("压减记录", "cut history"))  # fmt: skip
        return None
    raw = read_csv(file, limits=Limits(), faults=faults)
    if raw is None:
        return None
    read = read_table("cut_history", raw, faults=faults)
    known = {"", *case.users.delivery_points.point}
    for row, point in enumerate(read.columns["point"]):
        if point not in known:
            words = ("“交接点”表", "the table “Delivery points”")
            faults.add("unknown_reference", place=read.place(row, "point"), value=point, tables_zh=words[0],
                       tables_en=words[1])  # fmt: skip
    history: CutHistory = read.as_dataclass()
    return history
