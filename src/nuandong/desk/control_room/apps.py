"""The room as Django knows it."""

from django.apps import AppConfig


class ControlRoomConfig(AppConfig):
    """Pages of the gas day, its counties and its runs."""

    name = "nuandong.desk.control_room"
    label = "control_room"
