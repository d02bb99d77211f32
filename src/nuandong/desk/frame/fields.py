"""Fields that know the field's words and measures.

`WordField` holds a word of `nuandong.vocabulary` and gives it back as that word. `MeasuredField` holds a number in
the library's own unit as a double, so that a record gives a case exactly the number that came in; the name of
its quantity leads to label, unit and bounds in the data dictionary. Unknown is NULL, never a number.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.vocabulary import Evidence

LONGEST_WORD = 40

if TYPE_CHECKING:
    TextField = models.CharField[Any, Any]
    NumberField = models.FloatField[Any, Any]
else:
    TextField = models.CharField
    NumberField = models.FloatField


class WordField(TextField):
    """One word of a closed list; anything else is refused before it reaches the database."""

    def __init__(self, words: type[StrEnum], *args: Any, **kwargs: Any) -> None:
        self.words = words
        kwargs.setdefault("max_length", LONGEST_WORD)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.words, *args], kwargs

    def from_db_value(self, value: str | None, *_: Any) -> StrEnum | None:
        return None if value is None else self.words(value)

    def to_python(self, value: Any) -> StrEnum | None:
        if value is None or isinstance(value, self.words):
            return value
        try:
            return self.words(value)
        except ValueError as wrong:
            raise ValidationError(
                _("%(value)s is not a word of this list"), params={"value": value}
            ) from wrong

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else self.words(value).value


class MeasuredField(NumberField):
    """A number in the library's unit of its quantity; NaN goes in as unknown."""

    def __init__(self, quantity: str, *args: Any, **kwargs: Any) -> None:
        self.quantity = quantity
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.quantity, *args], kwargs

    def get_prep_value(self, value: Any) -> float | None:
        number = super().get_prep_value(value)
        return None if number is None or math.isnan(number) else number


class Sourced(models.Model):
    """A record that says where it comes from and how well it is known."""

    evidence = WordField(Evidence, default=Evidence.STATED)
    reference = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True


class Named(models.Model):
    """A record with a code that others join on (never the name: 城区 and 矿区 stand in several cities)."""

    code = models.CharField(max_length=80, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
