"""What every call passes first: a token in force, the right of its account, what the token was given for, the scope.

Clauses: T-001 (scope), T-095 (the channel by interface), T-098 (nothing is done without somebody who did it).
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Query
from ninja.security import HttpBearer

from nuandong.desk.api.actions import token_of
from nuandong.desk.api.answers import refusal
from nuandong.desk.api.limits import spend_call, spend_stranger
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.paging import LARGEST_ID
from nuandong.desk.api.shapes.frame import WITHOUT_NOUGHT, FaultsOut
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.reporting.previous import possible_day
from nuandong.desk.reporting.views_board import has_rules

Record = TypeVar("Record")
RANK = (TokenScope.READ, TokenScope.FILE, TokenScope.ACT)  # each holds what stands before it

# What a call may be answered with beside what was asked for: reading, and doing something.
Faults: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422, 429), FaultsOut)
ActFaults: dict[int, Any] = {**Faults, 409: FaultsOut}


def asked_text(longest: int, words: str = "") -> Any:
    """A text that a list may be asked with; nothing asks for all."""
    return Query("", max_length=longest, pattern=WITHOUT_NOUGHT, description=words or None)


def asked_day() -> Any:
    """A gas day that a list may be asked with; nothing asks for all."""
    return asked_text(10, "Gas day, as 2023-12-20")


class Token(HttpBearer):
    """A token in force; a browser's session opens nothing here, so that no foreign page can call for its reader."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        found = token_of(token)
        if found is None:
            spend_stranger(request)
            return None
        spend_call(found.pk)
        request.user = found.account
        request.api_token = found  # type: ignore[attr-defined]
        return found.account


def allowed(request: HttpRequest, right: str | None, scope: TokenScope = TokenScope.READ) -> Account:
    """The account that calls, where it holds the right and its token was given for as much. Raises Refused."""
    account: Account = request.auth  # type: ignore[attr-defined]
    given = request.api_token.scope  # type: ignore[attr-defined]
    if RANK.index(TokenScope(given)) < RANK.index(scope):
        raise refusal("token_scope", value=str(given))
    if right is not None and not account.has_perm(right):
        raise refusal("right")
    return account


def for_the_province(account: Account) -> None:
    """Only whoever acts for the whole province goes on. Raises Refused."""
    if not scope_of(account).sees_all:
        raise refusal("right")


def day_named(text: str) -> date:
    """The gas day that a call names. Raises Refused."""
    day = possible_day(text)
    if day is None or not has_rules(day):
        raise refusal("day", value=text[:20], field="gas_day")
    return day


def found(records: Any, field: str, **named: Any) -> Any:
    """The one record of these that is so named; one outside the scope is not there. Raises Refused."""
    looked_for = {
        name: min(value, LARGEST_ID) if isinstance(value, int) else value for name, value in named.items()
    }
    record = records.filter(**looked_for).first()
    if record is None:
        raise refusal("unknown", value=str(next(iter(named.values())))[:60], field=field)
    return record
