"""Shapes of briefs: sections with their words in both languages, figures with their source, files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import LONGEST_CODE, LONGEST_WORDS, WITHOUT_NOUGHT, At, Both

LONGEST_KEY, LONGEST_NOTE, MOST_PARAGRAPHS = 120, 4000, 200
Key = Annotated[str, Field(max_length=LONGEST_KEY, pattern=WITHOUT_NOUGHT)]
Text = Annotated[str, Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)]


class FigureOut(Schema):
    """A figure as it is printed, its number where it has one, and where it comes from."""

    key: str
    label: Both
    printed: Both
    number: float | None
    source: Both
    address: str


class ParagraphOut(Schema):
    """A paragraph as it is read; `departures` name figures that an edit dropped or numbers that no record bears out."""

    key: str
    words: Both
    edited: list[str]
    departures: list[str]


class SectionOut(Schema):
    """A part of a brief; `missing` says why one has nothing to say."""

    key: str
    title: Both
    paragraphs: list[ParagraphOut]
    figures: list[FigureOut]
    missing: Both


class BriefOut(Schema):
    """A brief in a list: daily, weekly or flash; draft, signed or discarded."""

    id: int
    kind: str
    region: str
    gas_day: date
    as_of: At
    run: int | None
    state: str
    openness: str
    edition: int
    serial: int | None
    made_at: At
    signed_by: str | None
    signed_at: At | None
    supersedes: int | None


class BriefTextOut(BriefOut):
    """A brief as it reads. Hand `seen` back when editing or signing: nobody signs what he did not read."""

    note: str
    seen: str
    sections: list[SectionOut]
    files: list[str]


class BriefsOut(Schema):
    """A page of briefs, oldest first."""

    rows: list[BriefOut]
    next: str | None


class BriefIn(Schema):
    """Which brief is drafted: a day's or week's names its gas day, a flash report what it is about."""

    kind: Literal["daily", "weekly", "flash"]
    region: str = Field(max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT)
    gas_day: date | None = None
    about_kind: Literal["", "incident", "declaration"] = ""
    about_number: int | None = Field(None, ge=1, lt=2**63)


class BriefEditIn(Schema):
    """Words by the key of their paragraph, in one language; what is not named stays. Figures stay bound to records."""

    language: Literal["zh", "en"] = "zh"
    words: dict[Key, Text] = Field(default_factory=dict, max_length=MOST_PARAGRAPHS)
    note: str | None = Field(None, max_length=LONGEST_NOTE, pattern=WITHOUT_NOUGHT)
    openness: Literal["internal", "public"] | None = None
    seen: str = Field(max_length=80, pattern=WITHOUT_NOUGHT)


class SignIn(Schema):
    """The mark of what was read."""

    seen: str = Field(min_length=1, max_length=80, pattern=WITHOUT_NOUGHT)
