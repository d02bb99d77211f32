"""The rules that a clause rests on, as they stand in the policy in force on a gas day.

Whoever opens a clause at night wants the threshold, not the module: thresholds, powers, cut order and deadlines
are shown with the paper they come from and how well it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nuandong.desk.control_room.tongue import clause_words, language, said
from nuandong.policy import PolicyBook
from nuandong.vocabulary import label

SEPARATOR = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words, its paper, and how well it is known."""

    text: str
    clause: str
    evidence: str


def rules_in_force(*, clause: str, policy: PolicyBook, day: date) -> tuple[RuleLine, ...]:
    """The rules behind a clause on a gas day; empty where the policy holds none for it."""
    found = _RULES.get(clause, ())
    return tuple(line for part in found for line in part(policy, day))


def _ladders(policy: PolicyBook, day: date) -> Iterator[RuleLine]:
    for ladder in (policy.province_ladder(day=day), policy.zone_ladder(day=day)):
        for step in reversed(ladder.steps):
            text = said(step.text_zh, step.text_en)
            yield RuleLine(text, clause_words(step.clause), str(step.evidence))


def _livelihood(policy: PolicyBook, day: date) -> Iterator[RuleLine]:
    top = policy.levels(day=day)[-1]
    text = _("Any gap in protected classes after all others are cut to their safe load: %(level)s") % {
        "level": said(top.name_zh, top.name_en)
    }
    yield RuleLine(text, "", "judged")


def _powers(policy: PolicyBook, day: date) -> Iterator[RuleLine]:
    for level in reversed(policy.levels(day=day)):
        powers = policy.powers(level=level.key, day=day)
        words = powers.texts_zh if language() == "zh" else powers.texts_en
        facts = {
            "level": said(level.name_zh, level.name_en),
            "powers": "; ".join(words),
            "who": said(powers.declared_by_zh, powers.declared_by_en),
            "hour": powers.decide_by,
        }
        text = _("%(level)s: %(powers)s. Declared by: %(who)s, by %(hour)s") % facts
        yield RuleLine(text, clause_words(powers.clause), str(powers.evidence))


def _order(policy: PolicyBook, day: date) -> Iterator[RuleLine]:
    for tier in policy.tiers(day=day):
        facts = {
            "order": tier.order,
            "name": said(tier.name_zh, tier.name_en),
            "cut": f"{tier.max_cut:.0%}",
            "hours": f"{tier.notice_hours:g}",
        }
        text = _("%(order)s. %(name)s: at most %(cut)s, %(hours)s h notice") % facts
        yield RuleLine(text, "", str(tier.evidence))


def _protected(policy: PolicyBook, day: date) -> Iterator[RuleLine]:
    entry = policy.rule("protected", day=day)
    names = SEPARATOR[language()].join(label(word, language=language()) for word in entry.value)
    yield RuleLine(_("Never in an order: %(classes)s") % {"classes": names}, "", str(entry.evidence))


_RULES: dict[str, tuple[Callable[[PolicyBook, date], Iterator[RuleLine]], ...]] = {
    "T-007": (_livelihood, _protected),
    "T-028": (_order, _protected),
    "T-029": (_protected,),
    "T-040": (_ladders, _livelihood, _powers),
    "T-042": (_powers,),
    "T-043": (_order,),
    "T-045": (_order,),
}
