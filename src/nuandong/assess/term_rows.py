"""What a plan uses of contracts' season volumes and shared limits, and what of stock targets it keeps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from nuandong.assess.picture import TermRows
from nuandong.assess.stocks import asked_stocks
from nuandong.network.tables import Sources
from nuandong.network.terms import SharedLimits

if TYPE_CHECKING:
    from nuandong.assess.day import Workings


Line = tuple[str, str, str, str, date, date, float, float, float]


def term_rows(work: Workings) -> TermRows:
    """Rows of a plan's terms; none where the case brings none."""
    lines = [*_totals(work), *_targets(work)]
    columns = list(zip(*lines, strict=True)) if lines else [() for _ in TermRows.__dataclass_fields__]
    kind, term, name_zh, name_en, first, last = columns[:6]
    volume, least, most = (np.asarray(column, dtype=np.float64) for column in columns[6:])
    return TermRows(kind, term, name_zh, name_en, first, last, volume, least, most)


def _totals(work: Workings) -> list[Line]:
    network, days = work.case.network, work.axes.days
    found = work.grounds.totals
    totals = found.totals
    volumes = totals.volumes(work.plan.plan, days=np.ones(work.axes.count))
    named = _names(network.sources.supply, network.sources) | _names(
        network.shared_limits.limit, network.shared_limits
    )
    lines = []
    for row, (kind, term) in enumerate(found.terms):
        first = int(totals.first[row])
        lines.append((
            kind, term, *named[term], days[first], days[first + int(totals.length[row]) - 1],
            float(volumes[row]), float(totals.least[row]) if kind == "contract" else np.nan, float(totals.most[row]),
        ))  # fmt: skip
    return lines


def _names(ids: tuple[str, ...], table: Sources | SharedLimits) -> dict[str, tuple[str, str]]:
    pairs = zip(table.name_zh, table.name_en, strict=True)
    return dict(zip(ids, pairs, strict=True))


def _targets(work: Workings) -> list[Line]:
    stores, days = work.case.network.stores, work.axes.days
    inventory = work.plan.plan.inventory
    return [
        ("target", stores.store[store], stores.name_zh[store], stores.name_en[store], days[step], days[step],
         float(inventory[store, step]), float(volume), np.nan)
        for store, step, volume, _ in asked_stocks(network=work.case.network, axes=work.axes)
    ]  # fmt: skip
