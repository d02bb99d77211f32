"""Verbs of matters: open, note, close with a result, open again.

Clauses: T-075 … T-078 (matters of departments), T-098 (evidence of every act).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, Organisation, Region
from nuandong.desk.directory.roles import KEEP_MATTERS
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.watch.bench.field import Field
from nuandong.desk.watch.models import Matter, MatterAct, MatterEntry, MatterState
from nuandong.desk.watch.refusals import ActRefused
from nuandong.gasday import gas_day_of

MATTER = "matter"
SHORTEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter as it is begun: what, where, who is to do it, by when."""

    kind: str
    title: str
    region: Region
    due: date
    organisation: Organisation | None = None
    words: str = ""


def open_matter(*, field: Field, asked: Asked, by: Account, at: datetime) -> Matter:
    """Take a matter in hand for the department of a field that the account may see. Raises ActRefused."""
    _may(by)
    if not asked.title.strip():
        raise ActRefused(_("Say in few words what it is about."), field="title")
    if asked.due < gas_day_of(at):
        raise ActRefused(_("It cannot be due before today."), field="due")
    if not field.places().filter(pk=asked.region.pk).exists():
        raise ActRefused(_("This place lies outside your field."), field="region")
    with transaction.atomic():
        matter = Matter.objects.create(
            department=field.duty.department, kind=asked.kind, title=asked.title.strip(),
            words=asked.words.strip(), region=asked.region, organisation=asked.organisation, due=asked.due,
            opened_by=by, opened_at=at,
        )  # fmt: skip
        _note(matter, MatterAct.OPENED, asked.title.strip(), by, at, {
            "department": matter.department, "kind": str(matter.kind), "region": asked.region.code,
            "organisation": matter.organisation_id, "due": asked.due.isoformat()})  # fmt: skip
    return matter


def note_matter(*, matter: Matter, field: Field, words: str, by: Account, at: datetime) -> Matter:
    """Write down how it goes on. Raises ActRefused."""
    said = _said(words, _("Say how it goes on."))
    with transaction.atomic():
        one = _taken(matter, field, MatterState.OPEN, by)
        _note(one, MatterAct.NOTED, said, by, at, {})
    return one


def close_matter(*, matter: Matter, field: Field, result: str, by: Account, at: datetime) -> Matter:
    """It is done, and `result` says what came of it. Raises ActRefused."""
    said = _said(result, _("Say what came of it."))
    with transaction.atomic():
        one = _taken(matter, field, MatterState.OPEN, by)
        one.state, one.result, one.closed_by, one.closed_at = MatterState.CLOSED, said, by, at
        one.save(update_fields=["state", "result", "closed_by", "closed_at"])
        _note(one, MatterAct.CLOSED, said, by, at, {"late": gas_day_of(at) > one.due})
    return one


def reopen_matter(*, matter: Matter, field: Field, words: str, by: Account, at: datetime) -> Matter:
    """What was called done is not. Raises ActRefused."""
    said = _said(words, _("Say why it is open again."))
    with transaction.atomic():
        one = _taken(matter, field, MatterState.CLOSED, by)
        one.state, one.closed_by, one.closed_at = MatterState.OPEN, None, None
        one.save(update_fields=["state", "closed_by", "closed_at"])
        _note(one, MatterAct.REOPENED, said, by, at, {})
    return one


def _may(by: Account) -> None:
    if not by.has_perm(KEEP_MATTERS):
        raise ActRefused(_("Your role does not keep matters."))


def _said(words: str, refusal: str) -> str:
    if len(words.strip()) < SHORTEST_WORDS:
        raise ActRefused(refusal, field="words")
    return words.strip()


def _taken(matter: Matter, field: Field, state: MatterState, by: Account) -> Matter:
    _may(by)
    if not field.matters().filter(pk=matter.pk).exists():
        raise ActRefused(_("This matter lies outside your field."))
    one: Matter = Matter.objects.select_for_update().get(pk=matter.pk)
    if one.state != state:
        raise ActRefused(
            _("Somebody was quicker: the matter is %(state)s.") % {"state": one.get_state_display()}
        )
    return one


def _note(
    matter: Matter, act: MatterAct, words: str, by: Account, at: datetime, facts: dict[str, Any]
) -> None:
    entry = MatterEntry.objects.create(matter=matter, act=act, at=at, by=by, words=words)
    told = {"entry": entry.pk, "words": words, **facts}
    append(act=Act(f"matter_{act.value}", by.actor, MATTER, str(matter.pk), told), at=at)
