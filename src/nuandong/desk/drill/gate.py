"""A desk opens only a database of its own world: checked by page server, worker and command line before anything else.

A database without a mark is one from before drills were built, or an empty one: it is real, unless it is empty.

Clause: T-099 (drills, apart from what is real).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from nuandong.desk.drill.models import World
from nuandong.desk.frame.world import DRILL, REAL, world
from nuandong.findings import AssuranceError


class OtherWorld(AssuranceError):
    """The database belongs to the other world."""

    def __init__(self, ours: str, theirs: str) -> None:
        self.ours, self.theirs = ours, theirs
        words = {REAL: "实战", DRILL: "演练"}
        super().__init__(
            f"数据库属于{words[theirs]}环境，本台以{words[ours]}环境启动，拒绝打开；"
            f"演练请用 nuandong drill，实战请用 nuandong serve 并检查 NUANDONG_WORLD 与 NUANDONG_DATABASE_URL。"
            f" The database is {theirs!r}, this desk is {ours!r}: it is not opened."
        )


def world_of_database() -> str | None:
    """The world that the database was made for; None where it has no tables yet."""
    tables = set(connection.introspection.table_names())
    if World._meta.db_table in tables:
        return World.objects.values_list("word", flat=True).first() or REAL
    return REAL if "ledger_entry" in tables else None


def refuse_other_world() -> None:
    """Go on only where database and desk are of one world. Raises OtherWorld."""
    theirs, ours = world_of_database(), world()
    if theirs is not None and theirs != ours:
        raise OtherWorld(ours, theirs)


class SameWorld:
    """Answer no page from a database of the other world; looked at once a process, at its first request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.found = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.found != world():
            try:
                refuse_other_world()
            except OtherWorld as other:
                return HttpResponse(str(other), status=503, content_type="text/plain; charset=utf-8")
            except DatabaseError:  # the page will say so itself; look again next time
                return self.get_response(request)
            self.found = world()
        return self.get_response(request)
