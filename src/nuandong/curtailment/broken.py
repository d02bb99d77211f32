"""How a broken rule of a curtailment plan is told: the line, the value met, what is wanted, in both languages."""

from __future__ import annotations

from nuandong.curtailment.plan import CutPlan
from nuandong.findings import Finding, Place, Severity

PLAN_FILE = "curtailment_plan"
FIRST_ROW = 2  # of a table with a header
_MET = ("state", "tier", "county", "user", "name_zh", "order", "notify_by")
_FIGURES = ("relief", "load", "safe_load")


def broken(
    plan: CutPlan,
    row: int,
    rule: str,
    *,
    column: str,
    wanted: tuple[str, str],
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding that names the line: its number in the plan, its point, its user, the value met."""
    met = ""
    if column in _FIGURES:
        met = f" {getattr(plan, column)[row]:.4f}"
    elif column in _MET:
        met = f" {getattr(plan, column)[row]}"
    return Finding(
        code=f"curtailment.plan.{rule}",
        place=Place(file=PLAN_FILE, row=row + FIRST_ROW, column=column),
        value=f"{plan.point[row]} {plan.name_zh[row]}{met}",
        wanted_zh=wanted[0],
        wanted_en=wanted[1],
        severity=severity,
    )
