"""The room as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from nuandong.desk.frame.rooms import Door


class PlansConfig(AppConfig):
    """What is settled before it gets cold: plans, cities' orders, flexible users, offers."""

    name = "nuandong.desk.plans"
    label = "plans"
    doors: ClassVar = (
        Door("plans", "plans", _("Plans"), 44),
        Door("offers", "offers", _("Offers"), 46),
    )
    asks: ClassVar = ("nuandong.desk.plans.asks.plans_owed",)

    def ready(self) -> None:
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.plans.library.witness import papers
        from nuandong.desk.plans.precedence.actions import precedences

        register(papers())
        register(precedences())
