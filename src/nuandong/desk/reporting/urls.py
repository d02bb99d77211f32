"""Addresses of reporting."""

from django.urls import include, path

from nuandong.desk.reporting import views

urlpatterns = [
    path("report/", views.owed, name="reports-owed"),
    path("report/<int:pk>/", views.report, name="report"),
    path("", include("nuandong.desk.reporting.readings.urls")),
]
