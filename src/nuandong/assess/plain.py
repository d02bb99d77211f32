"""Pictures as plain JSON values and back, without loss.

What is stored must come back as it was: every float exactly, every date, instant and flag, and every finding. The
translation follows the type hints of the dataclasses, so a picture that gains a field needs no change here. Keys
stand in the order of the fields, so equal pictures give equal text.

    not a number      null inside an array of floats
    infinity          "inf" or "-inf"
    empty table       {"shape": [0, 14]}, because a list cannot say how many days an empty table has

A part that pictures gained later has a default, which stands for it in a picture stored before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.findings import AssuranceError

Picture = TypeVar("Picture")


class UnreadablePicture(AssuranceError):
    """A stored picture that does not fit the present form of pictures."""

    def __init__(self, place: str, fault: str) -> None:
        self.place = place
        self.fault = fault
        super().__init__(
            f"{place}: {fault}. Compute the day again; a stored picture of another form is not read."
        )


def to_plain(picture: DayPicture) -> dict[str, Any]:
    """A day's picture as dicts, lists, texts, numbers, truths and nulls that `json` writes as they are."""
    plain: dict[str, Any] = plain_of(picture)
    return plain


def from_plain(plain: Mapping[str, Any]) -> DayPicture:
    """The picture that `to_plain` was given; raises `UnreadablePicture` where the form does not fit."""
    return picture_of(DayPicture, plain)


def plain_of(value: Any) -> Any:
    """Any frozen dataclass of tables as plain JSON values; TypeError for a value of an unknown kind."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, np.generic):
        return plain_of(value.item())
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is a date too, and isoformat keeps its offset
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        return _plain_float(value)
    if isinstance(value, Mapping):
        return {str(key): plain_of(part) for key, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain_of(part) for part in value)
    if isinstance(value, tuple | list):
        return [plain_of(part) for part in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"no plain form is known for {type(value).__name__}")


def picture_of(kind: type[Picture], plain: Mapping[str, Any]) -> Picture:
    """The dataclass of type `kind` that `plain_of` was given."""
    value = _read(kind, plain, kind.__name__)
    assert isinstance(value, kind)
    return value


def _plain_float(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else str(value)


def _plain_array(array: np.ndarray[Any, Any]) -> Any:
    if array.size == 0:
        return {"shape": list(array.shape)}
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return array.tolist()
    return _plain_nested(array.tolist())


def _plain_nested(values: Any) -> Any:
    return [_plain_nested(part) for part in values] if isinstance(values, list) else _plain_float(values)


def _read(hint: Any, plain: Any, place: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return _read_optional(hint, plain, place)
    if get_origin(hint) is np.ndarray:
        return _read_array(hint, plain, place)
    if get_origin(hint) is tuple:
        return _read_tuple(hint, plain, place)
    if get_origin(hint) is frozenset:
        return frozenset(_read_list(get_args(hint)[0], plain, place))
    if is_dataclass(hint):
        return _read_dataclass(hint, plain, place)
    return _read_scalar(hint, plain, place)


def _read_dataclass(kind: Any, plain: Any, place: str) -> Any:
    if not isinstance(plain, Mapping):
        raise UnreadablePicture(place, "a group of named values is wanted")
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    defaults = {field.name for field in fields(kind) if field.default is not MISSING}
    absent = [name for name in names if name not in plain and name not in defaults]
    unknown = [name for name in plain if name not in names]
    if absent or unknown:
        raise UnreadablePicture(place, f"missing {absent or 'nothing'}, unknown {unknown or 'nothing'}")
    return kind(
        **{name: _read(hints[name], plain[name], f"{place}.{name}") for name in names if name in plain}
    )


def _read_optional(hint: Any, plain: Any, place: str) -> Any:
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if plain is None:
        return None
    return _read(kinds[0], plain, place)


def _read_tuple(hint: Any, plain: Any, place: str) -> tuple[Any, ...]:
    kinds = get_args(hint)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return _read_list(kinds[0], plain, place)
    if not isinstance(plain, list | tuple) or len(kinds) != len(plain):
        raise UnreadablePicture(place, f"a list of {len(kinds)} values is wanted")
    return tuple(_read(kind, part, place) for kind, part in zip(kinds, plain, strict=True))


def _read_list(kind: Any, plain: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list | tuple):
        raise UnreadablePicture(place, "a list is wanted")
    return tuple(_read(kind, part, f"{place}[{row}]") for row, part in enumerate(plain))


def _read_array(hint: Any, plain: Any, place: str) -> np.ndarray[Any, Any]:
    kind = get_args(get_args(hint)[1])[0]  # NDArray[np.float64] -> np.float64
    try:
        if isinstance(plain, Mapping):
            return np.zeros(tuple(plain["shape"]), dtype=kind)
        return np.array(plain, dtype=kind)  # null becomes nan and "inf" infinity where the kind is a float
    except (TypeError, ValueError, KeyError) as trouble:
        raise UnreadablePicture(place, f"a table of numbers is wanted ({trouble})") from trouble


def _read_scalar(kind: Any, plain: Any, place: str) -> Any:
    try:
        if kind is float:
            return math.nan if plain is None else float(plain)
        if kind in (date, datetime):
            return kind.fromisoformat(plain)
        return plain if kind in (Any, object) or isinstance(plain, kind) else kind(plain)
    except (TypeError, ValueError) as trouble:
        raise UnreadablePicture(place, f"{kind.__name__} is wanted, {plain!r} is there") from trouble
