"""The audit report as a workbook: one sheet for each question, figures in full, actors under their whole pseudonym.

Clause: T-098 (audit report).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from nuandong.desk.ledger.audit import AuditMonth
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.words import words_of
from nuandong.gasday import CHINA

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_of(month: AuditMonth, *, at: datetime) -> bytes:
    """The workbook's bytes, dated by the instant it was asked for."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": at.astimezone(CHINA).replace(tzinfo=None, microsecond=0)})
    _page(book, _("In short"), (_("Fact"), _("Value")), _short(month, at))
    _page(book, _("Acts"), (_("Act"), _("Act in words"), _("Times"), _("Actors")),
          ((one.act, str(one.words), one.count, one.actors) for one in month.acts))  # fmt: skip
    _page(book, _("Actors"), (_("Actor (pseudonym)"), _("Acts"), _("Kinds of acts"), _("First"), _("Last")),
          ((one.actor, one.count, one.kinds, _local(one.first), _local(one.last)) for one in month.actors))  # fmt: skip
    _page(book, _("Pairs of eyes"),
          (_("Decision"), _("Subject"), _("At"), _("Decided by"), _("Prepared by"), _("Two people")),
          ((str(pair.words), pair.decided.subject_id, _local(pair.decided.at), pair.decided.actor,
            "" if pair.before is None else pair.before.actor, _("yes") if pair.is_of_two else _("NO"))
           for pair in month.pairs))  # fmt: skip
    for title, rows in (
        (_("Refused acts"), month.refused), (_("Sent back"), month.sent_back),
        (_("Administrators"), month.administrators),
    ):  # fmt: skip
        _page(
            book,
            title,
            (_("Entry"), _("At"), _("Act"), _("Subject"), _("Actor (pseudonym)")),
            map(_cells, rows),
        )
    book.close()
    return written.getvalue()


def _short(month: AuditMonth, at: datetime) -> Iterable[Sequence[Any]]:
    yield _("Month"), f"{month.first:%Y-%m}"
    yield _("Entries"), month.entries
    yield _("Sign-ins"), month.sign_ins
    yield _("Failed sign-ins"), month.failed_sign_ins
    yield _("Decisions"), len(month.pairs)
    yield _("Decisions of one person"), len(month.broken_pairs)
    yield _("Refused acts"), len(month.refused)
    yield _("Days that the ledger reaches back"), month.kept_days(at)
    yield _("Head of the chain"), month.head


def _cells(entry: Entry) -> tuple[Any, ...]:
    return entry.sequence, _local(entry.at), str(words_of(entry.act)), entry.subject_id, entry.actor


def _page(book: Any, title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    page = book.add_worksheet(title[:31])
    page.freeze_panes(1, 0)
    page.set_column(0, len(heading) - 1, 24)
    page.write_row(0, 0, heading, book.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
