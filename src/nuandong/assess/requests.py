"""Can this be had? A request by hand against the day's plan, and if not, which of its wishes contradict.

Clauses: T-007 (households), T-042 (a plan may be changed by hand, inside the law of the network).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from nuandong.assess.case import Case
from nuandong.assess.day import Answers, day_answers
from nuandong.assess.explain import namer_of
from nuandong.assess.explaining.request import (
    ArcAtMost,
    CountyShare,
    StoreFill,
    UserSpared,
    Wish,
    condition_of,
    house_conditions,
)
from nuandong.balance.reasons import Condition, ConflictSet, conflicts
from nuandong.findings import AssuranceError
from nuandong.units import Flow

_FORM = re.compile(
    r"(?P<kind>county|store|arc|user)=(?P<of>[^:@]+)(:(?P<amount>[\d.]+%?))?(@(?P<day>[\d-]+))?"
)


class UnreadableWish(AssuranceError):
    """A wish in words that no rule reads."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"{text}: 请写成 Write it as county=140121:95%, store=ID:80%@2023-11-30, arc=ID:120 or user=ID."
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request can be had. If not, the names of the wishes that contradict, none of which could be left
    out: without any one of them the others of the set hold. `missing` is the least by which they fail."""

    is_possible: bool
    members_zh: tuple[str, ...]
    members_en: tuple[str, ...]
    missing: Flow
    is_smallest: bool
    text_zh: str
    text_en: str


def judge_request(
    *, case: Case, wishes: tuple[Wish, ...], as_of: datetime | None = None, answers: Answers | None = None
) -> Verdict:
    """Whether wishes can be met together inside the powers of the day's level, homes and safe loads untouched.

    Raises `UnknownSubject`, `DayOutsideOutlook`, `FaultyCase`, `SolverFailure`.
    """
    found = answers or day_answers(case=case, as_of=as_of)
    namer = namer_of(found.work)
    asked = (*(condition_of(wish, namer) for wish in wishes), *house_conditions(namer))
    conflict = conflicts(case=namer.problem, conditions=asked)
    if conflict.is_possible:
        words = (
            "可以同时满足，且民生与保安负荷不受影响。",
            "Can be had together, at no cost to homes and safe loads.",
        )
        return Verdict(True, (), (), 0.0, True, *words)
    return _refusal(conflict, [asked[member] for member in conflict.members])


def _refusal(conflict: ConflictSet, members: list[Condition]) -> Verdict:
    """The conflict in words; one condition alone contradicts the network itself."""
    zh, en = tuple(one.name_zh for one in members), tuple(one.name_en for one in members)
    gap_zh = f"至少相差{conflict.missing:,.2f}（万m³/d；库存为万m³）。"
    gap_en = f"missed by at least {conflict.missing:,.2f} (×10⁴ m³/d; of stock ×10⁴ m³)."
    least_zh, least_en = ("最小", "smallest") if conflict.is_smallest else ("不可再减", "irreducible")
    text_zh = (
        f"不能同时满足：{least_zh}的一组矛盾有{len(members)}项，去掉其中任何一项，其余即可满足；{gap_zh}"
    )
    text_en = (
        f"Cannot be had together: the {least_en} conflict has {len(members)} conditions, without any one of them "
        f"the others hold; {gap_en}"
    )
    if len(members) == 1:
        text_zh = f"管网与气源本身就做不到这一项；{gap_zh}"
        text_en = f"The network and its gas alone rule this out; {gap_en}"
    return Verdict(False, zh, en, conflict.missing, conflict.is_smallest, text_zh, text_en)


def read_wish(text: str) -> Wish:
    """A wish from words: `county=ID:95%[@day]`, `store=ID:80%[@day]`, `arc=ID:120`, `user=ID`."""
    found = _FORM.fullmatch(text.strip())
    if found is None or (found["kind"] == "user") != (found["amount"] is None):
        raise UnreadableWish(text)
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else None
        amount = _amount(found["amount"] or "0")
    except ValueError:
        raise UnreadableWish(text) from None
    match found["kind"]:
        case "county":
            return CountyShare(found["of"], amount, day)
        case "store":
            return StoreFill(found["of"], amount, day)
        case "arc":
            return ArcAtMost(found["of"], amount)
        case _:
            return UserSpared(found["of"])


def _amount(text: str) -> float:
    return float(text.removesuffix("%")) / 100.0 if text.endswith("%") else float(text)
