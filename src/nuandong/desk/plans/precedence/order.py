"""What a city's order may say: the province's groups stay in their order, protected classes stand in none.

Errors stop an order from being handed in; remarks travel with it to whoever approves.

Clause: T-028 (residents, public transport and livelihood first).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.plans.models import Precedence
from nuandong.findings import FaultWords, Finding, Findings, Place, Severity, stated
from nuandong.policy.words import Tier
from nuandong.vocabulary import ConsumerClass, label

ERROR, WARNING = Severity.ERROR, Severity.WARNING
WORDS: Mapping[str, FaultWords] = {
    "order.protected": (ERROR, "{class}属保障类，始终优先，不得列入限供顺序",
                        "{class} is protected and always kept; no order may limit it"),
    "order.unknown": (ERROR, "{class}不参与限供，请移出", "{class} is never limited; take it out"),
    "order.twice": (ERROR, "{class}出现两次", "{class} stands there twice"),
    "order.missing": (ERROR, "缺少{class}；顺序须列全", "{class} is missing; the order names every class"),
    "order.group": (ERROR, "{first}（{first_group}）须在{second}（{second_group}）之前限供：全省预案的大类顺序不变",
                    "{first} ({first_group}) is limited before {second} ({second_group}): "
                    "the groups of the province's plan stay in their order"),
    "order.differs": (WARNING, "{first}先于{second}，与全省细序不同；批准前请看理由",
                      "{first} before {second}: other than the province's finer order; read the reason"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limitable:
    """A class that may be limited: its group in the province's plan, and its place by the province's finer order."""

    word: str
    group_zh: str
    group_en: str
    group_place: int
    place: int


def limitable(day: date) -> tuple[Limitable, ...]:
    """Every class that some step of the cut holds, in the province's order."""
    tiers = policy_book().tiers(day=day)
    groups = list(dict.fromkeys(tier.group_zh for tier in tiers))
    found = {}
    for word in dict.fromkeys(str(word) for tier in tiers for word in tier.classes):
        tier = _step_of(word, tiers)
        found[word] = (tier, groups.index(tier.group_zh))
    ordered = sorted(found.items(), key=lambda pair: (pair[1][1], pair[1][0].order))
    return tuple(
        Limitable(word, tier.group_zh, tier.group_en, group, place)
        for place, (word, (tier, group)) in enumerate(ordered, start=1)
    )


def protected(day: date) -> tuple[str, ...]:
    """Classes that stand above every order."""
    held = policy_book().protected_classes(day=day)
    return tuple(str(word) for word in ConsumerClass if word in held)


def checked(limited: Sequence[str], day: date) -> Findings:
    """Everything that is wrong with an order, and where it differs from the province's."""
    known = {one.word: one for one in limitable(day)}
    shielded = set(protected(day))
    found: list[Finding] = []
    for number, word in enumerate(limited):
        if word in shielded:
            found.append(_found("order.protected", word))
        elif word not in known:
            found.append(_found("order.unknown", word))
        elif word in limited[:number]:
            found.append(_found("order.twice", word))
    found += [_found("order.missing", word) for word in known if word not in limited]
    return Findings((*found, *_out_of_turn([known[word] for word in limited if word in known])))


def province_order(day: date) -> list[str]:
    """The province's own finer order of classes."""
    return [one.word for one in limitable(day)]


def in_force_by_county(*, day: date, known_at: datetime) -> dict[str, tuple[str, ...]]:
    """The order in force of each county's city, by county; counties without one are left out."""
    by_city: dict[str, tuple[str, ...]] = {}
    for one in Precedence.objects.in_force(day=day, known_at=known_at):
        by_city.setdefault(one.region_id, tuple(one.limited))
    counties = Region.objects.filter(parent__code__in=list(by_city)).values_list("code", "parent__code")
    return {county: by_city[str(city)] for county, city in counties}


def name_of(word: str) -> tuple[str, str]:
    """A class in both languages; what is none is given back as it is."""
    if word not in {str(one) for one in ConsumerClass}:
        return word, word
    return label(ConsumerClass(word)), label(ConsumerClass(word), language="en")


def _step_of(word: str, tiers: Iterable[Tier]) -> Tier:
    """The step in which a class stands that has neither another fuel nor an interruptible contract."""
    holding = [tier for tier in tiers if word in {str(one) for one in tier.classes}]
    return next((tier for tier in holding if tier.needs in ("any", "plain")), holding[0])


def _out_of_turn(placed: Sequence[Limitable]) -> list[Finding]:
    """A fault for each neighbour out of its group's turn, a remark where the finer order differs."""
    found = []
    for first, second in pairwise(placed):
        if first.group_place > second.group_place:
            facts = {"first": name_of(second.word), "first_group": (second.group_zh, second.group_en),
                     "second": name_of(first.word), "second_group": (first.group_zh, first.group_en)}  # fmt: skip
            found.append(
                stated(
                    "order.group", words=WORDS["order.group"], place=Place(column=second.word), facts=facts
                )
            )
        elif first.place > second.place:
            facts = {"first": name_of(first.word), "second": name_of(second.word)}
            found.append(
                stated(
                    "order.differs", words=WORDS["order.differs"], place=Place(column=first.word), facts=facts
                )
            )
    return found


def _found(code: str, word: str) -> Finding:
    return stated(code, words=WORDS[code], place=Place(column=word), facts={"class": name_of(word)})
