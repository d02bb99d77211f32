"""Quiet colours of a report by light and by dark: figures carry CSS variables, the page's styles say which values.

Every colour that a figure may use stands here with its counterpart for a dark screen. Warning colours are no part of
it: they mean the same by day and by night. A figure taken out of its page shows the light values; paper is light.
"""

from __future__ import annotations

import re

DARK_OF = {
    "#1f2933": "#e6eaec",  # ink
    "#5b6770": "#9fabb3",  # muted
    "#d5dadd": "#39434a",  # rules
    "#f4f5f5": "#1d2429",  # ground
    "#ffffff": "#14191d",  # paper
    "#e4e7e9": "#2a3238",
    "#e7eaeb": "#283036",
    "#e9edef": "#20272c",
    "#eceeee": "#2b3237",
    "#dfe4e5": "#2f383e",
    "#a3b1b3": "#6d7c80",
    "#c9d3d2": "#3b494c",  # shades of the map: what is missing stands out, so the order turns round
    "#93a5a6": "#6b8386",
    "#5d7377": "#a3bcbf",
    "#263a42": "#e2efef",
    "#3f5661": "#86a6b5",  # kinds of supply, tiers, stores
    "#64857f": "#76a099",
    "#9bb3a6": "#6b8c7b",
    "#a5917f": "#a8917c",
    "#857698": "#9c8bb3",
    "#b5a7c3": "#7b6b8c",
    "#a9b8b5": "#5c716e",
    "#cdd6d4": "#4c5956",
}
_PAINT = re.compile(r"((?:fill|stroke)\s*:\s*)(#[0-9a-f]{6})")
_ATTRIBUTE = re.compile(r'fill="(#[0-9a-f]{6})"')


def themed(svg: str) -> str:
    """A figure whose quiet colours follow the page: `fill: #1f2933` becomes a variable with that value behind it."""
    svg = _ATTRIBUTE.sub(r'style="fill:\1"', svg)
    return _PAINT.sub(lambda met: f"{met[1]}{variable(met[2])}" if met[2] in DARK_OF else met[0], svg)


def kept(colour: str) -> str:
    """A colour that stays as it is on a dark screen, for words on a warning's ground: one step beside its like."""
    last = int(colour[-2:], 16)
    beside = last - 1 if last else 1
    return f"{colour[:-2]}{beside:02x}" if colour in DARK_OF else colour


def variable(colour: str) -> str:
    """The CSS variable of a colour, its light value behind it."""
    return f"var(--c{colour[1:]},{colour})"


def dark_rules() -> str:
    """The style rule that sets every variable for a dark screen; print stays light."""
    values = "".join(f"--c{light[1:]}:{dark};" for light, dark in DARK_OF.items())
    page = "--ink:#e6eaec;--muted:#9fabb3;--rule:#39434a;--ground:#1d2429;--paper:#14191d;"
    return f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {page}{values} }} }}\n"
