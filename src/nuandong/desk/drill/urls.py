"""Addresses of the drill; a desk at work answers none of them."""

from django.urls import path

from nuandong.desk.drill import views

urlpatterns = [
    path("drill/", views.drill, name="drill"),
    path("drill/score.json", views.score_json, name="drill-score-json"),
    path("drill/score.xlsx", views.score_xlsx, name="drill-score-xlsx"),
]
