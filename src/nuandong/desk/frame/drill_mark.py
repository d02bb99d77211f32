"""Whatever leaves a drill by the browser says so: every answer in a header, every download in its name.

Clause: T-099 (drills).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from nuandong.desk.frame.world import is_drill

HEADER = "X-Nuandong-World"
PLAIN, CHINESE = "DRILL-", "演练-DRILL-"
_QUOTED = re.compile(r'filename="(?!DRILL-)')
_BARE = re.compile(r'filename=(?!["*]|DRILL-)')
_ENCODED = re.compile(r"filename\*=(utf-8'[^']*')", re.IGNORECASE)


class DrillMark:
    """In a drill, mark every answer and the name of every file that is handed out; else do nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_drill():
            response[HEADER] = "drill"
            if response.has_header("Content-Disposition"):
                response["Content-Disposition"] = marked(response["Content-Disposition"])
        return response


def marked(disposition: str) -> str:
    """The same header with a file name that says drill; a download without a name is given one."""
    if "filename" not in disposition:
        return f'{disposition}; filename="{PLAIN}download"'
    prefix = quote(CHINESE)
    named = _BARE.sub(f"filename={PLAIN}", _QUOTED.sub(f'filename="{PLAIN}', disposition))
    return _ENCODED.sub(
        lambda found: found[0] + ("" if disposition[found.end() :].startswith(prefix) else prefix), named
    )
