"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class ApiConfig(AppConfig):
    """The interface for programmes, and the tokens that open it."""

    name = "nuandong.desk.api"
    label = "api"
    doors: ClassVar = (Door("api", "api-tokens", _("Interface"), 85, "api.use_tokens"),)
