"""A city's own order of classes inside a step of the cut: which class of its users gives first.

The steps are the province's and the same everywhere, so that counties can help one another. Inside a step, users of a
county whose city has an order in force give class after class; users of a class still give alike. Classes that the
order does not name come last, together.

Clause: T-028 (each city's order of keeping and limiting); decision 0020.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nuandong.curtailment.plan import shares_in
from nuandong.curtailment.shares import Rank
from nuandong.policy import Tier

Precedence = Mapping[str, Sequence[str]]  # consumer classes by county, who gives first at the front


def shares_by_class(
    tier: Tier,
    *,
    need_m3: int,
    reducible_m3: Sequence[int],
    ranks: Sequence[Rank],
    classes: Sequence[str],
    order: Sequence[str],
) -> list[int]:
    """What each user of a county and tier gives in whole m3, a class giving all it can before the next is asked."""
    place = {word: number for number, word in enumerate(order)}
    groups: dict[int, list[int]] = {}
    for member, word in enumerate(classes):
        groups.setdefault(place.get(str(word), len(place)), []).append(member)
    given, left = [0] * len(classes), need_m3
    for number in sorted(groups):
        members = groups[number]
        most = [reducible_m3[member] for member in members]
        part = min(left, sum(most))
        shares = shares_in(tier, need_m3=part, reducible_m3=most, ranks=[ranks[member] for member in members])
        for member, share in zip(members, shares, strict=True):
            given[member] = share
        left -= part
    return given
