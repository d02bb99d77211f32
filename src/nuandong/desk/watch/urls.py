"""Addresses of the watch."""

from django.urls import path

from nuandong.desk.watch import views_bench, views_plants, views_wall

urlpatterns = [
    path("wall/", views_wall.wall, name="wall"),
    path("wall/wall.csv", views_wall.wall_csv, name="wall-csv"),
    path("wall/<slug:site_kind>/<path:site>/", views_wall.site, name="wall-site"),
    path("wall-alarms/<int:alarm>/take/", views_wall.take, name="alarm-take"),
    path("wall-alarms/<int:alarm>/clear/", views_wall.clear, name="alarm-clear"),
    path("plants/", views_plants.plants, name="plants"),
    path("plants/plants.csv", views_plants.plants_csv, name="plants-csv"),
    path("plants/plants.xlsx", views_plants.plants_xlsx, name="plants-xlsx"),
    path("plants/<int:point>/", views_plants.plant, name="plant"),
    path("benches/", views_bench.benches, name="benches"),
    path("benches/<slug:department>/", views_bench.bench, name="bench"),
    path("benches/<slug:department>/links.csv", views_bench.links_csv, name="bench-links"),
    path("matters/<int:matter>/", views_bench.matter, name="matter"),
]
