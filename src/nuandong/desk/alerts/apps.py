"""The room as Django knows it."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Levels proposed, declared and stepped down, incidents with their clocks, and what the level asks of whom."""

    name = "nuandong.desk.alerts"
    label = "alerts"
