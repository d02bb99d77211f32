"""Which nomination counts: of a contract's revisions for a gas day the highest filed by the time of asking."""

from __future__ import annotations

from datetime import date, datetime

from nuandong.network.tables import Nominations
from nuandong.units import Flow


def counted(nominations: Nominations, *, as_of: datetime) -> dict[tuple[str, date], Flow]:
    """Nominated flow by contract and gas day as known at an instant, 10^4 m3/day; of equal revisions the later row."""
    newest: dict[tuple[str, date], tuple[int, Flow]] = {}
    for row, place in enumerate(zip(nominations.contract, nominations.gas_day, strict=True)):
        revision = int(nominations.revision[row])
        if nominations.filed_at[row] <= as_of and revision >= newest.get(place, (-1, 0.0))[0]:
            newest[place] = (revision, float(nominations.flow[row]))
    return {place: flow for place, (_, flow) in newest.items()}
