"""What happens when something fails: outages on balance cases, published standards, sharing a shortage.

Works on balance cases and plain values only; `nuandong.assess` asks these questions of a whole case.
"""

from nuandong.risk.loss import LossQuestion, LossTable, run_losses
from nuandong.risk.sharing import SharingAnswer, SharingQuestion, cost_of_standing_alone
from nuandong.risk.standards import (
    NMinusOne,
    NMinusOneCapacity,
    n_minus_one,
    supply_after_trigger,
    supply_standard_days,
)
from nuandong.risk.window import Loss, window, without

__all__ = [
    "Loss",
    "LossQuestion",
    "LossTable",
    "NMinusOne",
    "NMinusOneCapacity",
    "SharingAnswer",
    "SharingQuestion",
    "cost_of_standing_alone",
    "n_minus_one",
    "run_losses",
    "supply_after_trigger",
    "supply_standard_days",
    "window",
    "without",
]
