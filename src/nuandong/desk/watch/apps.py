"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class WatchConfig(AppConfig):
    """The monitor wall, the liquefaction plants and the benches of the departments."""

    name = "nuandong.desk.watch"
    label = "watch"
    doors: ClassVar = (Door("wall", "wall", _("Monitor wall"), 26, "outlook.see_day"),)
    asks: ClassVar = ("nuandong.desk.watch.asks.watch_asks",)

    def ready(self) -> None:
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.watch.witness import matters, plant_days

        register(plant_days())
        for witness in matters():
            register(witness)
