"""The directory as a Django room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Who and what there is."""

    name = "nuandong.desk.directory"
    label = "directory"
