"""Calls of briefs: drafted from records, read, edited in words, signed by a second person, taken away as files.

Clauses: T-072, T-074, T-096, T-097, T-098.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from nuandong.desk.api.answers import refusal
from nuandong.desk.api.gate import ActFaults, Faults, allowed, asked_day, asked_text, day_named, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once, once_slow
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.briefs import BriefEditIn, BriefIn, BriefsOut, BriefTextOut, SignIn
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.told.briefs import brief_told, text_told
from nuandong.desk.api.tongues import passed
from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.drafting import drafted
from nuandong.desk.briefing.forms import DraftForm, EditForm, field_name
from nuandong.desk.briefing.models import Brief, Openness
from nuandong.desk.briefing.paper.files import one_file
from nuandong.desk.briefing.round import own_regions
from nuandong.desk.directory.roles import DRAFT_BRIEF, SEE_BRIEF, SIGN_BRIEF

router = Router(tags=["briefs"])
BYTES = {
    "description": "The file",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
Written = {200: BriefTextOut, 201: BriefTextOut, **ActFaults}


@router.get("/briefs", response={200: BriefsOut, **Faults}, summary="List briefs")
def briefs(
    request: HttpRequest,
    paging: Query[Paging],
    gas_day: str = asked_day(),
    kind: str = asked_text(20, "daily, weekly or flash"),
    state: str = asked_text(20, "draft, signed or discarded"),
) -> Any:
    """Briefs of regions in scope, oldest first."""
    rows = _briefs(allowed(request, SEE_BRIEF)).defer("drafted", "content")
    rows = rows.filter(gas_day=day_named(gas_day)) if gas_day else rows
    rows = rows.filter(kind=kind) if kind else rows
    return page_of(rows.filter(state=state) if state else rows, paging, brief_told)


@router.get("/briefs/{int:brief}", response={200: BriefTextOut, **Faults}, summary="One brief")
def one_brief(request: HttpRequest, brief: int) -> Any:
    """A brief as it reads, each figure with its source, and the names of its files."""
    return text_told(found(_briefs(allowed(request, SEE_BRIEF)), "brief", pk=brief))


@router.post("/briefs", response=Written, summary="Draft a brief")
def draft(request: HttpRequest, wish: BriefIn, key: str = key_header()) -> Any:
    """Draft a brief from records; a draft of the same thing before it is discarded, a signed one superseded."""
    call = call_of(request, DRAFT_BRIEF, TokenScope.ACT)
    return once_slow(call, BriefTextOut, lambda one: text_told(_drafted(wish, one)))


@router.post("/briefs/{int:brief}/edit", response=Written, summary="Edit a draft")
def edit(request: HttpRequest, brief: int, wish: BriefEditIn, key: str = key_header()) -> Any:
    """Other words for paragraphs, a note, who may read it. Whoever edits does not sign."""
    call = call_of(request, DRAFT_BRIEF, TokenScope.ACT)
    there = found(_briefs(call.by), "brief", pk=brief)
    return once(call, BriefTextOut, lambda one: text_told(_edited(there, wish, one)))


@router.post("/briefs/{int:brief}/sign", response=Written, summary="Sign a brief")
def sign(request: HttpRequest, brief: int, wish: SignIn, key: str = key_header()) -> Any:
    """A second person signs what was read; number, papers and their digests are kept for good."""
    call = call_of(request, SIGN_BRIEF, TokenScope.ACT)
    there = found(_briefs(call.by), "brief", pk=brief)
    return once_slow(
        call, BriefTextOut,
        lambda one: text_told(actions.sign(brief=there, by=one.by, at=one.at, seen=wish.seen)),
    )  # fmt: skip


@router.post("/briefs/{int:brief}/discard", response=Written, summary="Discard a draft")
def discard(request: HttpRequest, brief: int, key: str = key_header()) -> Any:
    """Give a draft up; it stays in the records."""
    call = call_of(request, DRAFT_BRIEF, TokenScope.ACT)
    there = found(_briefs(call.by), "brief", pk=brief)
    return once(call, BriefTextOut, lambda one: text_told(actions.discard(brief=there, by=one.by, at=one.at)))


@router.get(
    "/briefs/{int:brief}/files/{str:paper}",
    response=Faults,
    summary="A file of a brief",
    openapi_extra={"responses": {200: BYTES}},
)
def file(request: HttpRequest, brief: int, paper: str) -> Any:
    """The bytes of one file (`zh.docx`, `en.xlsx`, `zh.pdf`, …): of a signed brief as kept, of a draft made now."""
    there = found(_briefs(allowed(request, SEE_BRIEF)), "brief", pk=brief)
    kept = there.papers.filter(name=paper.replace("\0", "")).first() if there.is_signed else None
    made = kept if there.is_signed else one_file(there, paper)
    if made is None:
        raise refusal("unknown", value=paper[:60], field="paper")
    response = HttpResponse(bytes(made.content), content_type=made.media_type)
    name = f"{there.kind}-{there.gas_day.isoformat()}-{there.pk}.{paper}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _drafted(wish: BriefIn, call: Call) -> Brief:
    cells = {name: value for name, value in wish.model_dump().items() if value is not None}
    told = passed(DraftForm(cells, regions=own_regions(call.by))).cleaned_data
    try:
        return drafted(told, by=call.by, at=call.at)
    except Http404:
        raise refusal("unknown", value=str(told["about_number"]), field="about_number") from None


def _edited(brief: Brief, wish: BriefEditIn, call: Call) -> Brief:
    """Through the form of the page: what is not sent is sent as it stands."""
    blank = EditForm(brief=brief, language=wish.language)
    cells = {name: field.initial for name, field in blank.fields.items()}
    cells |= {"note": brief.note, "openness": brief.openness, "seen": wish.seen}
    cells |= {
        name: value for name, value in (("note", wish.note), ("openness", wish.openness)) if value is not None
    }
    named = {one.key: field_name(one) for one in brief.told.paragraphs()}
    for key, words in wish.words.items():
        if key not in named:
            raise refusal("unknown", value=key, field="words")
        cells[named[key]] = words
    form = passed(EditForm(cells, brief=brief, language=wish.language))
    told = form.cleaned_data
    changed = {key: text for key, text in form.words().items() if key in wish.words}
    made = Edit(changed, wish.language, told["note"], Openness(told["openness"]), told["seen"])
    return actions.edit(brief=brief, wish=made, by=call.by, at=call.at)


def _briefs(account: Any) -> Any:
    return Brief.objects.visible_to(account).select_related("signed_by__person")
