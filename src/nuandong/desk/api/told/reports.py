"""Daily reports as the interface tells them."""

from __future__ import annotations

from typing import Any

from nuandong.desk.reporting.board import Board, BoardRow
from nuandong.desk.reporting.models import IntegrityFinding, Reminder, ReportVersion
from nuandong.desk.reporting.rollup import Rollup
from nuandong.integrity import Suspect


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
    return {
        "gas_day": board.gas_day,
        "at": board.at,
        "counties_filed": board.counties_filed,
        "counties_due": board.counties_due,
        "counts": {state.value: count for state, count in board.counts.items()},
        "next_deadline": board.next_deadline,
        "rows": [board_row_told(row) for row in board.rows],
    }


def board_row_told(row: BoardRow) -> dict[str, Any]:
    """One unit on the board."""
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
    told = {name: getattr(row, name) for name in names}
    return {**told, "state": row.state.value, "escalation": row.escalation.value}


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


def suspect_told(suspect: Suspect) -> dict[str, Any]:
    """One report that does not balance."""
    names = ("county", "reported", "expected", "share", "deviations", "witnesses")
    return {name: getattr(suspect, name) for name in names}


def finding_told(finding: IntegrityFinding) -> dict[str, Any]:
    """A person's finding with what followed it."""
    return {
        "id": finding.pk,
        "unit": finding.report.unit_id,
        "gas_day": finding.report.gas_day,
        "kind": finding.kind,
        "evidence": finding.evidence,
        "at": finding.at,
        "replies": [{"kind": one.kind, "words": one.words, "at": one.at} for one in finding.replies.all()],
    }


def reminder_told(reminder: Reminder) -> dict[str, Any]:
    """One reminder."""
    told = {"unit": reminder.unit_id, "gas_day": reminder.gas_day, "kind": reminder.kind, "at": reminder.at}
    return {"id": reminder.pk, **told}
