"""The directory as a Django room."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class DirectoryConfig(AppConfig):
    """Who and what there is."""

    name = "nuandong.desk.directory"
    label = "directory"
    doors: ClassVar = (
        Door("duties", "duties", _("My duties"), 12),
        Door("lists", "lists", _("User lists"), 45),
        Door("duty", "duty-now", _("Duty"), 50),
        Door("directory", "directory", _("Directory"), 55),
        Door("accounts", "accounts", _("Accounts"), 92, "directory.keep_accounts"),
        Door("accounts", "accounts", _("Accounts"), 92, "directory.grant_roles"),
    )
    asks: ClassVar = ("nuandong.desk.directory.workbench.asks.directory_asks",)

    def ready(self) -> None:
        from nuandong.desk.directory.witness import contacts, lists
        from nuandong.desk.ledger.witnesses import register

        register(lists())
        register(contacts())
