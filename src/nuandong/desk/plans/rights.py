"""What verbs of this room share: who may do what where, and how the ledger is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act


def must_hold(by: Account, right: str, region: Region) -> None:
    """Raises ActRefused where an account may not do this for a place."""
    if not by.has_perm(right) or not Region.objects.visible_to(by).filter(pk=region.pk).exists():
        raise ActRefused(_("This account has no right to do that for this place."))


def must_stand_above(by: Account, right: str, region: Region) -> None:
    """Raises ActRefused where an account has no right over the place above; the province answers for itself."""
    above = region if region.parent_id is None else Region.objects.get(code=region.parent_id)
    if not by.has_perm(right) or not Region.objects.visible_to(by).filter(pk=above.pk).exists():
        raise ActRefused(_("Only the level above approves this; ask the province's leader."))


def tell(
    act: str, subject: tuple[str, str], facts: Mapping[str, Any], by: Account | None, at: datetime
) -> None:
    """One entry in the ledger; `subject` is its kind and its name."""
    append(act=Act(act=act, actor=actor_of(by), subject_kind=subject[0], subject_id=subject[1], facts=dict(facts)),
           at=at)  # fmt: skip
