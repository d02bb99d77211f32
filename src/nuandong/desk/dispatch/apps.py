"""The room as Django knows it."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Lists of who may be cut, orders with their approvals and receipts, and the relief that the meters show."""

    name = "nuandong.desk.dispatch"
    label = "dispatch"
