"""What a page counts as something, what its map draws, and how long a bar is."""

from __future__ import annotations

NOTHING = 5e-5  # half a cubic metre: what is smaller is shown and spoken of as none
DRAWN = (
    "pipe",
    "trunk",
    "join",
    "compressor",
    "regulator",
)  # arcs on the map; branches into counties are not


def bar(share: float) -> str:
    """A share as the length of a bar, 0..100, written so that SVG reads it in every language."""
    return f"{100 * min(1.0, max(0.0, share)):.2f}"


SURE = 0.99  # beyond it a few hundred scenarios tell no more


def chance_words(share: float) -> str:
    """A probability in whole percent; near none and near certain only as that."""
    if share > SURE:
        return "> 99 %"
    return "< 1 %" if share < 1 - SURE else f"{share * 100:.0f} %"
