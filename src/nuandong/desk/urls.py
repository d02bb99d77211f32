"""Every address of the desk. A room brings its own addresses; this page only puts them together.

The control room owns `/`; without it (a desk that only takes reports) `/` leads to filing.
"""

from django.urls import URLPattern, URLResolver, include, path

from nuandong.desk.frame.rooms import is_built

_ROOMS = (
    "control_room", "frame", "ledger", "directory", "reporting", "outlook", "alerts", "plans", "dispatch", "briefing",
    "api", "drill", "watch",
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"nuandong.desk.{room}.urls"))
    for room in _ROOMS
    if is_built(f"nuandong.desk.{room}.urls")
]

handler403 = "nuandong.desk.frame.views.refused"
handler404 = "nuandong.desk.frame.views.not_found"
handler500 = "nuandong.desk.frame.outages.failed"
