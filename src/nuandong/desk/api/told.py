"""Records as the interface tells them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from nuandong.desk.directory.models import Account
from nuandong.desk.outlook.pictures import newest_picture
from nuandong.desk.reporting.board import Board
from nuandong.desk.reporting.models import ReportVersion
from nuandong.desk.reporting.rollup import Rollup


def version_told(version: ReportVersion) -> dict[str, Any]:
    """One filed version."""
    figures = list(version.figures.all())
    return {
        "id": version.pk,
        "unit": version.report.unit_id,
        "gas_day": version.report.gas_day,
        "version": version.number,
        "filed_at": version.filed_at,
        "channel": version.channel,
        "is_late": version.is_late,
        "is_nothing_to_report": version.is_nothing_to_report,
        "is_signed": hasattr(version, "sign_off"),
        "note": version.note,
        "figures": {one.quantity: one.amount for one in figures if one.amount is not None},
        "answers": {one.quantity: one.words for one in figures if one.words},
        "remarks": version.findings,
    }


def board_told(board: Board) -> dict[str, Any]:
    """The board of a gas day."""
    names = (
        "unit",
        "name_zh",
        "name_en",
        "kind",
        "region",
        "deadline_at",
        "filed_at",
        "version",
        "late_minutes",
    )
    return {
        "gas_day": board.gas_day,
        "at": board.at,
        "counties_filed": board.counties_filed,
        "counties_due": board.counties_due,
        "counts": {state.value: count for state, count in board.counts.items()},
        "next_deadline": board.next_deadline,
        "rows": [
            {**{name: getattr(row, name) for name in names}, "state": row.state.value,
             "escalation": row.escalation.value}
            for row in board.rows
        ],
    }  # fmt: skip


def rollup_told(rollup: Rollup) -> dict[str, Any]:
    """The sums of a gas day."""
    names = ("region", "name_zh", "name_en", "counties_filed", "counties_due", "total", "supply", "own_use",
             "own_supply")  # fmt: skip
    return {
        "gas_day": rollup.gas_day,
        "at": rollup.at,
        "rows": [
            {**{name: getattr(row, name) for name in names}, "kind": row.kind.value,
             "use": {word.value: amount for word, amount in row.use.items()}}
            for row in rollup.rows
        ],
        "disagreements": [
            {"region": one.region, "figure": one.figure, "own": one.own, "summed": one.summed,
             "is_complete": one.is_complete}
            for one in rollup.disagreements
        ],
    }  # fmt: skip


def level_told(gas_day: date, account: Account) -> dict[str, Any] | None:
    """Level and gap of the province on a gas day by its newest run; None where there is none."""
    found = newest_picture(gas_day, account)
    if found is None:
        return None
    run, picture = found
    gaps = picture.province
    return {
        "gas_day": gas_day,
        "run": run.pk,
        "as_of": run.as_of,
        "level": gaps.level[0],
        "gap": _known(gaps.gap_before[0]),
        "demand": _known(gaps.demand[0]),
        "supply": _known(gaps.supply[0]),
        "scope": "province",
    }


def _known(figure: float) -> float | None:
    return float(figure) if math.isfinite(figure) else None
