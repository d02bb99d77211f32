"""Taking more than was nominated: the overrun that may make the upstream company close its valve.

Lanzhou, 2018-01-30: 960 taken against 820 nominated, 140/820 = 17.1 %; the valve was closed and the city's
pressure halved within an hour. (The *gap* of that day is another figure: 140/960 = 14.6 % of demand.)

Clauses: T-068 (monitoring), T-096 (major events are reported at once).
"""

from __future__ import annotations

import math

from nuandong.units import Flow, Share
from nuandong.warning.level import SHARE_DECIMALS, UnusableGap, whole_m3


def overrun(*, nomination: Flow, offtake: Flow) -> Share:
    """Share of the nomination that was taken beyond it; 0 where no more was taken (10^4 m3/day in).

    Infinite where gas was taken though none was nominated. Raises `UnusableGap` for negative flows or NaN.
    """
    if not (0.0 <= nomination < math.inf and 0.0 <= offtake < math.inf):
        raise UnusableGap("nomination", offtake, nomination)
    ordered, beyond = whole_m3(nomination), max(0.0, whole_m3(offtake - nomination))
    if ordered == 0:
        return math.inf if beyond > 0 else 0.0
    return round(beyond / ordered, SHARE_DECIMALS)


def is_major_overrun(*, nomination: Flow, offtake: Flow, above: Share) -> bool:
    """Whether an overrun lies above the share that makes it a major event (policy `major.overrun_above`)."""
    return overrun(nomination=nomination, offtake=offtake) > above
