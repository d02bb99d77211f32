"""What reaches beyond one node and one gas day: contract volumes, limits that flows share, stores in detail.

Columns as in `tables`; all of these tables may be absent. Volumes in 10^4 m3, flows in 10^4 m3/day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.units import FloatArray
from nuandong.vocabulary import Evidence, LimitKind, Precedence


@dataclass(frozen=True, slots=True, eq=False)
class ContractTerms:
    """What a contract makes one pay in any case: the first `season_min` of its own gas at `paid_share` of its price,
    and `make_up`, paid for in earlier years and not yet taken."""

    contract: tuple[str, ...]
    season_min: FloatArray
    paid_share: FloatArray
    make_up: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SharedLimits:
    """A limit that several flows share: a fleet of tankers, a road, an agreement; or a swap, which nets to zero.

    `most` is the volume of a gas day (span `day`) or of all days from begin to end (span `period`).
    """

    limit: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    kind: tuple[LimitKind, ...]
    span: tuple[str, ...]  # day | period
    most: FloatArray
    begins: tuple[date, ...]
    ends: tuple[date, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LimitMembers:
    """Which sources, stores, measures and arcs share a limit, each counted `factor` times (an arc: its net flow)."""

    limit: tuple[str, ...]
    member: tuple[str, ...]
    factor: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StoreCurves:
    """What a store can send out at most while it holds `inventory`: points of a curve that bends downwards."""

    store: tuple[str, ...]
    inventory: FloatArray
    sendout: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StoreTargets:
    """What a store shall hold at the end of a gas day, and what goes before it (`precedence`)."""

    store: tuple[str, ...]
    gas_day: tuple[date, ...]
    inventory: FloatArray
    precedence: tuple[Precedence, ...]
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


NO_CONTRACT_TERMS = ContractTerms((), np.zeros(0), np.zeros(0), np.zeros(0))
NO_SHARED_LIMITS = SharedLimits((), (), (), (), (), np.zeros(0), (), (), (), ())
NO_LIMIT_MEMBERS = LimitMembers((), (), np.zeros(0))
NO_STORE_CURVES = StoreCurves((), np.zeros(0), np.zeros(0))
NO_STORE_TARGETS = StoreTargets((), (), np.zeros(0), (), (), ())
