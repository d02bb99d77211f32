"""Addresses of the control room."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from nuandong.desk.control_room import (
    views,
    views_clauses,
    views_evidence,
    views_quality,
    views_reasons,
    views_studies,
)


class GasDayConverter:
    """A gas day in an address: 2023-12-20, and nothing that is no date."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(GasDayConverter, "gas_day")

urlpatterns = [
    path("", views.newest_day, name="newest-day"),
    path("day/<gas_day:gas_day>/", views.day, name="day"),
    path("day/<gas_day:gas_day>/map.svg-fragment", views.county_map, name="day-map"),
    path("day/<gas_day:gas_day>/charts.json", views.charts_json, name="day-charts"),
    path("day/<gas_day:gas_day>/balance.csv", views.balance_csv, name="day-balance-csv"),
    path("day/<gas_day:gas_day>/cuts/", views.cuts, name="day-cuts"),
    path("day/<gas_day:gas_day>/cuts.csv", views.cuts_csv, name="day-cuts-csv"),
    path("day/<gas_day:gas_day>/county/<str:code>/", views_reasons.county, name="county"),
    path("day/<gas_day:gas_day>/why/", views_reasons.why_ask, name="why-ask"),
    path("day/<gas_day:gas_day>/why/user/<str:user>/", views_reasons.why_user, name="why-user"),
    path("day/<gas_day:gas_day>/assess/", views_reasons.assess, name="assess"),
    path("day/<gas_day:gas_day>/what-if/", views_studies.what_if, name="what-if"),
    path("day/<gas_day:gas_day>/outages/", views_studies.outages, name="outages"),
    path("day/<gas_day:gas_day>/season/", views_studies.season, name="season"),
    path("day/<gas_day:gas_day>/likely.csv", views_quality.day_likely_csv, name="day-likely-csv"),
    path("day/<gas_day:gas_day>/forecast-quality/", views_quality.quality, name="quality"),
    path(
        "day/<gas_day:gas_day>/forecast-quality/<slug:table>.csv",
        views_quality.quality_csv,
        name="quality-csv",
    ),
    path("forecast-quality/", views_quality.newest_quality_page, name="newest-quality"),
    path("study/<int:number>/", views_studies.study, name="study"),
    path("study/<int:number>/progress/", views_studies.study_progress, name="study-progress"),
    path("study/<int:number>/cancel/", views_studies.study_cancel, name="study-cancel"),
    path("run/<int:number>/", views_evidence.run, name="run"),
    path("run/<int:number>/progress/", views_reasons.run_progress, name="run-progress"),
    path("run/<int:number>/cancel/", views_reasons.run_cancel, name="run-cancel"),
    path("run/<int:number>/picture.json", views_evidence.run_picture, name="run-picture"),
    path("run/<int:number>/case.zip", views_evidence.run_case, name="run-case"),
    path("clauses/", views_clauses.clause_list, name="clauses"),
    path("clauses/<str:key>/", views_clauses.clause_page, name="clause"),
]
