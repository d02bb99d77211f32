"""The stored reasons of a run, as one account may see them.

How much is missing behind a limit is for everybody; which pipe of another county it is, and who elsewhere would get
the next unit, is not. Sentences that may name somebody outside the scope are left out, never rewritten.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nuandong.assess.day_reasons import DayReasons, SubjectReasons
from nuandong.assess.explaining.cuts import CutStory
from nuandong.assess.plain import UnreadablePicture, picture_of
from nuandong.desk.directory.models import NetworkNode
from nuandong.desk.directory.scope import Scope, scope_of
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import PICTURES_KEPT, facilities_of, kept


def reasons_for(run: Run, account: Any) -> DayReasons | None:
    """A run's reasons in this account's scope; None where an earlier version of the programme kept none."""
    whole = _whole_reasons(run.pk, run.input_hash)
    return None if whole is None else _within_scope(whole, scope_of(account))


@lru_cache(maxsize=PICTURES_KEPT)
def _whole_reasons(pk: int, _input_hash: str) -> DayReasons | None:
    """A finished run never changes, so its reasons are read once, under its number and the hash of its inputs."""
    plain = Run.objects.done().values_list("reasons", flat=True).get(pk=pk)
    if plain is None:
        return None
    try:
        return picture_of(DayReasons, plain)
    except UnreadablePicture:  # of another version of the programme: the page asks for a fresh run
        return None


def _within_scope(reasons: DayReasons, scope: Scope) -> DayReasons:
    if scope.sees_all:
        return reasons
    keep = [at for at, cut in enumerate(reasons.cuts) if scope.regions & set(cut.counties)]
    held = set(NetworkNode.objects.filter(region_id__in=scope.regions).values_list("code", flat=True))
    facilities = facilities_of(scope)
    return replace(
        reasons,
        subjects=tuple(one for one in reasons.subjects if _is_own(one, scope)),
        cuts=tuple(_own_cut(reasons.cuts[at], scope, held | facilities) for at in keep),
        worth=kept(reasons.worth, (county in scope.regions for county in reasons.worth.county)),
        following=tuple(
            replace(
                unit,
                county="",
                cuts=tuple(keep.index(at) for at in unit.cuts if at in keep),
                text_zh="",
                text_en="",
            )
            for unit in reasons.following
        ),
    )


def _is_own(subject: SubjectReasons, scope: Scope) -> bool:
    if subject.user in scope.organisations and subject.user:
        return True
    return subject.county in scope.regions


def _own_cut(cut: CutStory, scope: Scope, held: set[str]) -> CutStory:
    """The account of a cut, with only the places and facilities that the reader may see."""
    return replace(
        cut,
        counties=tuple(county for county in cut.counties if county in scope.regions),
        nodes=tuple(node for node in cut.nodes if node in held),
        limits=tuple(limit for limit in cut.limits if limit.ident in held),
        text_zh="",
        text_en="",
    )


def subject_of(reasons: DayReasons, *, user: str = "", county: str = "") -> SubjectReasons | None:
    """What the chain says of one user, or of a county as a whole; None where it is not cut or not short."""
    return next((one for one in reasons.subjects if one.user == user and county in ("", one.county)), None)


def worth_of(reasons: DayReasons, county: str) -> tuple[float, bool, int] | None:
    """Worth, whether it reaches somebody short, and the answer's position, of one county."""
    rows = np.flatnonzero(np.asarray(reasons.worth.county, dtype=np.str_) == county)
    if not rows.size:
        return None
    row, worth = int(rows[0]), reasons.worth
    return float(worth.per_unit[row]), bool(worth.reaches_short[row]), int(worth.following[row])
