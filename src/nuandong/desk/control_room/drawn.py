"""Small line drawings as SVG: a frame with two scales, and what is drawn inside it. Colours come from the page's CSS.

Every drawing is made twice, wide and for a phone, because text must not shrink with the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nuandong.units import FloatArray

FEW_TICKS, STEPS = 5, (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word at a place; `anchor` is start, middle or end."""

    x: str
    y: str
    anchor: str
    text: str
    look: str = ""


@dataclass(slots=True)
class Drawing:
    """What the template writes, from the bottom to the top; coordinates are texts that SVG reads in every language."""

    kind: str  # wide | narrow-only
    width: float
    height: float
    bars: list[tuple[str, str, str, str, str]] = field(default_factory=list)  # look, x, y, width, height
    areas: list[tuple[str, str]] = field(default_factory=list)  # look, points
    rules: list[tuple[str, str, str, str, str]] = field(default_factory=list)  # look, x1, y1, x2, y2
    lines: list[tuple[str, str]] = field(default_factory=list)  # look, points
    dots: list[tuple[str, str, str, str]] = field(default_factory=list)  # look, x, y, radius
    words: list[Word] = field(default_factory=list)

    @property
    def view_box(self) -> str:
        """The paper."""
        return f"0 0 {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight way from values to places on the paper."""

    low: float
    high: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.first + (value - self.low) / (self.high - self.low or 1.0) * (self.last - self.first)

    def text(self, value: float) -> str:
        """The place as SVG reads it."""
        return f"{self.at(value):.1f}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of a drawing with its own two scales."""

    paper: Drawing
    x: Scale
    y: Scale

    def points(self, across: Iterable[float], up: Iterable[float]) -> str:
        """Places of a line."""
        return " ".join(
            f"{self.x.text(x)},{self.y.text(y)}" for x, y in zip(across, up, strict=True) if np.isfinite(y)
        )

    def line(self, look: str, across: Sequence[float] | FloatArray, up: Sequence[float] | FloatArray) -> None:
        """A line, broken where a value is unknown or where there is a step of more than one between places."""
        run: list[tuple[float, float]] = []
        for x, y in [*zip(across, up, strict=True), (np.nan, np.nan)]:
            if np.isfinite(y):
                run.append((float(x), float(y)))
                continue
            if len(run) > 1:
                self.paper.lines.append((look, self.points(*zip(*run, strict=True))))
            elif run:
                self.dot(look, *run[0], radius=1.5)
            run = []

    def band(self, look: str, across: Sequence[float], low: FloatArray, high: FloatArray) -> None:
        """The room between two lines."""
        back = self.points(reversed(list(across)), reversed(list(high)))
        self.paper.areas.append((look, f"{self.points(across, low)} {back}"))

    def bar(self, look: str, *, x: float, width: float, low: float, high: float) -> None:
        """A bar around a place, `width` in units of the scale."""
        left, right = self.x.at(x - width / 2), self.x.at(x + width / 2)
        top, floor = sorted((self.y.at(low), self.y.at(high)))
        self.paper.bars.append(
            (look, f"{left:.1f}", f"{top:.1f}", f"{right - left:.1f}", f"{floor - top:.1f}")
        )

    def dot(self, look: str, x: float, y: float, *, radius: float = 3.0) -> None:
        """A dot."""
        if np.isfinite(y):
            self.paper.dots.append((look, self.x.text(x), self.y.text(y), f"{radius:g}"))

    def across(self, look: str, value: float) -> None:
        """A rule at a value from side to side."""
        place, first, last = self.y.text(value), f"{self.x.first:.1f}", f"{self.x.last:.1f}"
        if look == "axis":  # stands above bars and areas, rules behind them
            self.paper.lines.append((look, f"{first},{place} {last},{place}"))
        else:
            self.paper.rules.append((look, first, place, last, place))

    def upright(self, look: str, value: float) -> None:
        """A rule at a place from the floor to the top."""
        place = self.x.text(value)
        self.paper.rules.append((look, place, f"{self.y.first:.1f}", place, f"{self.y.last:.1f}"))

    def levels(self, ticks: Iterable[tuple[float, str]]) -> None:
        """Rules across with their figures on the left."""
        for value, text in ticks:
            self.across("hair", value)
            self.word(self.x.first - 6, self.y.at(value) + 4, text, anchor="end")

    def word(self, x: float, y: float, text: str, *, anchor: str = "middle", look: str = "") -> None:
        """A word at a place of the paper."""
        self.paper.words.append(Word(f"{x:.1f}", f"{y:.1f}", anchor, text, look))


def round_ticks(low: float, high: float, *, most: int = FEW_TICKS) -> list[float]:
    """Round values that span low to high, few of them."""
    room = max(high - low, 1e-9)
    power = 10.0 ** np.floor(np.log10(room / most))
    step = next((power * step for step in STEPS if room / (power * step) <= most), power * STEPS[-1])
    first, last = np.floor(low / step), np.ceil(high / step - 1e-9)
    return [round(float(at * step), 9) for at in range(int(first), int(last) + 1)]
