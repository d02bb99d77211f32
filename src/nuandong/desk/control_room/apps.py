"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class ControlRoomConfig(AppConfig):
    """Pages of the gas day, its counties and its runs."""

    name = "nuandong.desk.control_room"
    label = "control_room"
    doors: ClassVar = (
        Door("day", "newest-day", _("The day"), 10),
        Door("quality", "newest-quality", _("Forecast quality"), 70),
        Door("clauses", "clauses", _("Clauses"), 80),
    )
