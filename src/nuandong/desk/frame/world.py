"""Which world this desk is: the real one, or a drill.

A drill is a desk of its own with another database, another key and other cookies (rulings, 16). Whatever would carry
something out of the house asks here first: in a drill nothing leaves as real.

Clause: T-099 (drills).
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from nuandong.desk.frame.worlds import DRILL, REAL
from nuandong.findings import AssuranceError


class OnlyInADrill(AssuranceError):
    """Something that belongs to a drill was asked of a desk at work."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}：只能在演练环境中进行；本台为实战环境。请用 nuandong drill 启动演练。")


class NotInADrill(AssuranceError):
    """Something would have left a drill as if it were real."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}：本台为演练环境，不向外发送任何内容。")


def is_drill() -> bool:
    """Whether this desk plays a drill."""
    return bool(settings.IS_DRILL)


def world() -> str:
    """The word for this desk's world: `real` or `drill`."""
    return DRILL if is_drill() else REAL


def refuse_outward(what: str) -> None:
    """To be called before anything leaves the house. Raises NotInADrill."""
    if is_drill():
        raise NotInADrill(what)


def shown(request: HttpRequest) -> dict[str, bool]:
    """For every page: whether it must say that it is a drill."""
    return {"is_drill": is_drill()}
