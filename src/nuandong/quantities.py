"""The data dictionary: what every column, figure and report field is called, measured in, and bounded by.

Labels, units, decimals, bounds and meanings stand once, in `quantities.toml`. Sheet headers, form labels,
error texts and the manual page of the case format derive from here. A key is `table.column` for a column of
a case, `report.field` for a field of a daily report, and a bare name for a figure of a picture.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from nuandong import vocabulary
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA

MISSING = "—"
MINUS = "−"


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"


class UnknownQuantity(AssuranceError):
    """A key that the data dictionary does not hold."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            f"{key}: not in the data dictionary. Add an entry to quantities.toml, or mend the key."
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure as it is written, and the decimals that its figures bear."""

    key: str
    zh: str
    en: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """One entry of the dictionary. Bounds are in the base unit, both inside; None means no bound."""

    key: str
    label_zh: str
    label_en: str
    kind: Kind
    unit: Unit
    decimals: int
    lower: float | None
    upper: float | None
    suspect_above: float | None
    may_be_empty: bool
    whole: bool
    vocabulary: type[StrEnum] | None
    choices: tuple[str, ...]
    refers: tuple[str, ...]
    clause: tuple[str, ...]
    meaning_zh: str
    meaning_en: str

    def label(self, *, language: str = "zh") -> str:
        """The label without its unit."""
        return self.label_zh if language.startswith("zh") else self.label_en

    def meaning(self, *, language: str = "zh") -> str:
        """One sentence on what it is."""
        return self.meaning_zh if language.startswith("zh") else self.meaning_en

    def unit_text(self, *, language: str = "zh") -> str:
        """The unit as written in headings; `%` for shares, which screens show as percentages."""
        if self.unit.key == "share":
            return "%"
        return self.unit.zh if language.startswith("zh") else self.unit.en


@dataclass(frozen=True, slots=True)
class TableWords:
    """What the dictionary says about a table of a case: its label, key columns and whether it must be there."""

    name: str
    label_zh: str
    label_en: str
    key: tuple[str, ...]
    required: bool
    may_have_no_rows: bool
    meaning_zh: str
    meaning_en: str

    def label(self, *, language: str = "zh") -> str:
        """The table's label."""
        return self.label_zh if language.startswith("zh") else self.label_en

    def meaning(self, *, language: str = "zh") -> str:
        """One sentence on what the table holds."""
        return self.meaning_zh if language.startswith("zh") else self.meaning_en


def quantity(key: str) -> Quantity:
    """The entry of a key: `table.column`, `report.field` or a bare figure. UnknownQuantity if there is none."""
    section, _, name = key.rpartition(".")
    if section:
        return column(section, name=name)
    return _entry("figures", name)


def column(table: str, *, name: str) -> Quantity:
    """The entry of a column of a case table, or of a field of `report`; columns shared by tables are found too."""
    if table == "report":
        return _entry("report", name)
    return _entry(f"columns.{table}", name)


def table_words(name: str) -> TableWords:
    """What the dictionary says about a table of a case."""
    written = _written()["tables"]
    if name not in written:
        raise UnknownQuantity(name)
    words = written[name]
    return TableWords(
        name=name,
        label_zh=words["label"]["zh"],
        label_en=words["label"]["en"],
        key=tuple(words.get("key", ())),
        required=words.get("required", False),
        may_have_no_rows=words.get("may_have_no_rows", not words.get("required", False)),
        meaning_zh=words["meaning"]["zh"],
        meaning_en=words["meaning"]["en"],
    )


def keys(section: str) -> tuple[str, ...]:
    """All names of a section in the order of the file: `figures`, `report`, or a table (shared columns left out)."""
    written = _written()
    if section in ("figures", "report", "tables"):
        return tuple(written[section])
    return tuple(written["columns"].get(section, {}))


def label(key: str, *, language: str = "zh", with_unit: bool = False) -> str:
    """Label of a key, with its unit in brackets where asked: `缺口（措施前）（万m³/d）`."""
    entry = quantity(key)
    unit = entry.unit_text(language=language)
    words = entry.label(language=language)
    if not (with_unit and unit):
        return words
    return f"{words}（{unit}）" if language.startswith("zh") else f"{words} ({unit})"


def format_value(key: str, *, value: object, language: str = "zh") -> str:
    """A value as a person reads it: thousands separated, fixed decimals, shares as %, `—` where missing.

    Numbers are in the base unit of the key. The unit itself stands in the heading, only `%` beside the value.
    """
    return _shown(quantity(key), value, language)


def _shown(entry: Quantity, value: object, language: str) -> str:
    zh = language.startswith("zh")
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if entry.kind is Kind.FLAG:
        return ("是" if zh else "yes") if value else ("否" if zh else "no")
    if isinstance(value, datetime):
        return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if entry.vocabulary is not None:
        return vocabulary.label(entry.vocabulary(str(value)), language=language)
    if entry.kind is Kind.NUMBER:
        return _number_text(entry, Decimal(str(value)))
    return str(value)


def _number_text(entry: Quantity, value: Decimal) -> str:
    if not value.is_finite():
        return MISSING if value.is_nan() else "∞"
    is_share = entry.unit.key == "share"
    shown = value * 100 if is_share else value
    digits = f"{shown.quantize(Decimal(1).scaleb(-entry.decimals), rounding=ROUND_HALF_UP):,f}"
    if digits.startswith("-"):
        rest = digits[1:]
        digits = MINUS + rest if rest.strip("0.,") else rest
    return f"{digits} %" if is_share else digits


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(files("nuandong").joinpath("quantities.toml").read_text(encoding="utf-8"))


@cache
def _entry(section: str, name: str) -> Quantity:
    key = name if section == "figures" else f"{section.removeprefix('columns.')}.{name}"
    found = _find(section, name)
    if found is None:
        raise UnknownQuantity(key)
    unit = _unit(found.get("unit", "count"))
    word = found.get("vocabulary")
    return Quantity(
        key=key,
        label_zh=found["label"]["zh"],
        label_en=found["label"]["en"],
        kind=Kind(found["kind"]),
        unit=unit,
        decimals=found.get("decimals", unit.decimals),
        lower=found.get("lower"),
        upper=found.get("upper"),
        suspect_above=found.get("suspect_above"),
        may_be_empty=found.get("may_be_empty", False),
        whole=found.get("whole", False),
        vocabulary=getattr(vocabulary, word) if word else None,
        choices=tuple(getattr(vocabulary, word)) if word else tuple(found.get("choices", ())),
        refers=tuple(found.get("refers", ())),
        clause=tuple(found.get("clause", ())),
        meaning_zh=found["meaning"]["zh"],
        meaning_en=found["meaning"]["en"],
    )


def _find(section: str, name: str) -> dict[str, Any] | None:
    written = _written()
    if not section.startswith("columns."):
        return written[section].get(name)  # type: ignore[no-any-return]
    columns = written["columns"]
    table = section.removeprefix("columns.")
    if table not in written["tables"]:
        return None
    return columns.get(table, {}).get(name) or columns["shared"].get(name)  # type: ignore[no-any-return]


def _unit(key: str) -> Unit:
    written = _written()["units"][key]
    return Unit(key, written["zh"], written["en"], written["decimals"])
