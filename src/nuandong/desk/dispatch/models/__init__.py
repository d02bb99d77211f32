"""Records of orders, their notices, and what comes back."""

from nuandong.desk.dispatch.models.notices import (
    Card,
    CardKind,
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    Objection,
    Receipt,
    ReceiptKind,
    ReceivedBy,
)
from nuandong.desk.dispatch.models.orders import Order, OrderKind, OrderLine, OrderState

__all__ = [
    "Card",
    "CardKind",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Notice",
    "Objection",
    "Order",
    "OrderKind",
    "OrderLine",
    "OrderState",
    "Receipt",
    "ReceiptKind",
    "ReceivedBy",
]
