"""Every address of the desk. A room brings its own addresses; this page only puts them together.

The control room owns `/`; without it (a desk that only takes reports) `/` leads to filing.
"""

from django.urls import URLPattern, URLResolver, include, path

from nuandong.desk.frame.rooms import is_built

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nuandong.desk.frame.urls")),
    path("", include("nuandong.desk.ledger.urls")),
    path("", include("nuandong.desk.directory.urls")),
    path("", include("nuandong.desk.reporting.urls")),
    path("", include("nuandong.desk.outlook.urls")),
]
if is_built("nuandong.desk.control_room.urls"):
    urlpatterns.insert(0, path("", include("nuandong.desk.control_room.urls")))

handler403 = "nuandong.desk.frame.views.refused"
handler404 = "nuandong.desk.frame.views.not_found"
