"""Pages of the library of plans: the board of all cities, one version with its review, filing, the file itself.

Clause: T-021.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.acting import after, signed_in_account
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APPROVE_LIST, DRAFT_LIST
from nuandong.desk.frame import clock
from nuandong.desk.plans.library import actions
from nuandong.desk.plans.library.board import Standing, rows_for, season_at
from nuandong.desk.plans.library.files import TYPES
from nuandong.desk.plans.library.forms import PaperForm, ReviewForm
from nuandong.desk.plans.models import PaperKind, PaperState, PlanPaper, ReviewResult
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import RegionKind

NEWEST = 40


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Whether every city has its plans for the season, what lacks, who acts; and every version."""
    at = clock.now()
    rows = rows_for(request.user, at)
    cities = [row for row in rows if row.region.kind == RegionKind.CITY]
    whole = [row for row in cities if all(one.standing == Standing.VALID for one in row.kept)]
    papers = PlanPaper.objects.visible_to(request.user).defer("content", "text").select_related("region")
    shown = {
        "room": "plans", "at": at, "day": gas_day_of(at), "rows": rows, "cities": len(cities), "whole": len(whole),
        "season": season_at(at), "papers": papers.order_by("-filed_at", "-id")[:NEWEST], "kinds": list(PaperKind),
        "may_file": request.user.has_perm(DRAFT_LIST),
    }  # fmt: skip
    return render(request, "plans/plans.html", shown)


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """File a version."""
    if not request.user.has_perm(DRAFT_LIST):
        raise PermissionDenied
    first, last = season_at(clock.now())
    begun = {
        "begins": first,
        "ends": last,
        "issued_on": clock.now().date(),
        "kind": request.GET.get("kind", ""),
    }
    place = Region.objects.visible_to(request.user).filter(code=request.GET.get("region", "")).first()
    form = PaperForm(request.POST or None, request.FILES or None, account=request.user,
                     initial=begun | ({"region": place.pk} if place else {}))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            paper = actions.file_paper(sketch=form.sketch(), by=signed_in_account(request), at=clock.now())
            return HttpResponseRedirect(reverse("paper", args=[paper.pk]))
        except ActRefused as refused:
            form.add_error(None, str(refused))
    return render(request, "plans/paper_form.html", {"room": "plans", "form": form})


@require_GET
def one(request: HttpRequest, paper: int) -> HttpResponse:
    """One version: what it says, its tiers, its review, what is next."""
    return _page(request, _visible(request, paper), ReviewForm(initial={"reviewed_on": clock.now().date()}))


def _page(request: HttpRequest, held: PlanPaper, form: ReviewForm) -> HttpResponse:
    decides = held.state == PaperState.SUBMITTED and request.user.has_perm(APPROVE_LIST)
    review = actions.last_review(held)
    shown = {
        "room": "plans", "paper": held, "at": clock.now(), "review": review, "reviews": held.reviews.all(),
        "form": form, "size_kb": len(held.content) / 1024,
        "may_review": held.state in (PaperState.FILED, PaperState.SUBMITTED) and request.user.has_perm(DRAFT_LIST),
        "may_submit": held.state == PaperState.FILED and request.user.has_perm(DRAFT_LIST),
        "is_fair": review is not None and review.result != ReviewResult.FAILED, "decides": decides,
        "may_withdraw": held.state == PaperState.APPROVED and request.user.has_perm(APPROVE_LIST),
        "versions": PlanPaper.objects.visible_to(request.user).filter(region=held.region_id, kind=held.kind)
        .exclude(pk=held.pk).defer("content", "text"),
    }  # fmt: skip
    return render(request, "plans/paper.html", shown)


@require_GET
def content(request: HttpRequest, paper: int) -> HttpResponse:
    """The file as it was handed in, to be kept; never shown inside the desk's own page."""
    held = _visible(request, paper)
    if not held.content:
        raise Http404
    answer = HttpResponse(bytes(held.content), content_type=TYPES[held.file_kind])
    answer["Content-Disposition"] = (
        f'attachment; filename="plan-{held.region_id}-{held.kind}-{held.number}.{held.file_kind}"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def review(request: HttpRequest, paper: int) -> HttpResponse:
    """Record a review of fair competition."""
    held = _visible(request, paper)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, held, form)
    try:
        actions.review_paper(paper=held, sketch=form.sketch(), by=signed_in_account(request), at=clock.now())
    except ActRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, held, form)
    return HttpResponseRedirect(reverse("paper", args=[held.pk]))


def act(request: HttpRequest, paper: int, verb: str) -> HttpResponse:
    """Hand in, approve, return, withdraw."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    held, by, at = _visible(request, paper), signed_in_account(request), clock.now()
    words = request.POST.get("words", "")
    verbs: dict[str, Any] = {
        "submit": lambda: actions.submit_paper(paper=held, by=by, at=at),
        "approve": lambda: actions.approve_paper(paper=held, by=by, at=at),
        "return": lambda: actions.return_paper(paper=held, words=words, by=by, at=at),
        "withdraw": lambda: actions.withdraw_paper(paper=held, by=by, at=at),
    }
    done = {
        "submit": _("Handed in."),
        "approve": _("Approved."),
        "return": _("Returned."),
        "withdraw": _("Withdrawn."),
    }
    if verb not in verbs:
        raise Http404
    return after(request, verbs[verb], done=done[verb], to=reverse("paper", args=[held.pk]))


def _visible(request: HttpRequest, pk: int) -> PlanPaper:
    found: PlanPaper = get_object_or_404(
        PlanPaper.objects.visible_to(request.user).select_related("region", "filed_by", "approved_by"), pk=pk
    )
    return found
