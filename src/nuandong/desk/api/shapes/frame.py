"""Shapes that every subject uses: faults, texts in both languages, what every list is asked with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, PlainSerializer, WithJsonSchema

from nuandong.gasday import CHINA

WITHOUT_NOUGHT = r"^[^\x00]*$"  # PostgreSQL knows no text with a nought in it
LONGEST_WORDS, LONGEST_CODE = 2000, 80
MOST_ROWS = 200
FIRST_YEAR, LAST_YEAR = 2000, 2200


def sensible(instant: datetime) -> datetime:
    """An instant of these centuries; one without an offset is of China."""
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"an instant from {FIRST_YEAR} to {LAST_YEAR}")
    return instant if instant.tzinfo else instant.replace(tzinfo=CHINA)


def in_china(instant: datetime) -> str:
    """An instant as it is told: in China's time, with its offset."""
    return instant.astimezone(CHINA).isoformat()


Instant = Annotated[datetime, AfterValidator(sensible)]
At = Annotated[
    datetime,
    PlainSerializer(in_china, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class FaultOut(Schema):
    """One fault: where, what was met, what is wanted, in both languages. Rows are counted as in a sheet, from 2 on."""

    code: str
    field: str
    value: str
    wanted: dict[str, str]
    severity: str
    row: int | None = None


class FaultsOut(Schema):
    """Every fault of a call, at once."""

    errors: list[FaultOut]


class Both(Schema):
    """A text in both languages; either may be empty where nobody wrote it."""

    zh: str
    en: str


class Paging(Schema):
    """What every list is asked with."""

    cursor: str = Field(
        "", max_length=40, description="`next` of the page before; nothing for the first page"
    )
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="Rows a page")


class Words(Schema):
    """An act that wants words: why, how, with whom."""

    words: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
