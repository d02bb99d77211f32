"""A case folder becomes records: one file for the directory's tables, one for what becomes known over time."""

from nuandong.desk.outlook.intake.dated import keep_dated_facts
from nuandong.desk.outlook.intake.reports import keep_reports
from nuandong.desk.outlook.intake.standing import keep_standing_facts

__all__ = ["keep_dated_facts", "keep_reports", "keep_standing_facts"]
