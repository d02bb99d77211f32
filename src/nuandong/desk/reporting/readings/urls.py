"""Addresses of readings."""

from django.urls import path

from nuandong.desk.reporting.readings import views

urlpatterns = [
    path("readings/", views.board, name="readings"),
    path("readings/readings.csv", views.board_csv, name="readings-csv"),
    path("readings/template.csv", views.template, name="readings-template"),
    path("readings/template.xlsx", views.template_book, name="readings-template-book"),
    path("readings/file/", views.sheet, name="readings-file"),
    path("readings/<int:point>/", views.point, name="readings-point"),
]
