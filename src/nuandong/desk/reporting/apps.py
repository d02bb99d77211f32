"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class ReportingConfig(AppConfig):
    """What units report and what becomes known otherwise."""

    name = "nuandong.desk.reporting"
    label = "reporting"
    news = "nuandong.desk.reporting.news.counted"
    doors: ClassVar = (
        Door("report", "reports-owed", _("Report"), 20),
        Door("readings", "readings", _("Readings"), 25, "outlook.see_day"),
    )

    asks: ClassVar = ("nuandong.desk.reporting.asks.reports_owed",)

    def ready(self) -> None:
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.reporting.readings.witness import readings, site_readings
        from nuandong.desk.reporting.signed import sign_offs
        from nuandong.desk.reporting.witness import reports

        register(reports())
        register(readings())
        register(site_readings())
        register(sign_offs())
