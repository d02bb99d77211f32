"""Sudden events that are open, or were found or closed since the last brief (T-069, T-096)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground, both
from nuandong.desk.briefing.content import Cell, Figure, Paragraph, Row, Section, Source, Table
from nuandong.desk.frame.rooms import is_built
from nuandong.gasday import begin_of

INCIDENTS = ("incidents", "突发情况", "Incidents")
LOOKED_BACK = timedelta(days=1)


def incident_section(ground: Ground) -> Section:
    """Every incident of the region that is open, or was found since the gas day before began."""
    found = incidents_of(ground)
    if found is None:
        return g.lacking(
            "incidents", INCIDENTS[1:], ("突发情况模块未启用。", "This desk has no room of incidents.")
        )
    source = Source("突发情况台账", "list of incidents", g.address("incidents"))
    figures: list[Figure] = [g.count("incidents.count", ("突发情况", "incidents"), len(found), source, "起")]
    if not found:
        paragraph = Paragraph("incidents.none", "本期无新增和在办突发情况（{incidents.count}）。",
                              "No incident is open or new ({incidents.count}).")  # fmt: skip
        return Section(*INCIDENTS, figures=tuple(figures), paragraphs=(paragraph,))
    homes = sum(incident.households for incident in found)
    figures.append(
        _private(g.count("incidents.homes", ("涉及居民", "households affected"), homes, source, "户"))
    )
    paragraph = Paragraph(
        "incidents.summary",
        "本期新增和在办突发情况{incidents.count}，涉及居民{incidents.homes}。",
        "{incidents.count} incidents are open or new; {incidents.homes} households are affected.",
    )
    heads = (
        ("突发情况", "Incident"),
        ("地点", "Place"),
        ("发现时间", "Found"),
        ("涉及居民（户）", "Households"),
        ("状态", "State"),
    )
    rows = tuple(_row(ground, incident) for incident in found)
    return Section(*INCIDENTS, figures=tuple(figures), paragraphs=(paragraph,),
                   tables=(Table("突发情况", "Incidents", heads, rows),))  # fmt: skip


def incidents_of(ground: Ground) -> tuple[Any, ...] | None:
    """The incidents that a brief of this region tells of; None in a desk without their room."""
    if not is_built("nuandong.desk.alerts.models"):
        return None
    models = import_module("nuandong.desk.alerts.models")
    begins = begin_of(ground.gas_day) - LOOKED_BACK
    every = models.Incident.objects.filter(opened_at__lte=ground.at).order_by("found_at", "id")
    if not ground.is_province:
        every = every.filter(region_id__in=ground.scope.regions)
    return tuple(
        one for one in every if one.found_at >= begins or one.state in models.incidents.OPEN_INCIDENTS
    )


def incident_source(incident: Any) -> Source:
    """The page of an incident."""
    return Source(f"突发情况第{incident.pk}号", f"incident {incident.pk}", g.address("incident", incident.pk))


def _row(ground: Ground, incident: Any) -> Row:
    return Row(
        (
            g.text_cell(*both(incident.get_kind_display)),
            g.text_cell(incident.place, is_private=True),
            g.text_cell(*g.instant_words(incident.found_at)),
            Cell(
                str(incident.households),
                f"{incident.households:,}",
                float(incident.households),
                is_private=True,
            ),
            g.text_cell(*both(incident.get_state_display)),
        ),
        incident_source(incident),
    )


def _private(figure: Figure) -> Figure:
    return replace(figure, is_private=True)
