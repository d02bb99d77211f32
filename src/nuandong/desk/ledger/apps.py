"""The ledger as a Django room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only log and outbox."""

    name = "nuandong.desk.ledger"
    label = "ledger"
