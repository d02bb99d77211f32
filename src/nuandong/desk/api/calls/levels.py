"""Calls of levels: proposals, submit, approve or send back, what is in force, the playbook.

Whoever submits never approves; the room's own acts see to that, and to the office that policy asks for.

Clauses: T-040 (procedure of each level), T-098.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.desk.alerts import actions
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.actions.steps import set_aside_step
from nuandong.desk.alerts.levels import scopes_in_force
from nuandong.desk.alerts.models import Declaration, Proposal
from nuandong.desk.api.gate import ActFaults, Faults, allowed, asked_day, asked_text, day_named, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import Call, call_of, key_header, once
from nuandong.desk.api.paging import page_of
from nuandong.desk.api.shapes.frame import LONGEST_CODE, Paging
from nuandong.desk.api.shapes.levels import (
    AnswerIn,
    DeclarationOut,
    DeclarationsOut,
    InForceOut,
    ProposalsOut,
    StepIn,
    StepsOut,
    SubmissionIn,
)
from nuandong.desk.api.told.levels import declaration_told, proposal_told, steps_told
from nuandong.desk.directory.roles import DECLARE_LEVEL, SEE_DAY, SUBMIT_LEVEL, TICK_STEP
from nuandong.desk.frame import clock
from nuandong.desk.reporting.deadlines import planned_day

router = Router(tags=["levels"])
Declared = {200: DeclarationOut, 201: DeclarationOut, **ActFaults}


@router.get("/proposals", response={200: ProposalsOut, **Faults}, summary="What runs propose")
def proposals(
    request: HttpRequest,
    paging: Query[Paging],
    gas_day: str = asked_day(),
    scope: str = asked_text(LONGEST_CODE),
) -> Any:
    """Levels that runs propose for the province, zones and cities in scope, oldest first: nobody is bound by them."""
    rows = Proposal.objects.visible_to(allowed(request, SEE_DAY))
    return page_of(_chosen(rows, gas_day, scope), paging, proposal_told)


@router.get("/levels", response={200: DeclarationsOut, **Faults}, summary="History of levels")
def levels(
    request: HttpRequest,
    paging: Query[Paging],
    gas_day: str = asked_day(),
    scope: str = asked_text(LONGEST_CODE),
    state: str = asked_text(20, "submitted, declared or refused"),
) -> Any:
    """Every level that was submitted, declared or sent back, in scope, oldest first."""
    rows = _chosen(_declarations(allowed(request, SEE_DAY)), gas_day, scope)
    return page_of(rows.filter(state=state) if state else rows, paging, declaration_told)


@router.get("/levels/in-force", response={200: InForceOut, **Faults}, summary="What is in force")
def in_force(request: HttpRequest, gas_day: str = asked_day()) -> Any:
    """The level in force of the province, of zones and cities in scope: of a gas day, or of the one at hand."""
    account, at = allowed(request, SEE_DAY), clock.now()
    day = day_named(gas_day) if gas_day else planned_day(at)
    seen = set(_declarations(account).values_list("pk", flat=True))
    rows = [declaration_told(one) for one in scopes_in_force(gas_day=day, at=at) if one.pk in seen]
    return {"gas_day": day, "at": at, "rows": rows}


@router.get("/levels/{int:declaration}", response={200: DeclarationOut, **Faults}, summary="One level")
def one_level(request: HttpRequest, declaration: int) -> Any:
    """One level with who submitted and who declared it."""
    return declaration_told(_one(allowed(request, SEE_DAY), declaration))


@router.post("/levels", response=Declared, summary="Submit a level")
def submit(request: HttpRequest, wish: SubmissionIn, key: str = key_header()) -> Any:
    """A duty officer asks for a level, up or down; another person, in the office that policy names, approves it."""
    call = call_of(request, SUBMIT_LEVEL, TokenScope.ACT)
    day = day_named(wish.gas_day.isoformat())
    proposal = None
    if wish.proposal is not None:
        proposal = found(Proposal.objects.visible_to(call.by), "proposal", pk=wish.proposal)
    asked = Submission(wish.level, day, wish.reason, wish.scope, proposal)
    return once(
        call, DeclarationOut,
        lambda one: declaration_told(actions.submit(submission=asked, by=one.by, at=one.at)),
    )  # fmt: skip


@router.post("/levels/{int:declaration}/approve", response=Declared, summary="Declare a level")
def approve(request: HttpRequest, declaration: int, wish: AnswerIn, key: str = key_header()) -> Any:
    """Declare what somebody else submitted, from now on."""
    return _answered(call_of(request, DECLARE_LEVEL, TokenScope.ACT), declaration, wish, actions.approve)


@router.post("/levels/{int:declaration}/send-back", response=Declared, summary="Send a level back")
def send_back(request: HttpRequest, declaration: int, wish: AnswerIn, key: str = key_header()) -> Any:
    """Not declared: it goes back, and the answer says why."""
    return _answered(call_of(request, DECLARE_LEVEL, TokenScope.ACT), declaration, wish, actions.send_back)


@router.get("/levels/{int:declaration}/steps", response={200: StepsOut, **Faults}, summary="The playbook")
def steps(request: HttpRequest, declaration: int) -> Any:
    """The steps of a declared level with owner and deadline, and what was done of them."""
    return steps_told(_one(allowed(request, SEE_DAY), declaration), clock.now())


@router.post(
    "/levels/{int:declaration}/steps",
    response={200: StepsOut, 201: StepsOut, **ActFaults},
    summary="Note a step",
)
def note_step(request: HttpRequest, declaration: int, wish: StepIn, key: str = key_header()) -> Any:
    """A step of the playbook is done, or set aside this time."""
    call = call_of(request, TICK_STEP, TokenScope.ACT)
    declared = _one(call.by, declaration)
    verb = set_aside_step if wish.is_set_aside else actions.finish_step

    def note(one: Call) -> Any:
        verb(declaration=declared, step=wish.step, note=wish.note, by=one.by, at=one.at)
        return steps_told(declared, one.at)

    return once(call, StepsOut, note)


def _answered(call: Call, number: int, wish: AnswerIn, verb: Callable[..., Declaration]) -> Any:
    waiting = _one(call.by, number)
    return once(
        call, DeclarationOut,
        lambda one: declaration_told(verb(declaration=waiting, by=one.by, at=one.at, answer=wish.answer)),
    )  # fmt: skip


def _chosen(rows: Any, gas_day: str, scope: str) -> Any:
    rows = rows.filter(gas_day=day_named(gas_day)) if gas_day else rows
    return rows.filter(scope=scope) if scope else rows


def _declarations(account: Any) -> Any:
    return Declaration.objects.visible_to(account).select_related(
        "submitted_by__person", "declared_by__person"
    )


def _one(account: Any, number: int) -> Declaration:
    one: Declaration = found(_declarations(account), "declaration", pk=number)
    return one
