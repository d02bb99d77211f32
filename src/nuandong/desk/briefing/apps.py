"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class BriefingConfig(AppConfig):
    """The day's, the week's and the flash report: made from records, edited, signed, kept as signed."""

    name = "nuandong.desk.briefing"
    label = "briefing"
    news = "nuandong.desk.briefing.news.counted"
    asks: ClassVar = ("nuandong.desk.briefing.asks.briefs_ask",)
    doors: ClassVar = (Door("briefs", "briefs", _("Briefs"), 35, "briefing.see_brief"),)

    def ready(self) -> None:
        from nuandong.desk.briefing.witness import briefs
        from nuandong.desk.ledger.witnesses import register

        register(briefs())
