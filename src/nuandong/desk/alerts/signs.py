"""How levels, people and words look on the pages of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.province import policy_book
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.policy import NO_LEVEL, Level


@dataclass(frozen=True, slots=True)
class Sign:
    """A level as a page shows it: word, response, hue, and lit pips."""

    key: str
    word: str
    response: str
    hue: str
    rank: int
    pips: tuple[bool, ...]


def said(zh: str, en: str) -> str:
    """The words in the language of the page; Chinese where there is no English."""
    return zh if is_chinese() or not en else en


def sign_of(key: str, day: date) -> Sign:
    """A level by its key; one that the plan does not know shows as itself."""
    levels = policy_book().levels(day=day)
    level = next((one for one in levels if one.key == key), None)
    if level is None:
        word = _("No warning") if key == NO_LEVEL.key else key
        return Sign(key, word, "", "none", 0, (False,) * len(levels))
    pips = tuple(step < level.rank for step in range(len(levels)))
    return Sign(key, said(level.name_zh, level.name_en), response_of(level), level.hue, level.rank, pips)


def response_of(level: Level) -> str:
    """The response that a level starts."""
    return said(level.response_zh, level.response_en)


def level_choices(day: date) -> list[tuple[str, str]]:
    """The levels of the plan, worst first, and the end of the response."""
    levels = reversed(policy_book().levels(day=day))
    told = [(one.key, f"{said(one.name_zh, one.name_en)} · {response_of(one)}") for one in levels]
    return [*told, (NO_LEVEL.key, _("No warning: the response ends"))]


def who(account: Account | None) -> str:
    """Who acted, as far as the directory still knows: a name, else the account; the desk itself."""
    if account is None:
        return _("The desk")
    person = account.person
    return person.name if person is not None and person.name else account.username


def spoken(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words kept in both languages, in the language of the page: `text` and `clause` are added."""
    return [
        {**row, "text": said(row["zh"], row["en"]), "clause": said(row.get("clause_zh", ""), row.get("clause", ""))}
        for row in rows
    ]  # fmt: skip
