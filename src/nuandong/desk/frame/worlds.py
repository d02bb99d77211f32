"""The words for the two worlds, for the settings, which come before Django."""

from __future__ import annotations

from nuandong.findings import AssuranceError

REAL, DRILL = "real", "drill"


class UnknownWorld(AssuranceError):
    """NUANDONG_WORLD names no world; nobody may guess which one was meant."""

    def __init__(self, named: str) -> None:
        self.named = named
        super().__init__(
            f"NUANDONG_WORLD={named!r}：只能是 real（实战，默认）或 drill（演练）；请更正后再启动。"
        )


def world_named(word: str) -> str:
    """The world that a setting names; real where it names none. Raises UnknownWorld."""
    if word not in ("", REAL, DRILL):
        raise UnknownWorld(word)
    return word or REAL
