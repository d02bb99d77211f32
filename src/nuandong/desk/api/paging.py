"""Lists page by page: a cursor says where the next page begins, and stays good while records come in.

Records are told oldest first, by their place in the records, so whoever keeps the last cursor finds what came since.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from nuandong.desk.api.answers import refusal
from nuandong.desk.api.shapes.frame import Paging

LARGEST_ID = 2**63 - 1
MARK = "v1:"


def cursor_at(number: int) -> str:
    """A cursor that leads on from a place."""
    return base64.urlsafe_b64encode(f"{MARK}{number}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> int:
    """The place that a cursor leads on from; 0 for none. Raises Refused."""
    if not cursor:
        return 0
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise refusal("cursor", value=cursor, field="cursor") from None
    number = told.removeprefix(MARK)
    if not told.startswith(MARK) or not number.isdecimal() or int(number) > LARGEST_ID:
        raise refusal("cursor", value=cursor, field="cursor")
    return int(number)


def page_of(records: Any, paging: Paging, told: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """A page of records by their number, and the cursor of the next page; None after the last. Raises Refused."""
    rows = records.filter(pk__gt=place_of(paging.cursor)).order_by("pk")
    found = list(rows[: paging.limit + 1])
    page = found[: paging.limit]
    further = cursor_at(page[-1].pk) if len(found) > paging.limit else None
    return {"rows": [told(one) for one in page], "next": further}


def page_of_rows(
    rows: Sequence[Any], paging: Paging, told: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """A page of rows that were computed and have no number of their own. Raises Refused."""
    first = place_of(paging.cursor)
    last = first + paging.limit
    further = cursor_at(last) if last < len(rows) else None
    return {"rows": [told(one) for one in rows[first:last]], "next": further}
