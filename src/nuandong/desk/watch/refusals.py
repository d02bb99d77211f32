"""Why an act of the watch was refused, in words for the one who tried it, in the language of the page."""

from __future__ import annotations

from typing import Any

from nuandong.findings import AssuranceError


class ActRefused(AssuranceError):
    """An act of this room that may not be done; `field` names the field of the form that it hangs on, if any."""

    def __init__(self, words: Any, *, field: str = "") -> None:
        self.field, self.words = field, str(words)
        super().__init__(self.words)
