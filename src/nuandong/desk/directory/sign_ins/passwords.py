"""What a password must not be, besides short or known from breaches; which characters it holds is its owner's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 128
FEWEST_DIFFERENT = 5


class NotTooLong:
    """At most 128 characters: longer ones are no safer and cost the desk time."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a longer one. Raises ValidationError."""
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(_("At most 128 characters, please."))

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At most 128 characters.")


class NotJustRepeated:
    """Not the same few characters again and again: lists of breached passwords end at some length, habits do not."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse fewer than five different characters. Raises ValidationError."""
        if len(set(password)) < FEWEST_DIFFERENT:
            raise ValidationError(
                _("This repeats the same few characters; use at least five different ones.")
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At least five different characters.")
