"""Drawing ground shared by the figures: a figure of fixed size, and its SVG as text that any page can hold.

Text stays text and takes the page's font. Nothing depends on the fonts of the machine that draws: every place is
fixed, widths of words are never measured, ids are salted by the figure's own name, and no date is written.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nuandong.casefile.report_palette import themed
from nuandong.casefile.report_story import INK, MUTED, RULE

POINTS_PER_INCH = 72
WIDTH = 730  # points; an A4 page's text width on screen and paper
FONT_STACK = (
    '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'
)
SMALL, NORMAL = 10.0, 11.0

GAP_FILL = {"facecolor": "white", "edgecolor": INK, "hatch": "////"}

_SETTINGS = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",  # only its metrics are used, and it comes with the library
    "font.size": SMALL,
    "hatch.linewidth": 0.8,
    "hatch.color": INK,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "path.simplify": False,
}


def drawing(name: str) -> Any:
    """The settings under which a figure of this name is drawn, as a context."""
    return matplotlib.rc_context({**_SETTINGS, "svg.hashsalt": f"nuandong-{name}"})


def blank_figure(*, height: float) -> Figure:
    """A figure `WIDTH` points wide and `height` points high."""
    figure = Figure(figsize=(WIDTH / POINTS_PER_INCH, height / POINTS_PER_INCH))
    figure.patch.set_visible(False)
    return figure


def place_axes(figure: Figure, *, left: float, bottom: float, width: float, height: float) -> Any:
    """Axes at a place given in points from the lower left corner, without frame or ticks."""
    high = figure.get_size_inches()[1] * POINTS_PER_INCH
    axes = figure.add_axes((left / WIDTH, bottom / high, width / WIDTH, height / high))
    axes.patch.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, pad=4)
    return axes


def quiet_grid(axes: Any, *, axis: str) -> None:
    """Thin rules behind the marks along one axis."""
    axes.set_axisbelow(True)
    axes.grid(axis=axis, color=RULE, linewidth=0.7)


def write_key(axes: Any, marks: Sequence[tuple[str, dict[str, Any]]], *, top: float, step: float) -> None:
    """A key down the right margin: a swatch and its words, in the order of the marks; places in axes shares."""
    high = step * 0.55
    for row, (words, wishes) in enumerate(marks):
        bottom = top - (row + 1) * step
        swatch = {"linewidth": 0.8, "edgecolor": "none", **wishes}
        axes.add_patch(
            Rectangle((1.015, bottom), 0.022, high, transform=axes.transAxes, clip_on=False, **swatch)
        )
        axes.text(1.046, bottom + high / 2, words, transform=axes.transAxes, va="center", fontsize=SMALL)


def key_ground(figure: Figure, *, left: float, bottom: float) -> Any:
    """A strip 16 points high in which a key is written, one unit a point."""
    axes = place_axes(figure, left=left, bottom=bottom, width=WIDTH - left, height=16)
    axes.set_xlim(0, WIDTH - left)
    axes.set_ylim(0, 16)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def fitted(words: str, most: int) -> str:
    """Words cut to `most` half-width places with an ellipsis; a Chinese character takes two."""
    reach = list(accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in words))
    if not reach or reach[-1] <= most:
        return words
    kept = sum(place <= most - 1 for place in reach)
    return words[:kept].rstrip() + "…"


def svg_text(figure: Figure, *, title: str) -> str:
    """The figure as an `<svg>` element with a title for readers who do not see it."""
    held = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the page's font has it
        FigureCanvasSVG(figure).print_svg(held, metadata={"Date": None, "Creator": None})
    return _inline(held.getvalue(), title)


def _inline(svg: str, title: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)  # the same ids would stand in every figure of a page
    svg = re.sub(r"<style type=.*?</style>", "", svg, flags=re.DOTALL)  # it would style the whole page
    svg = re.sub(r"font: bold ([\d.]+)px [^;\"]*", r"font-weight: bold; font-size: \1px", svg)
    svg = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font-size: \1px", svg)
    svg = re.sub(r" font-family: [^;\"]*;?", "", svg)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r"(<svg[^>]*?) (?:width|height)=\"[^\"]*\" ", r"\1 ", svg)
    svg = re.sub(r"(<svg[^>]*?) (?:width|height)=\"[^\"]*\" ", r"\1 ", svg)
    style = f"stroke-linejoin:round;font-family:{escape(FONT_STACK)}"
    label = escape(title, quote=True)
    return themed(svg.replace("<svg", f"<svg role='img' aria-label='{label}' style='{style}'", 1).strip())
