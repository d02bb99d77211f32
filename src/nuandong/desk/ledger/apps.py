"""The ledger as a Django room."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class LedgerConfig(AppConfig):
    """Append-only log and outbox."""

    name = "nuandong.desk.ledger"
    label = "ledger"
    doors: ClassVar = (Door("ledger", "ledger", _("Ledger"), 90, "ledger.audit"),)
