"""Acts that are refused, in the reader's language; each ends with what to do."""

from __future__ import annotations

from typing import Any

from nuandong.findings import AssuranceError


class ActRefused(AssuranceError):
    """An act that the rules of the directory do not allow; the message is for the page."""

    def __init__(self, words: Any) -> None:
        super().__init__(str(words))
