"""The frame as a Django room."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Pages, sign-in, language, health."""

    name = "nuandong.desk.frame"
    label = "frame"
