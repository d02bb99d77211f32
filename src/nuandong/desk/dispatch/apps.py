"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class DispatchConfig(AppConfig):
    """Orders with their approvals and receipts, and the relief that the meters show."""

    name = "nuandong.desk.dispatch"
    label = "dispatch"
    news = "nuandong.desk.dispatch.news.counted"
    doors: ClassVar = (Door("orders", "orders", _("Orders"), 18, "dispatch.see_orders"),)
    asks: ClassVar = ("nuandong.desk.dispatch.asks.orders_ask",)

    def ready(self) -> None:
        from nuandong.desk.dispatch.standing import days_cut
        from nuandong.desk.dispatch.witness import orders
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.plans.flex.register import register_days_cut

        register(orders())
        register_days_cut(days_cut)
