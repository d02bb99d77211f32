"""The room as Django knows it."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What units report and what becomes known otherwise."""

    name = "nuandong.desk.reporting"
    label = "reporting"

    def ready(self) -> None:
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.reporting.witness import reports

        register(reports())
