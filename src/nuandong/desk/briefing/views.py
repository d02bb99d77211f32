"""Pages of briefs: today's round, one brief, its files (T-072, T-074, T-096, T-097)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nuandong.desk.briefing.actions import seen_mark
from nuandong.desk.briefing.models import Brief, BriefKind, BriefState
from nuandong.desk.briefing.paper.files import LANGUAGES, file_name, forms, one_file
from nuandong.desk.briefing.paper.pdf import can_set
from nuandong.desk.briefing.paper.sheet import sheet_of
from nuandong.desk.briefing.round import events, newest_run, wanted
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import DRAFT_BRIEF, SEE_BRIEF, SIGN_BRIEF
from nuandong.desk.frame import clock
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.desk.reporting.deadlines import summary_of

BRIEFS_A_PAGE = 25
ROOM = "briefs"

may_see = permission_required(SEE_BRIEF, raise_exception=True)


def page_language() -> str:
    """`zh` or `en`, as the page speaks."""
    return "zh" if is_chinese() else "en"


@require_GET
@may_see
def briefs(request: HttpRequest) -> HttpResponse:
    """Today's round, and every brief before it."""
    day = asked_day(request.GET.get("day", ""))
    run = newest_run(day)
    every = Brief.objects.visible_to(request.user).exclude(state=BriefState.DISCARDED)
    rows = every.select_related("region", "signed_by", "run").defer("drafted", "content")
    page = Paginator(rows, BRIEFS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "room": ROOM,
        "run": run,
        "gas_day": run.gas_day if run else day,
        "wanted": wanted(account=request.user, gas_day=day),
        "events": events(account=request.user),
        "page": page,
        "may_draft": request.user.has_perm(DRAFT_BRIEF),
        "due": summary_of(gas_day=run.gas_day, policy=policy_book()) if run else None,
        "at": clock.now(),
    }
    return render(request, "briefing/briefs.html", shown)


def asked_day(text: str) -> date | None:
    """The gas day that an address asks for; None where it asks for none that is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
@may_see
def brief(request: HttpRequest, brief: int) -> HttpResponse:
    """One brief as it reads, each figure leading to its source, with what may be done with it."""
    found = brief_for(request, brief)
    return render(request, "briefing/brief.html", brief_page(request, found))


def brief_for(request: HttpRequest, number: int) -> Brief:
    """A brief in the reader's scope, or 404."""
    rows = Brief.objects.visible_to(request.user).select_related("region", "run", "signed_by", "made_by")
    found: Brief = get_object_or_404(rows, pk=number)
    return found


def brief_page(request: HttpRequest, found: Brief) -> dict[str, Any]:
    """What the page of a brief shows."""
    told, account = found.told, request.user
    is_own = any(hand.account_id == account.pk for hand in found.hands.all())
    return {
        "room": ROOM,
        "brief": found,
        "sheet": sheet_of(found, language=page_language(), is_public=False),
        "missing": [section.title(page_language()) for section in told.missing],
        "departures": told.departures,
        "hands": found.hands.select_related("account__person"),
        "files": _files(found, is_public=False),
        "public_files": _files(found, is_public=True) if found.is_public else (),
        "papers": {paper.name: paper for paper in found.papers.defer("content")},
        "has_pdf": can_set(),
        "mark": seen_mark(found),
        "further": found.superseded_by.exclude(state=BriefState.DISCARDED).first(),
        "may_edit": found.is_draft and account.has_perm(DRAFT_BRIEF),
        "may_sign": found.is_draft and account.has_perm(SIGN_BRIEF) and not is_own,
        "is_own": is_own,
        "is_flash": found.kind == BriefKind.FLASH,
        "coverage": coverage_of(found),
    }


def coverage_of(found: Brief) -> tuple[int, int] | None:
    """How many counties of how many the brief's run rests on; of the region itself where it counts them."""
    figures = found.told.figures
    told = [figures[key].number for key in ("coverage.reported", "coverage.expected") if key in figures]
    if len(told) == len(("reported", "expected")) and None not in told:
        return int(told[0] or 0), int(told[1] or 0)
    return None if found.run is None else found.run.coverage


def _files(found: Brief, *, is_public: bool) -> list[tuple[str, str, str]]:
    """File name, kind and language, Chinese first; of a signed brief those that were kept."""
    offered = [
        (file_name(form.ending, language, is_public=is_public), form.ending, language)
        for language in LANGUAGES
        for form in forms(is_public=is_public)
    ]
    if not found.is_signed:
        return offered
    kept = set(found.papers.values_list("name", flat=True))
    return [row for row in offered if row[0] in kept]


@require_GET
@may_see
def file(request: HttpRequest, brief: int, paper: str) -> HttpResponse:
    """One file: of a signed brief the bytes that were kept, of a draft made now."""
    found = brief_for(request, brief)
    kept = found.papers.filter(name=paper).first() if found.is_signed else None
    made = one_file(found, paper) if not found.is_signed else kept
    if made is None:
        raise Http404(paper)
    response = HttpResponse(bytes(made.content), content_type=made.media_type)
    name = f"{found.kind}-{found.gas_day.isoformat()}-{found.pk}.{paper}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
