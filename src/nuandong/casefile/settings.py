"""The case as a whole: section [case] of case.toml, or the sheet `case` of a workbook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any

from nuandong.assess.case import Settings
from nuandong.casefile.cells import BadCell, reader_of, text_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.casefile.shape import plain, report_bounds
from nuandong.findings import Place, shortened
from nuandong.gasday import end_of
from nuandong.quantities import Kind, Quantity, column

WEIGHTS = "effective_weights"
FIELDS = tuple(field.name for field in fields(Settings))
_DEFAULTS = {field.name: field.default for field in fields(Settings) if field.default is not MISSING}


def written_in_toml(text: str, *, file: str, faults: Gathering) -> dict[str, Any] | None:
    """What a case.toml says in its section [case]; None, with a fault, if it is no TOML or has no such section."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        faults.add("broken_toml", place=Place(file), reason=shortened(trouble, length=160))
        return None
    section = written.get("case")
    if not isinstance(section, dict):
        faults.add("broken_toml", place=Place(file), reason=("缺少 [case] 节", "section [case] is missing"))
        return None
    for other in written.keys() - {"case"}:
        faults.add("unknown_setting", place=Place(file, None, other))
    return section


def written_in_sheet(raw: RawTable) -> dict[str, Any]:
    """What a sheet of two columns says: name of a setting, value."""
    rows = [raw.header, *raw.rows] if plain(raw.header[0]) in FIELDS else list(raw.rows)
    return {plain(row[0]): row[1] if len(row) > 1 else "" for row in rows if text_of(row[0])}


def read_settings(written: Mapping[str, Any], *, file: str, faults: Gathering) -> Settings | None:
    """The settings, or None where one is missing or cannot be read."""
    known = {plain(column("case", name=name).label_zh): name for name in FIELDS}
    values: dict[str, Any] = {}
    for name, value in written.items():
        field = name if name in FIELDS else known.get(plain(name))
        if field is None:
            faults.add("unknown_setting", place=Place(file, None, name))
        elif value is not None and value != "":
            values[field] = _read_setting(field, value, file=file, faults=faults)
    for name in FIELDS:
        entry = column("case", name=name)
        if name not in values and not entry.may_be_empty:
            label = (f"{name}（{entry.label_zh}）", f"{name} ({entry.label_en})")
            faults.add("missing_setting", place=Place(file, None, name), label=label)
    wanted = [name for name in FIELDS if not column("case", name=name).may_be_empty]
    if any(values.get(name) is None for name in wanted) or any(value is None for value in values.values()):
        return None
    values["name_en"] = values.get("name_en") or values["name_zh"]
    settings = Settings(**{**_DEFAULTS, **values})
    _report_disagreement(settings, file, faults)
    return settings


def _read_setting(name: str, value: Any, *, file: str, faults: Gathering) -> Any:
    """One setting, read; None where it cannot be."""
    entry, place = column("case", name=name), Place(file, None, name)
    if name == WEIGHTS:
        return _read_weights(entry, value, place=place, faults=faults)
    try:
        read = reader_of(entry)(value)
    except BadCell as fault:
        faults.add(fault.code, place=place, value=value)
        return None
    if entry.kind is Kind.NUMBER:
        if not _is_within(entry, (read,), place=place, faults=faults):
            return None
        return int(read) if entry.whole else read
    return read


def _read_weights(
    entry: Quantity, value: Any, *, place: Place, faults: Gathering
) -> tuple[float, ...] | None:
    """Weights from a TOML list, or from a cell such as `0.5, 0.3, 0.2`."""
    parts = value if isinstance(value, list) else text_of(value).replace("，", ",").replace(",", " ").split()
    try:
        weights = tuple(reader_of(entry)(part) for part in parts)
    except BadCell as fault:
        faults.add(fault.code, place=place, value=value)
        return None
    if not _is_within(entry, weights, place=place, faults=faults):
        return None
    if abs(sum(weights) - 1.0) > 1e-6:
        faults.add("weights_do_not_sum", place=place, value=", ".join(f"{weight:g}" for weight in weights))
        return None
    return weights


def _is_within(entry: Quantity, numbers: tuple[float, ...], *, place: Place, faults: Gathering) -> bool:
    if entry.whole and any(number != int(number) for number in numbers):
        report_bounds(entry, numbers, faults=faults, place=lambda row: place)
        return False
    return not report_bounds(entry, numbers, faults=faults, place=lambda row: place)


def _report_disagreement(settings: Settings, file: str, faults: Gathering) -> None:
    first, last = settings.season_first, settings.season_last
    if last < first:
        faults.add("season_reversed", place=Place(file, None, "season_last"), value=last, first=first)
    elif not first <= settings.gas_day <= last:
        place = Place(file, None, "gas_day")
        faults.add("gas_day_out_of_season", place=place, value=settings.gas_day, first=first, last=last)
    if settings.decided_at >= end_of(settings.gas_day):
        place = Place(file, None, "decided_at")
        faults.add("decided_after_gas_day", place=place, value=settings.decided_at, gas_day=settings.gas_day)
    provinces = files("nuandong").joinpath("policy", "provinces")
    is_plain = settings.province.replace("_", "").replace("-", "").isalnum()
    if provinces.is_dir() and not (is_plain and provinces.joinpath(settings.province).is_dir()):
        faults.add("unknown_province", place=Place(file, None, "province"), value=settings.province)
