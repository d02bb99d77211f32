"""Verbs of the library of plans: file a version, review it for fair competition, hand in, approve, return, withdraw.

A version is never changed. Whoever filed it or handed it in does not approve it, and a city's plan is approved by the
level above.

Clause: T-021.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nuandong.desk.directory.lists.lint import linted
from nuandong.desk.directory.models import Account, CurtailmentList, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.plans.library.files import NO_FILE, PaperFile, digest_of_content
from nuandong.desk.plans.models import FairReview, PaperState, PlanPaper, ReviewResult
from nuandong.desk.plans.rights import must_hold, must_stand_above, tell

PAPER = "plan_paper"  # subject in the ledger
FILE_PAPER = "file_plan_paper"
SHORTEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class PaperSketch:
    """A version as it is filed: text, file or both; `curtailment_list` gives its tiers."""

    region: Region
    kind: str
    title: str
    issued_on: date
    begins: date
    ends: date
    text: str = ""
    file: PaperFile = NO_FILE
    curtailment_list: CurtailmentList | None = None


@dataclass(frozen=True, slots=True)
class ReviewSketch:
    """What a review of fair competition found, by which body and when."""

    body: str
    reviewed_on: date
    result: str
    words: str = ""


def file_paper(*, sketch: PaperSketch, by: Account, at: datetime) -> PlanPaper:
    """A further version of a place's plan. Raises ActRefused."""
    must_hold(by, DRAFT_LIST, sketch.region)
    if not sketch.text.strip() and not sketch.file.content:
        raise ActRefused(_("Give the plan's text or its file."))
    if sketch.ends < sketch.begins:
        raise ActRefused(_("The last day lies before the first."))
    if sketch.curtailment_list is not None and sketch.curtailment_list.region_id != sketch.region.code:
        raise ActRefused(_("That list belongs to another place."))
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=sketch.region.pk)  # numbers of a place are given one by one
        before = PlanPaper.objects.filter(region=sketch.region, kind=sketch.kind).aggregate(
            last=Max("number")
        )
        paper = PlanPaper.objects.create(
            region=sketch.region, kind=sketch.kind, number=(before["last"] or 0) + 1, title=sketch.title.strip(),
            text=sketch.text.strip(), file_name=sketch.file.name, file_kind=sketch.file.kind,
            content=sketch.file.content,
            sha256=digest_of_content(text=sketch.text.strip(), content=sketch.file.content),
            issued_on=sketch.issued_on, begins=sketch.begins, ends=sketch.ends,
            curtailment_list=sketch.curtailment_list, tiers=_tiers(sketch.curtailment_list, at), filed_by=by,
            filed_at=at,
        )  # fmt: skip
        _tell(FILE_PAPER, paper, {"paper": digest_of(paper), "sha256": paper.sha256}, by, at)
    return paper


def review_paper(*, paper: PlanPaper, sketch: ReviewSketch, by: Account, at: datetime) -> FairReview:
    """Record a review of fair competition (公平竞争审查); the last one counts. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(paper, (PaperState.FILED, PaperState.SUBMITTED))
        must_hold(by, DRAFT_LIST if by.has_perm(DRAFT_LIST) else APPROVE_LIST, held.region)
        if not sketch.body.strip():
            raise ActRefused(_("Say which body reviewed the plan."))
        if sketch.reviewed_on > at.date():
            raise ActRefused(_("A review lies in the past."))
        if sketch.result != ReviewResult.PASSED and len(sketch.words.strip()) < SHORTEST_WORDS:
            raise ActRefused(_("Say what the review found."))
        review = FairReview.objects.create(
            paper=held, body=sketch.body.strip(), reviewed_on=sketch.reviewed_on, result=sketch.result,
            words=sketch.words.strip(), by=by, at=at,
        )  # fmt: skip
        facts = {"body": review.body, "on": review.reviewed_on.isoformat(), "result": str(review.result)}
        _tell("review_plan_paper", held, facts, by, at)
    return review


def submit_paper(*, paper: PlanPaper, by: Account, at: datetime) -> PlanPaper:
    """Hand a version in. Raises ActRefused while no review of fair competition passed it."""
    with transaction.atomic():
        held = _taken(paper, (PaperState.FILED,))
        must_hold(by, DRAFT_LIST, held.region)
        _must_be_fair(held)
        held.state, held.submitted_by, held.submitted_at = PaperState.SUBMITTED, by, at
        held.save(update_fields=["state", "submitted_by", "submitted_at"])
        _tell("submit_plan_paper", held, {}, by, at)
    return held


def approve_paper(*, paper: PlanPaper, by: Account, at: datetime) -> PlanPaper:
    """Put a version in force from its first day on, as another person of the level above. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(paper, (PaperState.SUBMITTED,))
        _must_decide(held, by)
        _must_be_fair(held)
        held.state, held.approved_by, held.approved_at = PaperState.APPROVED, by, at
        held.save(update_fields=["state", "approved_by", "approved_at"])
        _tell("approve_plan_paper", held, {"paper": digest_of(held)}, by, at)
    return held


def return_paper(*, paper: PlanPaper, words: str, by: Account, at: datetime) -> PlanPaper:
    """Send a version back with what is to be changed; a further version follows. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(paper, (PaperState.SUBMITTED,))
        _must_decide(held, by)
        if len(words.strip()) < SHORTEST_WORDS:
            raise ActRefused(_("Say what is to be changed."))
        held.state, held.returned_words = PaperState.RETURNED, words.strip()
        held.save(update_fields=["state", "returned_words"])
        _tell("return_plan_paper", held, {"words": held.returned_words}, by, at)
    return held


def withdraw_paper(*, paper: PlanPaper, by: Account, at: datetime) -> PlanPaper:
    """A version no longer counts from now on. Raises ActRefused."""
    with transaction.atomic():
        held = _taken(paper, (PaperState.APPROVED,))
        must_stand_above(by, APPROVE_LIST, held.region)
        held.state, held.withdrawn_at = PaperState.WITHDRAWN, at
        held.save(update_fields=["state", "withdrawn_at"])
        _tell("withdraw_plan_paper", held, {}, by, at)
    return held


def last_review(paper: PlanPaper) -> FairReview | None:
    """The review that counts."""
    return paper.reviews.order_by("-id").first()


def digest_of(paper: PlanPaper) -> str:
    """Digest of what a version says: its words or file hashed anew, its dates and its tiers."""
    plain = [
        digest_of_content(text=paper.text, content=paper.content), paper.text, paper.title, paper.file_name,
        *(day.isoformat() for day in (paper.issued_on, paper.begins, paper.ends)), paper.tiers,
    ]  # fmt: skip
    return (
        "sha256:" + hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    )


def _tiers(curtailment_list: CurtailmentList | None, at: datetime) -> list[dict[str, Any]]:
    if curtailment_list is None:
        return []
    return [
        {"key": row.tier.key, "order": row.tier.order, "zh": row.tier.name_zh, "en": row.tier.name_en,
         "points": row.points, "relief": round(row.relief, 4)}
        for row in linted(curtailment_list=curtailment_list, at=at).tiers
    ]  # fmt: skip


def _must_be_fair(paper: PlanPaper) -> None:
    review = last_review(paper)
    if review is None:
        raise ActRefused(_("No review of fair competition is recorded; have it reviewed first."))
    if review.result == ReviewResult.FAILED:
        raise ActRefused(_("The review found a restraint of competition; file a changed version."))


def _must_decide(paper: PlanPaper, by: Account) -> None:
    must_stand_above(by, APPROVE_LIST, paper.region)
    if by.pk in (paper.filed_by_id, paper.submitted_by_id):
        raise ActRefused(_("Whoever filed or handed in a plan does not decide on it; ask another person."))


def _taken(paper: PlanPaper, states: tuple[PaperState, ...]) -> PlanPaper:
    held: PlanPaper = PlanPaper.objects.select_for_update().get(pk=paper.pk)
    if held.state not in states:
        raise ActRefused(
            _("This version is: %(state)s. That cannot be done with it any more.")
            % {"state": held.get_state_display()}
        )
    return held


def _tell(verb: str, paper: PlanPaper, facts: dict[str, Any], by: Account, at: datetime) -> None:
    tell(verb, (PAPER, paper.code), {"begins": paper.begins.isoformat(), "ends": paper.ends.isoformat(), **facts},
         by, at)  # fmt: skip
