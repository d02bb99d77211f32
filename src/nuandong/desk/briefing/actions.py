"""Draft, edit, discard and sign briefs.

A draft is made from records by the desk; people edit its words. Whoever drafted or edited may not sign. Signing gives
the number, makes every paper and keeps its bytes; from then on nothing changes, a further brief supersedes it.

Clauses: T-072, T-074, T-096, T-097; T-098 (evidence).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from nuandong.desk.briefing.binding import rebound
from nuandong.desk.briefing.compose.daily import daily_content, ground_of
from nuandong.desk.briefing.compose.flash import declaration_flash, incident_flash
from nuandong.desk.briefing.compose.weekly import weekly_content
from nuandong.desk.briefing.content import Content, to_plain
from nuandong.desk.briefing.models import Brief, BriefHand, BriefKind, BriefState, Openness, Paper
from nuandong.desk.briefing.paper.files import papers_of
from nuandong.desk.briefing.proof import BRIEF, DISCARD, DRAFT, EDIT, SIGN, digest, proof, signed_proof
from nuandong.desk.briefing.refusals import (
    EditedMeanwhile,
    NobodySigns,
    NoRunYet,
    NotADraft,
    NotOfThisRegion,
    SameEyes,
)
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.seasons import season_bounds
from nuandong.gasday import CHINA, gas_day_of


@dataclass(frozen=True, slots=True)
class About:
    """What a flash report tells of: nothing for a daily or weekly brief."""

    kind: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the desk made of its records, before it is a record itself."""

    region: Region
    kind: BriefKind
    run: Run | None
    content: Content
    about: About = About()


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person typed: words by paragraph in one language, a note, who may read it; `seen` is what was shown."""

    words: Mapping[str, str]
    language: str
    note: str
    openness: Openness
    seen: str = ""


def draft_daily(*, region: Region, run: Run, by: Account, at: datetime) -> Brief:
    """A draft of the daily brief on a run. Raises NotOfThisRegion, NoRunYet."""
    ground = _ground(region, run, BriefKind.DAILY, by, at)
    return _keep(Drafted(region, BriefKind.DAILY, run, daily_content(ground)), by, at)


def draft_weekly(*, region: Region, run: Run, by: Account, at: datetime) -> Brief:
    """A draft of the brief of the week that ends with a run's gas day. Raises NotOfThisRegion, NoRunYet."""
    ground = _ground(region, run, BriefKind.WEEKLY, by, at)
    return _keep(Drafted(region, BriefKind.WEEKLY, run, weekly_content(ground)), by, at)


def draft_incident_flash(*, incident: Any, run: Run | None, by: Account, at: datetime) -> Brief:
    """A draft of the flash report of an incident, for the province by whoever holds it, else for its own region."""
    region = incident.region if not scope_of(by).sees_all else _province(incident.region)
    ground = None if run is None else _ground(region, run, BriefKind.FLASH, by, at)
    _must_hold(region, by)
    content = incident_flash(incident=incident, ground=ground, policy=policy_book(), at=at)
    return _keep(Drafted(region, BriefKind.FLASH, run, content, About("incident", incident.pk)), by, at)


def draft_flash_at_once(*, incident: Any, at: datetime) -> Brief | None:
    """The desk's own draft of a major incident's flash report, for the province; None where one stands already.

    Nobody drafted it, so that whoever is there may edit it, and a second person signs.
    """
    region = _province(incident.region)
    about = About("incident", incident.pk)
    there = Brief.objects.filter(
        region=region, kind=BriefKind.FLASH, about_kind=about.kind, about_number=about.number
    )
    if there.exclude(state=BriefState.DISCARDED).exists():
        return None
    content = incident_flash(incident=incident, ground=None, policy=policy_book(), at=at)
    return _keep(Drafted(region, BriefKind.FLASH, None, content, about), None, at)


def draft_declaration_flash(*, declaration: Any, region: Region, by: Account, at: datetime) -> Brief:
    """A draft of the flash report of a declared level, on the run it was declared on. Raises NoRunYet."""
    run = declaration.run or Run.objects.without_picture().newest(declaration.gas_day)
    ground = _ground(region, run, BriefKind.FLASH, by, at)
    content = declaration_flash(declaration=declaration, ground=ground)
    about = About("declaration", declaration.pk)
    return _keep(Drafted(region, BriefKind.FLASH, run, content, about), by, at)


def edit(*, brief: Brief, wish: Edit, by: Account, at: datetime) -> Brief:
    """Words, note and openness as a person wants them. Raises NotADraft, NotOfThisRegion, EditedMeanwhile."""
    with transaction.atomic():
        brief = _locked(brief)
        _must_be_draft(brief)
        _must_hold(brief.region, by)
        if wish.seen and wish.seen != seen_mark(brief):
            raise EditedMeanwhile
        drafted = {one.key: one for one in brief.first_told.paragraphs()}
        told = brief.told
        changed = {
            one.key: rebound(
                drafted=drafted[one.key],
                present=one,
                words=wish.words[one.key],
                figures=told.figures,
                language=wish.language,
            )
            for one in told.paragraphs()
            if one.key in wish.words
        }
        brief.content = to_plain(told.with_paragraphs(changed))
        brief.note, brief.openness = wish.note, wish.openness
        brief.save(update_fields=["content", "note", "openness"])
        BriefHand.objects.get_or_create(brief=brief, account=by, defaults={"first_at": at})
        _tell(EDIT, brief, proof(brief), by, at)
    return brief


def discard(*, brief: Brief, by: Account, at: datetime) -> Brief:
    """Give a draft up; it stays in the records. Raises NotADraft, NotOfThisRegion."""
    with transaction.atomic():
        brief = _locked(brief)
        _must_be_draft(brief)
        _must_hold(brief.region, by)
        brief.state = BriefState.DISCARDED
        brief.save(update_fields=["state"])
        _tell(DISCARD, brief, proof(brief), by, at)
    return brief


def sign(*, brief: Brief, by: Account | None, at: datetime, seen: str = "") -> Brief:
    """A second person signs: number, papers and their digests are kept for good.

    `seen` is the mark of what the signer read. Raises NotADraft, SameEyes, NobodySigns, NotOfThisRegion,
    EditedMeanwhile.
    """
    if by is None:
        raise NobodySigns
    with transaction.atomic():
        brief = _locked(brief)
        _must_be_draft(brief)
        _must_hold(brief.region, by)
        if by.pk == brief.made_by_id or brief.hands.filter(account=by).exists():
            raise SameEyes
        if seen and seen != seen_mark(brief):
            raise EditedMeanwhile
        brief.state, brief.signed_by, brief.signed_at = BriefState.SIGNED, by, at
        brief.serial = _next_serial(brief)
        brief.save(update_fields=["state", "signed_by", "signed_at", "serial"])
        Paper.objects.bulk_create(
            Paper(
                brief=brief,
                name=file.name,
                media_type=file.media_type,
                is_public=file.is_public,
                content=file.content,
                digest=digest(file.content),
            )
            for file in papers_of(brief)
        )
        _tell(SIGN, brief, signed_proof(brief), by, at)
    return brief


def seen_mark(brief: Brief) -> str:
    """A short mark of what a page showed of a brief, so that nobody signs what he did not read."""
    told = proof(brief)
    return digest("|".join(str(told[key]) for key in ("content", "note", "openness")).encode())[-16:]


def _ground(region: Region, run: Run | None, kind: BriefKind, by: Account, at: datetime) -> Any:
    _must_hold(region, by)
    if run is None:
        raise NoRunYet
    return ground_of(region=region, run=run, kind=kind, at=at, account=by)


def _keep(drafted: Drafted, by: Account | None, at: datetime) -> Brief:
    """The draft as a record; a draft of the same thing before it is discarded, a signed one superseded."""
    region, kind, run, about = drafted.region, drafted.kind, drafted.run, drafted.about
    gas_day = gas_day_of(at) if run is None else run.gas_day
    plain = to_plain(drafted.content)
    with transaction.atomic():
        same = Brief.objects.select_for_update().filter(
            region=region, kind=kind, gas_day=gas_day, about_kind=about.kind, about_number=about.number
        )
        if by is not None:
            for other in same.filter(state=BriefState.DRAFT):
                discard(brief=other, by=by, at=at)
        before = same.filter(state=BriefState.SIGNED).order_by("-edition").first()
        brief = Brief.objects.create(
            kind=kind, region=region, gas_day=gas_day, run=run, about_kind=about.kind, about_number=about.number,
            as_of=at if run is None or kind == BriefKind.FLASH else run.as_of, drafted=plain, content=plain,
            edition=1 if before is None else before.edition + 1, supersedes=before, made_by=by, made_at=at,
            season_first=_season_first(gas_day),
        )  # fmt: skip
        if by is not None:
            BriefHand.objects.create(brief=brief, account=by, first_at=at)
        _tell(DRAFT, brief, proof(brief), by, at)
    return brief


def _season_first(gas_day: date) -> date:
    bounds = season_bounds(gas_day)
    return bounds[0] if bounds else date(gas_day.year, 1, 1)


def _next_serial(brief: Brief) -> int:
    series = Brief.objects.filter(region=brief.region, kind=brief.kind, season_first=brief.season_first)
    return int(series.aggregate(last=Max("serial"))["last"] or 0) + 1


def _locked(brief: Brief) -> Brief:
    return Brief.objects.select_for_update().get(pk=brief.pk)


def _must_be_draft(brief: Brief) -> None:
    if not brief.is_draft:
        raise NotADraft


def _must_hold(region: Region, by: Account) -> None:
    if not scope_of(by).holds_region(region.code):
        raise NotOfThisRegion


def _province(region: Region) -> Region:
    while region.parent is not None:
        region = region.parent
    return region


def _tell(act: str, brief: Brief, facts: Mapping[str, Any], by: Account | None, at: datetime) -> None:
    told = Act(act=act, actor=actor_of(by), subject_kind=BRIEF, subject_id=str(brief.pk), facts=dict(facts))
    append(act=told, at=at.astimezone(CHINA))
