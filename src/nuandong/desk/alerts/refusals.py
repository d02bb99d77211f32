"""Why an act was refused, in words for the one who tried it, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nuandong.findings import AssuranceError


class ActRefused(AssuranceError):
    """An act of this room that may not be done; `field` names the field of the form that it hangs on, if any."""

    def __init__(self, words: Any, *, field: str = "") -> None:
        self.field, self.words = field, str(words)
        super().__init__(self.words)


class Incomplete(ActRefused):
    """Fields that must be filled, all at once."""

    def __init__(self, fields: tuple[str, ...], labels: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(_("Fill in: %(fields)s.") % {"fields": "、".join(labels)}, field=fields[0])
