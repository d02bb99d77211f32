"""What a page or a call says when the records cannot be reached or have no room: refused whole, try again.

Whatever fails inside a transaction leaves nothing behind, so that what was sent may be sent again. The page is drawn
without any record, for there may be none to read.
"""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Iterator
from enum import StrEnum

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

RETRY_AFTER_S = 5
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)  # a quota is told as a failed write
SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
SQLITE_FAULTY = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE)  # the programme's own fault
POSTGRESQL_NO_ROOM, POSTGRESQL_BUSY = "53100", ("40001", "40P01", "55P03", "57014")


class Outage(StrEnum):
    """Why nothing can be read or kept just now."""

    NO_ROOM = "no_room"
    BUSY = "busy"
    GONE = "gone"


WORDS = {
    Outage.NO_ROOM: (
        "服务器磁盘已满，这次提交没有保存",
        "the server's disk is full; nothing of this was kept",
    ),
    Outage.BUSY: (
        "数据库一时忙，这次提交没有保存",
        "the database is busy; nothing of this was kept",
    ),
    Outage.GONE: (
        "数据库暂时连接不上，这次提交没有保存",
        "the database does not answer; nothing of this was kept",
    ),
}


def outage_of(trouble: BaseException | None) -> Outage | None:
    """The outage behind an exception; None for a fault of another kind."""
    for one in _causes(trouble):
        if isinstance(one, OSError) and one.errno in NO_ROOM:
            return Outage.NO_ROOM
        code = getattr(one, "sqlite_errorcode", None)
        if code is not None:
            return _of_sqlite(int(code))
        state = getattr(one, "sqlstate", None)
        if state is not None:
            return _of_postgresql(str(state))
    has_gone = any(isinstance(one, (OperationalError, InterfaceError)) for one in _causes(trouble))
    return Outage.GONE if has_gone else None


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: 503 where it may be sent again, 500 where the programme is at fault."""
    outage = outage_of(sys.exc_info()[1])
    is_call = request.path.startswith("/api/")
    if outage is None:
        zh, en, code, status = (
            "系统出错，已记入日志",
            "something failed here; it is in the log",
            "failed",
            500,
        )
    else:
        (zh, en), code, status = WORDS[outage], outage.value, 503
    if is_call:
        fault = {"code": code, "field": "", "value": "", "wanted": {"zh": zh, "en": en}, "severity": "error"}
        response: HttpResponse = JsonResponse({"errors": [fault]}, status=status)
    elif outage is None:
        response = HttpResponse(render_to_string("500.html"), status=status)
    else:
        response = HttpResponse(
            render_to_string("503.html", {"zh": zh, "en": en[0].upper() + en[1:], "outage": outage.value}),
            status=status,
        )
    if outage is not None:
        response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response


def _causes(trouble: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while trouble is not None and id(trouble) not in seen:
        seen.add(id(trouble))
        yield trouble
        trouble = trouble.__cause__ or trouble.__context__


def _of_sqlite(code: int) -> Outage | None:
    primary = code & 0xFF
    if code in SQLITE_NO_ROOM or primary == sqlite3.SQLITE_FULL:
        return Outage.NO_ROOM
    if primary in SQLITE_BUSY:
        return Outage.BUSY
    is_ours = primary in SQLITE_FAULTY or primary in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH)
    return None if is_ours else Outage.GONE


def _of_postgresql(state: str) -> Outage | None:
    if state == POSTGRESQL_NO_ROOM:
        return Outage.NO_ROOM
    if state in POSTGRESQL_BUSY:
        return Outage.BUSY
    is_gone = state.startswith(
        ("08", "57P", "53")
    )  # connection lost, server ending or starting, no connection left
    return Outage.GONE if is_gone else None
