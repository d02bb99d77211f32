"""The room as Django knows it."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """The day's, the week's and the flash report: made from records, edited, signed, kept as signed."""

    name = "nuandong.desk.briefing"
    label = "briefing"
