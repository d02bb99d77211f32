"""The schematic map of a day: pipelines as they run between nodes, counties as bubbles, what binds drawn thick."""

from __future__ import annotations

from typing import Any

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_figures import (
    NORMAL,
    SMALL,
    WIDTH,
    blank_figure,
    drawing,
    fitted,
    place_axes,
    svg_text,
)
from nuandong.casefile.report_story import INK, MUTED, binding_pipes, map_statement
from nuandong.casefile.report_words import number, percent, pick
from nuandong.units import CUBIC_METRE, FloatArray
from nuandong.vocabulary import NodeKind, RegionKind

HEIGHT = 690.0
MAP_WIDTH = 440.0
SHADES = ("#ffffff", "#c9d3d2", "#93a5a6", "#5d7377", "#263a42")  # share of demand that is missing
SHADE_STEPS = (0.0005, 0.1, 0.25, 0.5)
MOST_LINES = 12
MOST_PLACES = 38  # half-width places that a line's name may take
MARKERS = {NodeKind.ENTRY: ">", NodeKind.FIELD: "^", NodeKind.PLANT: "s", NodeKind.STORE: "D"}

Places = dict[str, tuple[float, float]]


def network_map(picture: DayPicture, case: Case, *, language: str) -> str:
    """The province as a scheme: no border is drawn, places are those of the nodes in the case."""
    with drawing("map"):
        figure = blank_figure(height=HEIGHT)
        axes = place_axes(figure, left=6, bottom=6, width=MAP_WIDTH, height=HEIGHT - 12)
        places = node_places(case)
        _fit(axes, places)
        _draw_arcs(axes, picture, places)
        _draw_counties(axes, picture, places)
        _draw_sources(axes, case)
        _name_cities(axes, case, language)
        margin = place_axes(
            figure, left=MAP_WIDTH + 22, bottom=6, width=WIDTH - MAP_WIDTH - 22, height=HEIGHT - 12
        )
        _write_margin(margin, picture, language)
        return svg_text(figure, title=map_statement(picture, language=language))


def node_places(case: Case) -> Places:
    """Longitude and latitude of every node that has them."""
    nodes = case.network.nodes
    return {
        node: (float(lon), float(lat))
        for node, lon, lat in zip(nodes.node, nodes.lon, nodes.lat, strict=True)
        if np.isfinite(lon) and np.isfinite(lat)
    }


def _fit(axes: Any, places: Places) -> None:
    """Same scale both ways at the middle latitude, everything inside, centred."""
    axes.set_xticks([])
    axes.set_yticks([])
    if not places:
        return
    lon, lat = np.array(list(places.values())).T
    narrow = float(np.cos(np.radians(lat.mean())))
    wide, high = max(np.ptp(lon) * narrow, 0.1) * 1.1, max(np.ptp(lat), 0.1) * 1.06
    scale = max(wide / MAP_WIDTH, high / (HEIGHT - 12))
    half_wide, half_high = scale * MAP_WIDTH / narrow / 2, scale * (HEIGHT - 12) / 2
    middle = (lon.min() + lon.max()) / 2, (lat.min() + lat.max()) / 2
    axes.set_xlim(middle[0] - half_wide, middle[0] + half_wide)
    axes.set_ylim(middle[1] - half_high, middle[1] + half_high)


def _draw_arcs(axes: Any, picture: DayPicture, places: Places) -> None:
    arcs = picture.arcs
    full = set(binding_pipes(picture))
    largest = max(float(np.nanmax(arcs.capacity[:, 0], initial=0.0)), CUBIC_METRE)
    for row, (kind, begin, end) in enumerate(zip(arcs.kind, arcs.from_node, arcs.to_node, strict=True)):
        if begin not in places or end not in places:
            continue
        along = tuple(zip(places[begin], places[end], strict=True))
        if kind == "gate":
            axes.plot(*along, color="#dfe4e5", linewidth=0.7, zorder=1)
            continue
        width = 1.2 + 3.6 * float(np.sqrt(arcs.capacity[row, 0] / largest))
        colour = INK if row in full else "#a3b1b3"
        axes.plot(
            *along,
            color=colour,
            linewidth=width + (1.2 if row in full else 0.0),
            zorder=2,
            solid_capstyle="round",
        )
        if kind == "join":
            axes.plot(*along, color="white", linewidth=width * 0.4, zorder=2.1)


def _draw_counties(axes: Any, picture: DayPicture, places: Places) -> None:
    counties = picture.counties
    demand = counties.demand[:, 0]
    area = bubble_areas(demand)
    for row, county in enumerate(counties.county):
        if county not in places:
            continue
        short = counties.shortfall[row, 0] / demand[row] if demand[row] > 0 else 0.0
        hurt = counties.livelihood_gap[row, 0] > CUBIC_METRE
        axes.scatter(
            *places[county], s=area[row], color=shade_of(float(short)), edgecolors=INK,
            linewidths=2.4 if hurt else 0.7, zorder=3, linestyle="-" if counties.reported[row] else (0, (2, 1.5)),
        )  # fmt: skip


def bubble_areas(demand: FloatArray) -> FloatArray:
    """Areas in square points that grow with demand; the smallest stays visible."""
    largest = max(float(demand.max(initial=0.0)), CUBIC_METRE)
    return np.asarray(14.0 + 330.0 * demand / largest)


def shade_of(short: float) -> str:
    """Grey for a share of demand that is missing: white for none, nearly black above a half."""
    return SHADES[int(np.searchsorted(SHADE_STEPS, short, side="right"))]


def _draw_sources(axes: Any, case: Case) -> None:
    nodes = case.network.nodes
    for kind, lon, lat in zip(nodes.kind, nodes.lon, nodes.lat, strict=True):
        if kind in MARKERS and np.isfinite(lon):
            axes.scatter(
                lon, lat, marker=MARKERS[kind], s=30, color="white", edgecolors=INK, linewidths=1.1, zorder=4
            )


def _name_cities(axes: Any, case: Case, language: str) -> None:
    regions = case.network.regions
    for row, kind in enumerate(regions.kind):
        if kind is RegionKind.CITY and np.isfinite(regions.lon[row]):
            name = pick(language, regions.name_zh[row], regions.name_en[row])
            place = (regions.lon[row], regions.lat[row])
            axes.annotate(
                name,
                place,
                xytext=(9, 9),
                textcoords="offset points",
                fontsize=NORMAL,
                fontweight="bold",
                zorder=6,
            )


def _write_margin(axes: Any, picture: DayPicture, language: str) -> None:
    """Key and lists beside the map, one unit a point, from the top."""
    high = HEIGHT - 12
    axes.set_xlim(0, WIDTH - MAP_WIDTH - 22)
    axes.set_ylim(0, high)
    axes.set_xticks([])
    axes.set_yticks([])
    top = _shade_key(axes, high - 10, language)
    top = _mark_key(axes, top - 14, language)
    top = _write_list(
        axes,
        top - 18,
        pick(language, "满负荷管段", "Pipes running full"),
        _pipe_lines(picture, language),
        language,
    )
    _write_list(
        axes,
        top - 18,
        pick(language, "短缺最多的县区", "Counties most short"),
        _county_lines(picture, language),
        language,
    )


def _shade_key(axes: Any, top: float, language: str) -> float:
    axes.text(
        0,
        top,
        pick(language, "措施前短缺占需求", "Short before measures, of demand"),
        va="top",
        fontweight="bold",
    )
    words = ("0", "< 10 %", "10–25 %", "25–50 %", "> 50 %")
    for row, (shade, text) in enumerate(zip(SHADES, words, strict=True)):
        left = row * 50
        axes.scatter(left + 9, top - 27, s=110, color=shade, edgecolors=INK, linewidths=0.7)
        axes.text(left + 9, top - 38, text, va="top", ha="center", fontsize=9, color=MUTED)
    return top - 52


def _mark_key(axes: Any, top: float, language: str) -> float:
    lines = (
        ("bubble", pick(language, "气泡大小：需求；虚线圈：未上报", "bubble: demand; dashed: not reported")),
        ("hurt", pick(language, "粗圈：民生短缺", "thick ring: protected use is short")),
        ("full", pick(language, "浓粗线：满负荷管段", "thick dark: pipe runs full")),
        ("join", pick(language, "空心线：本系统连接", "hollow: joined by us")),
        ("entry", pick(language, "▷ 干线入口  △ 气田  □ 工厂  ◇ 储气", "▷ entry  △ field  □ plant  ◇ store")),
    )
    for row, (mark, text) in enumerate(lines):
        level = top - row * 18
        _mark(axes, mark, level)
        axes.text(0 if mark == "entry" else 28, level, text, va="center", fontsize=SMALL)
    return top - len(lines) * 18


def _mark(axes: Any, mark: str, level: float) -> None:
    if mark in ("bubble", "hurt"):
        dashes = (0, (2, 1.5)) if mark == "bubble" else "-"
        axes.scatter(
            10,
            level,
            s=80,
            color="white",
            edgecolors=INK,
            linewidths=2.4 if mark == "hurt" else 0.7,
            linestyle=dashes,
        )
    elif mark in ("full", "join"):
        axes.plot([0, 20], [level, level], color=INK if mark == "full" else "#a3b1b3", linewidth=4.2)
        if mark == "join":
            axes.plot([0, 20], [level, level], color="white", linewidth=1.6)


def _write_list(axes: Any, top: float, title: str, lines: list[tuple[str, str]], language: str) -> float:
    axes.text(0, top, title, va="top", fontweight="bold")
    shown = lines[:MOST_LINES] or [(pick(language, "无", "none"), "")]
    for row, (name, figure) in enumerate(shown):
        level = top - 18 - row * 15
        axes.text(0, level, fitted(name, MOST_PLACES), va="top", fontsize=SMALL)
        axes.text(256, level, figure, va="top", ha="right", fontsize=SMALL)
    hidden = len(lines) - len(shown)
    bottom = top - 18 - len(shown) * 15
    if hidden > 0:
        axes.text(
            0,
            bottom,
            pick(language, f"另有 {hidden} 项", f"and {hidden} more"),
            va="top",
            fontsize=SMALL,
            color=MUTED,
        )
        bottom -= 15
    return bottom


def _pipe_lines(picture: DayPicture, language: str) -> list[tuple[str, str]]:
    arcs = picture.arcs
    rows = sorted(binding_pipes(picture), key=lambda row: -abs(arcs.flow[row, 0]))
    return [
        (pick(language, arcs.name_zh[row], arcs.name_en[row]), number(abs(float(arcs.flow[row, 0]))))
        for row in rows
    ]


def _county_lines(picture: DayPicture, language: str) -> list[tuple[str, str]]:
    counties = picture.counties
    short = counties.shortfall[:, 0]
    rows = [int(row) for row in np.argsort(-short, kind="stable") if short[row] > CUBIC_METRE]
    return [
        (
            pick(language, counties.name_zh[row], counties.name_en[row]),
            f"{number(float(short[row]))} · {percent(float(short[row] / counties.demand[row, 0]))}",
        )
        for row in rows
    ]
