"""Acts upon briefs: draft, edit, discard, sign. What is refused is said on the page, in the reader's language."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit, seen_mark
from nuandong.desk.briefing.drafting import drafted
from nuandong.desk.briefing.forms import DraftForm, EditForm
from nuandong.desk.briefing.models import Openness
from nuandong.desk.briefing.round import own_regions
from nuandong.desk.briefing.views import ROOM, brief_for, page_language
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import DRAFT_BRIEF, SIGN_BRIEF
from nuandong.desk.frame import clock
from nuandong.findings import AssuranceError

may_draft = permission_required(DRAFT_BRIEF, raise_exception=True)
may_sign = permission_required(SIGN_BRIEF, raise_exception=True)


@require_POST
@may_draft
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a brief from records, and open it."""
    form = DraftForm(request.POST, regions=own_regions(request.user))
    if not form.is_valid():
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("briefs"))
    try:
        made = drafted(form.cleaned_data, by=_account(request), at=clock.now())
    except AssuranceError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("briefs"))
    return HttpResponseRedirect(reverse("brief", args=[made.pk]))


@require_http_methods(["GET", "POST"])
@may_draft
def edit(request: HttpRequest, brief: int) -> HttpResponse:
    """The words of a draft as a form; what was typed stays when something is refused."""
    found = brief_for(request, brief)
    if not found.is_draft:
        if request.method == "POST":
            messages.error(request, _("This brief is no draft any more; nothing was changed."))
        return HttpResponseRedirect(reverse("brief", args=[found.pk]))
    first = {"note": found.note, "openness": found.openness, "seen": seen_mark(found)}
    form = EditForm(request.POST or None, brief=found, language=page_language(), initial=first)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(brief=found, wish=_wish(form), by=_account(request), at=clock.now())
        except AssuranceError as refused:
            trouble = str(refused)
        else:
            messages.success(request, _("The draft is kept."))
            return HttpResponseRedirect(reverse("brief", args=[found.pk]))
    shown = {"room": ROOM, "brief": found, "form": form, "trouble": trouble}
    return render(request, "briefing/edit.html", shown, status=409 if trouble else 200)


def _wish(form: EditForm) -> Edit:
    told = form.cleaned_data
    return Edit(form.words(), form.language, told["note"], Openness(told["openness"]), told["seen"])


@require_POST
@may_sign
def sign(request: HttpRequest, brief: int) -> HttpResponse:
    """Sign what was read; refused for whoever wrote it."""
    found = brief_for(request, brief)
    try:
        signed = actions.sign(
            brief=found, by=_account(request), at=clock.now(), seen=request.POST.get("seen", "")
        )
    except AssuranceError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Signed and kept as No. %(number)d.") % {"number": signed.serial})
    return HttpResponseRedirect(reverse("brief", args=[found.pk]))


@require_POST
@may_draft
def discard(request: HttpRequest, brief: int) -> HttpResponse:
    """Give a draft up."""
    found = brief_for(request, brief)
    try:
        actions.discard(brief=found, by=_account(request), at=clock.now())
    except AssuranceError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("brief", args=[found.pk]))
    messages.success(request, _("The draft was discarded."))
    return HttpResponseRedirect(reverse("briefs"))


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
