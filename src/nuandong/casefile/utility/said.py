"""What was taken for granted while a table was read: each a sentence in both languages, none kept silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence in both languages."""

    zh: str
    en: str

    def text(self, *, language: str) -> str:
        """The sentence in a language."""
        return self.en if language.startswith("en") else self.zh
