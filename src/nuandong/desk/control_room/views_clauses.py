"""Pages of the notice's clauses: what each asks, and where the desk does it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuandong.desk.control_room.clauses import STATES, clause, clauses, counts
from nuandong.desk.control_room.rules_in_force import rules_in_force
from nuandong.desk.directory.province import policy_book
from nuandong.desk.frame import clock
from nuandong.gasday import gas_day_of


@require_GET
def clause_list(request: HttpRequest) -> HttpResponse:
    """Every clause, or those of one state."""
    wanted = request.GET.get("state", "")
    shown = [entry for entry in clauses() if wanted not in STATES or entry.state == wanted]
    words = state_words()
    states = [(state, words[state], count) for state, count in counts().items()]
    return render(
        request,
        "control_room/clauses.html",
        {"room": "clauses", "clauses": [(entry, words[entry.state]) for entry in shown], "states": states,
         "wanted": wanted, "count": len(clauses())},
    )  # fmt: skip


@require_GET
def clause_page(request: HttpRequest, key: str) -> HttpResponse:
    """One clause: gist, the rules in force behind it, state, home, screens."""
    found = clause(key)
    if found is None:
        raise Http404(key)
    today = gas_day_of(clock.now())
    return render(
        request,
        "control_room/clause.html",
        {"room": "clauses", "clause": found, "state": state_words()[found.state], "gas_day": today,
         "rules": rules_in_force(clause=key, policy=policy_book(), day=today),
         "screens": [(screen, "<" not in screen) for screen in found.screens]},
    )  # fmt: skip


def state_words() -> dict[str, str]:
    """How far a clause is, in the language of the page."""
    return {"built": _("built"), "begun": _("begun"), "open": _("open")}
