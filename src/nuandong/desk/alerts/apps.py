"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class AlertsConfig(AppConfig):
    """Levels proposed, declared and stepped down, incidents with their clocks, and what the level asks of whom."""

    name = "nuandong.desk.alerts"
    label = "alerts"
    news = "nuandong.desk.alerts.news.counted"
    doors: ClassVar = (Door("alerts", "alerts", _("Levels and incidents"), 15, "outlook.see_day"),)
    asks: ClassVar = ("nuandong.desk.alerts.asks.alerts_ask",)

    def ready(self) -> None:
        from nuandong.desk.alerts.witness import declarations, incidents
        from nuandong.desk.ledger.witnesses import register

        register(declarations())
        for witness in incidents():
            register(witness)
