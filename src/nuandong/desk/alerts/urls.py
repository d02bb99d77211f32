"""Addresses of alerts."""

from django.urls import URLPattern, URLResolver, path

from nuandong.desk.alerts import views, views_accidents, views_incidents

urlpatterns: list[URLPattern | URLResolver] = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/submit/", views.submit, name="level-submit"),
    path("alerts/levels/<int:declaration>/answer/", views.answer, name="level-answer"),
    path("alerts/levels/<int:declaration>/steps/", views.step, name="level-step"),
    path("alerts/timeline/", views.timeline, name="timeline"),
    path("alerts/incidents/", views_incidents.incidents, name="incidents"),
    path("alerts/accidents/", views_accidents.accidents, name="accidents"),
    path("alerts/accidents/accidents.csv", views_accidents.accidents_csv, name="accidents-csv"),
    path("alerts/incidents/found/", views_incidents.find, name="incident-find"),
    path("alerts/incidents/<int:incident>/", views_incidents.incident, name="incident"),
    path("alerts/incidents/<int:incident>/report/", views_incidents.report, name="incident-report"),
    path("alerts/incidents/<int:incident>/act/", views_incidents.act, name="incident-act"),
    path("alerts/incidents/<int:incident>/after.md", views_incidents.review, name="incident-review"),
]
