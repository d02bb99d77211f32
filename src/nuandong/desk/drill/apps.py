"""The room as Django knows it. Its door stands in the drill's own banner: a desk at work shows none."""

from django.apps import AppConfig


class DrillConfig(AppConfig):
    """Which world a database is; scripts, their play and their score."""

    name = "nuandong.desk.drill"
    label = "drill"
