"""Records that become known at an instant, one file a family. None of them is overwritten: what is known better
later is another row, so that every past moment can be replayed as it was known then (rulings, 12)."""

from nuandong.desk.reporting.models.contracts import (
    Contract,
    ContractTerms,
    ConversionBatch,
    Nomination,
    SupplyMeasure,
)
from nuandong.desk.reporting.models.filing import (
    BookState,
    Draft,
    Reminder,
    ReminderKind,
    ReportBook,
    SignOff,
)
from nuandong.desk.reporting.models.integrity import (
    IntegrityFinding,
    IntegrityKind,
    IntegrityReply,
    ReplyKind,
)
from nuandong.desk.reporting.models.readings import InventoryReading, Reading, WeatherValue
from nuandong.desk.reporting.models.reports import Channel, DailyReport, ReportFigure, ReportVersion
from nuandong.desk.reporting.models.sites import SiteKind, SiteReading

__all__ = [
    "BookState",
    "Channel",
    "Contract",
    "ContractTerms",
    "ConversionBatch",
    "DailyReport",
    "Draft",
    "IntegrityFinding",
    "IntegrityKind",
    "IntegrityReply",
    "InventoryReading",
    "Nomination",
    "Reading",
    "Reminder",
    "ReminderKind",
    "ReplyKind",
    "ReportBook",
    "ReportFigure",
    "ReportVersion",
    "SignOff",
    "SiteKind",
    "SiteReading",
    "SupplyMeasure",
    "WeatherValue",
]
