"""Keep a workbook as it was read, file what passed the gate, or drop it. What was read stays in every case.

Clauses: T-095 (channel), T-093 (nothing that was handed in is lost).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append, put_gathered_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.actions import ASSESS, file_reports
from nuandong.desk.reporting.books.checking import CheckedColumn, check_columns
from nuandong.desk.reporting.books.reading import ReadColumn
from nuandong.desk.reporting.deadlines import planned_day
from nuandong.desk.reporting.models import BookState, ReportBook, ReportVersion
from nuandong.desk.reporting.offline.package import read_handed
from nuandong.findings import AssuranceError, Finding

BOOK = "report_book"
LONGEST_NAME = 200


class BookIsClosed(AssuranceError):
    """A workbook was filed or dropped before."""

    def __init__(self, book: ReportBook) -> None:
        self.book = book
        super().__init__(
            f"工作簿 {book.pk} 已处理（{book.get_state_display()}），未再次入库。"
            f" / Workbook {book.pk} was dealt with before; nothing was filed again."
        )


def keep_book(*, file_name: str, content: bytes, by: Account, at: datetime) -> ReportBook:
    """Read a workbook or an offline package and keep what was read; nothing is filed yet."""
    columns, faults = read_handed(content)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        book = ReportBook.objects.create(
            file_name=file_name[:LONGEST_NAME],
            file_digest=digest,
            account=by,
            read_at=at,
            sheets=[asdict(column) for column in columns],
            faults=[_plain(finding) for finding in faults],
        )
        facts = {"digest": digest, "reports": len(columns), "faults": len(faults)}
        append(act=Act("read_report_book", by.actor, BOOK, str(book.pk), facts), at=at)
    return book


def columns_of(book: ReportBook) -> list[ReadColumn]:
    """What was read, as it was read."""
    return [ReadColumn(**sheet) for sheet in book.sheets]


def file_book(*, book: ReportBook, by: Account, at: datetime) -> list[ReportVersion]:
    """File every report of a workbook that has no error and does not stand there already. Raises BookIsClosed."""
    with transaction.atomic():
        kept = ReportBook.objects.select_for_update().get(pk=book.pk)
        if kept.state != BookState.WAITING:
            raise BookIsClosed(kept)
        ready = to_file(check_columns(columns=columns_of(kept), account=by, at=at))
        versions = file_reports(checked=[one.checked for one in ready if one.checked is not None], by=by)
        kept.state, kept.closed_at = BookState.FILED, at
        kept.save(update_fields=["state", "closed_at"])
        if versions:
            day = planned_day(at).isoformat()
            put_gathered_letter(subject=day, errand=ASSESS, facts={"gas_day": day}, at=at)
        facts = {"filed": len(versions), "left": len(kept.sheets) - len(versions)}
        append(act=Act("file_report_book", by.actor, BOOK, str(kept.pk), facts), at=at)
    return versions


def drop_book(*, book: ReportBook, by: Account, at: datetime) -> None:
    """Put a workbook aside unfiled. Raises BookIsClosed."""
    with transaction.atomic():
        kept = ReportBook.objects.select_for_update().get(pk=book.pk)
        if kept.state != BookState.WAITING:
            raise BookIsClosed(kept)
        kept.state, kept.closed_at = BookState.DROPPED, at
        kept.save(update_fields=["state", "closed_at"])
        append(act=Act("drop_report_book", by.actor, BOOK, str(kept.pk), {}), at=at)


def to_file(columns: Sequence[CheckedColumn]) -> list[CheckedColumn]:
    """Those that can be filed and say something that does not stand there yet."""
    return [one for one in columns if one.checked is not None and not one.is_unchanged]


def _plain(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "severity": finding.severity.value}
