"""How far a history is known."""

from __future__ import annotations

import numpy as np

from nuandong.demand.series import UseHistory


def known_days(history: UseHistory) -> int:
    """How many days there are up to the last with known use; 0 where no use is known."""
    known = np.flatnonzero(np.isfinite(history.use).any(axis=0))
    return int(known[-1]) + 1 if known.size else 0
