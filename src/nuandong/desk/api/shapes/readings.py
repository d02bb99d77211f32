"""Shapes of readings of delivery points."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import At, FaultOut
from nuandong.desk.reporting.readings.sheet import MOST_LINES

LONGEST_CELL = 80
Cell = Annotated[str, Field(max_length=LONGEST_CELL, pattern=r"^[^\x00]*$")]
Amount = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class ReadingIn(Schema):
    """One reading: of a point (or a meter with one point), over a span or a gas day, in 10⁴ m³ or in m³."""

    point: Cell
    begins: Cell = Field("", description="2023-12-21 08:00, or with an offset; empty where gas_day stands")
    ends: Cell = ""
    gas_day: Cell = ""
    volume: Amount | None = Field(None, description="10⁴ m³")
    volume_m3: Amount | None = None
    quality: Cell = Field("", description="metered, estimated or suspect; empty: metered")


class ReadingsIn(Schema):
    """Readings of one filing: all are kept, or none. A reading on record is corrected by another with its own span."""

    rows: list[ReadingIn] = Field(min_length=1, max_length=MOST_LINES)


class FiledOut(Schema):
    """What came of a filing; `unchanged` lines were on record already. Remarks travel with what was kept."""

    filed: int
    corrected: int
    unchanged: int
    remarks: list[FaultOut]


class ReadingOut(Schema):
    """One reading: 10⁴ m³ from one instant to another, when it became known, and whether the user filed it itself."""

    id: int
    point: str
    begins: At
    ends: At
    volume: float
    quality: str
    source: str
    known_at: At
    filed_by_user: bool


class ReadingsOut(Schema):
    """A page of readings, oldest first; a later one of the same span corrects an earlier."""

    rows: list[ReadingOut]
    next: str | None
