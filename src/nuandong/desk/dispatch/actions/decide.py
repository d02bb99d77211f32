"""Approve, issue, withdraw and close an order.

Four eyes: whoever drafted an order or edited a line of it may not approve it. What is approved is checked once more as
the records stand then, inside the powers of the level that is in force then; nothing is ordered without one.

Clauses: T-010 (checklist), T-029, T-041 (notice), T-042 (approval), T-046 (withdrawal, restoration).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import APPROVE_ORDER, DRAFT_ORDER
from nuandong.desk.dispatch.actions.draft import ask_for_examination
from nuandong.desk.dispatch.actions.told import must_hold, taken, tell_of_order
from nuandong.desk.dispatch.lines_of_run import missing_after_waiting
from nuandong.desk.dispatch.models import (
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    Order,
    OrderLine,
    OrderState,
)
from nuandong.desk.dispatch.plans import day_digest, digest_of_lines, guard_findings, own_lines
from nuandong.desk.dispatch.refusals import (
    Broken,
    NoLevelInForce,
    NotInState,
    Refused,
    SameEyes,
    WordsMissing,
)
from nuandong.desk.dispatch.standing import hours_rule, in_force
from nuandong.desk.ledger.actions import put_letter
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.gasday import begin_of, end_of

APPROVE = "approve_order"  # the act in the ledger by which an order binds
TELL, CLIMB, WEIGH = "tell_notice", "climb_notice", "weigh_order"
LEAST_WORDS = 4
PHONE_DIGITS = 6


def approve(*, order: Order, by: Account, at: datetime, alternatives_read: bool) -> Order:
    """Approve a draft as its second person. Raises NoRight, SameEyes, NotInState, NoLevelInForce, Broken, Refused."""
    must_hold(APPROVE_ORDER, by)
    seen = Order.objects.get(pk=order.pk)
    _may_be_approved(seen, by, at)
    if not alternatives_read:
        raise Refused(_("Confirm first that every unused measure was looked at, with its reason."))
    declared = in_force(gas_day=seen.gas_day, at=at)
    if declared is None:
        raise NoLevelInForce
    lines = day_digest(seen)
    found = guard_findings(order=seen, powers=declared.powers) + _examined(seen)
    if found.errors:
        raise Broken(found)
    with transaction.atomic():  # the guards took seconds: whatever changed meanwhile is seen here
        held = taken(order, OrderState.DRAFT)
        _may_be_approved(held, by, at)
        if held.edition != seen.edition or day_digest(held) != lines:
            raise Refused(_("Somebody else edited this draft meanwhile. Reload the page and edit again."))
        if held.wave > 1:
            _must_be_needed(held, at)
        held.state, held.approved_by, held.approved_at = OrderState.APPROVED, by, at
        held.level, held.plan_code, held.alternatives_confirmed = declared.level, declared.plan_code, True
        held.save()
        tell_of_order(APPROVE, held, by, at, {
            "level": held.level, "plan": held.plan_code, "edition": held.edition,
            "lines": digest_of_lines(own_lines(held)), "run": held.run_id,
            "policy_version": held.run.policy_version})  # fmt: skip
    return held


def _may_be_approved(order: Order, by: Account, at: datetime) -> None:
    """A draft of a day that is not over, drafted and edited by others. Raises NotInState, SameEyes, Refused."""
    if order.state != OrderState.DRAFT:
        raise NotInState(order.number, order.get_state_display())
    if by.pk == order.drafted_by_id or order.editors.filter(pk=by.pk).exists():
        raise SameEyes
    if at >= end_of(order.gas_day):
        raise Refused(_("The gas day is over; nothing of it can be ordered any more."))


def _must_be_needed(wave: Order, at: datetime) -> None:
    """A later wave is approved only while the wave before still brings too little. Raises WaveNotYet."""
    before = Order.objects.filter(
        run=wave.run, kind=wave.kind, wave=wave.wave - 1, state=OrderState.ISSUED
    ).first()
    if before is None:
        raise Refused(_("The wave before is no longer in force; assess the day anew."))
    missing_after_waiting(before, at)


def _examined(order: Order) -> Findings:
    """What the network said of exactly these lines; an error where nobody asked it yet."""
    if order.examined_edition != order.edition or order.examined_lines != day_digest(order):
        return Findings((Finding(
            "dispatch.not_examined", Place(file="order_lines"), order.number,
            "本日各行尚未经管网复算；请稍候一两分钟再批，或重新提交复算",
            "the network has not been solved with these lines yet; wait a minute, or ask for it again"),))  # fmt: skip
    return Findings(tuple(
        Finding(one["code"], Place(file="order_lines", row=one["row"]), one["value"], one["zh"], one["en"],
                Severity(one["severity"]))
        for one in order.findings
    ))  # fmt: skip


def issue(*, order: Order, by: Account, at: datetime) -> Order:
    """Tell everybody: one notice an addressee, with its last time to answer. Raises NoRight, NotInState."""
    must_hold(DRAFT_ORDER if by.has_perm(DRAFT_ORDER) else APPROVE_ORDER, by)
    with transaction.atomic():
        held = taken(order, OrderState.APPROVED)
        if in_force(gas_day=held.gas_day, at=at) is None:
            raise NoLevelInForce
        notices = _notices(held, at)
        for notice in notices:
            put_letter(
                key=f"{TELL}:{notice.code}:0", errand=TELL, facts={"notice": notice.pk, "step": 0}, at=at
            )
            put_letter(key=f"{CLIMB}:{notice.code}:1", errand=CLIMB, facts={"notice": notice.pk, "step": 1},
                       at=at, not_before=notice.decide_by)  # fmt: skip
        held.state, held.issued_by, held.issued_at = OrderState.ISSUED, by, at
        held.save(update_fields=["state", "issued_by", "issued_at"])
        _weigh_later(held, min((notice.effective_at for notice in notices), default=at), at)
        tell_of_order("issue_order", held, by, at, {
            "notices": [notice.code for notice in notices], "lines": digest_of_lines(own_lines(held))})  # fmt: skip
    return held


def _weigh_later(order: Order, effective_at: datetime, at: datetime) -> None:
    """Every waiting time of the gas day, the relief is weighed and an alarm raised where it is too little."""
    step = hours_rule("order.wave_hours", order.gas_day)
    due, ends, number = effective_at + step, end_of(order.gas_day), 1
    while due <= ends:
        put_letter(
            key=f"{WEIGH}:{order.number}:{number}",
            errand=WEIGH,
            facts={"order": order.pk},
            at=at,
            not_before=due,
        )
        due, number = due + step, number + 1


def _notices(order: Order, at: datetime) -> list[Notice]:
    lines = own_lines(order)
    for line in lines:
        line.effective_at = max(begin_of(order.gas_day), at + timedelta(hours=line.lead_hours))
    by_addressee: dict[str, list[OrderLine]] = {}
    for line in lines:
        by_addressee.setdefault(line.user_id or line.subject, []).append(line)
    wait, made = hours_rule("order.acknowledge_hours", order.gas_day), []
    for number, own in enumerate(by_addressee.values(), start=1):
        first = own[0]
        notice = Notice.objects.create(
            order=order, code=f"{order.number}-{number:03d}", phone_code=_fresh_phone_code(), user_id=first.user_id,
            organisation_id=first.organisation_id, county_id=first.county_id, name_zh=first.name_zh,
            name_en=first.name_en, issued_at=at, decide_by=at + wait,
            effective_at=min(line.effective_at for line in own if line.effective_at),
        )  # fmt: skip
        Delivery.objects.create(
            notice=notice, channel=Channel.DESK, state=DeliveryState.SENT, put_at=at, sent_at=at
        )
        for line in own:
            line.notice = notice
        made.append(notice)
    OrderLine.objects.bulk_update(lines, ["effective_at", "notice"])
    return made


def _fresh_phone_code() -> str:
    """Six digits that no notice in force has."""
    while True:
        code = f"{secrets.randbelow(10**PHONE_DIGITS):0{PHONE_DIGITS}d}"
        if not Notice.objects.filter(phone_code=code).exists():
            return code


def withdraw(*, order: Order, by: Account, at: datetime, words: str) -> Order:
    """Take an approved or issued order back, with its reason; everybody told is told of that too.

    Raises NoRight, NotInState, WordsMissing.
    """
    must_hold(APPROVE_ORDER, by)
    _must_say(words)
    with transaction.atomic():
        held = taken(order, OrderState.APPROVED, OrderState.ISSUED)
        _end(held, OrderState.WITHDRAWN, by, at, words)
        for notice in held.notices.filter(withdrawn_at__isnull=True):
            notice.withdrawn_at = at
            notice.save(update_fields=["withdrawn_at"])
            put_letter(
                key=f"{TELL}:{notice.code}:withdrawn",
                errand=TELL,
                facts={"notice": notice.pk, "step": 0},
                at=at,
            )
        held.cards.filter(cleared_at__isnull=True).update(cleared_at=at)
        ask_for_examination(held.gas_day, at)
        tell_of_order("withdraw_order", held, by, at, {"words": words.strip()})
    return held


def close(*, order: Order, by: Account, at: datetime, words: str) -> Order:
    """End an issued order; users come back in the order of restoration. Raises NoRight, NotInState, WordsMissing."""
    must_hold(DRAFT_ORDER if by.has_perm(DRAFT_ORDER) else APPROVE_ORDER, by)
    _must_say(words)
    with transaction.atomic():
        held = taken(order, OrderState.ISSUED)
        _end(held, OrderState.CLOSED, by, at, words)
        held.cards.filter(cleared_at__isnull=True).update(cleared_at=at)
        tell_of_order("close_order", held, by, at, {
            "words": words.strip(), "restored": [line.subject for line in restoration(held)]})  # fmt: skip
    return held


def restoration(order: Order) -> list[OrderLine]:
    """Who comes back first: the reverse of the cut. What was asked last, because it is needed most, returns first."""
    return sorted(own_lines(order), key=lambda line: (-line.place, line.subject))


def _end(order: Order, state: str, by: Account, at: datetime, words: str) -> None:
    order.state, order.ended_by, order.ended_at, order.end_words = state, by, at, words.strip()
    order.save(update_fields=["state", "ended_by", "ended_at", "end_words"])


def _must_say(words: str) -> None:
    if len(words.strip()) < LEAST_WORDS:
        raise WordsMissing
