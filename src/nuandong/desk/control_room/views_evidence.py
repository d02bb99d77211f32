"""The evidence behind a day: the run, what it rests on, and everything of it to take away.

Clause: T-098 (evidence of every computation).
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nuandong.assess.plain import to_plain
from nuandong.casefile import write_case
from nuandong.desk.control_room import screens
from nuandong.desk.control_room.pages import finding_lines, level_sign
from nuandong.desk.control_room.progress import progress_of
from nuandong.desk.control_room.tongue import said
from nuandong.desk.control_room.views import may_see_day
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.models import Run, RunState
from nuandong.desk.outlook.pictures import picture_for

ZIP_INSTANT = (2000, 1, 1, 0, 0, 0)  # the same run gives the same bytes


@require_GET
@may_see_day
@never_cache
def run(request: HttpRequest, number: int) -> HttpResponse:
    """What a run rests on: hashes, policy, plan, times, ledger entry; and its downloads."""
    record = get_object_or_404(Run.objects.without_picture(), pk=number)
    if record.state != RunState.DONE:
        return _unfinished(request, record)
    picture = picture_for(record, request.user)
    plan = policy_book().plan(record.gas_day)
    entries = Entry.objects.filter(subject_kind="run", subject_id=str(record.pk)).order_by("sequence")
    return render(
        request,
        "control_room/run.html",
        {
            "room": "day",
            "run": record,
            "sign": level_sign(record.level, screens.levels_on(policy_book(), record.gas_day)),
            "stamp": picture.stamp,
            "weather_note": said(picture.stamp.weather_note_zh, picture.stamp.weather_note_en),
            "plan": plan,
            "plan_name": said(plan.name_zh, plan.name_en),
            "plan_note": said(plan.note_zh, plan.note_en),
            "findings": finding_lines(picture),
            "entries": entries,
            "addresses": screens.day_addresses(record.gas_day, record.pk),
            "sees_all": scope_of(request.user).sees_all,
        },
    )


def _unfinished(request: HttpRequest, record: Run) -> HttpResponse:
    """A run that waits, is computed, failed or was cancelled."""
    shown = {
        "room": "day",
        "run": record,
        "progress": progress_of(record),
        "progress_address": reverse("run-progress", args=[record.pk]),
        "cancel_address": reverse("run-cancel", args=[record.pk]),
        "day_there": Run.objects.done().filter(gas_day=record.gas_day).exists(),
    }
    return render(request, "control_room/run_open.html", shown)


@require_GET
@may_see_day
def run_picture(request: HttpRequest, number: int) -> HttpResponse:
    """The whole picture in the reader's scope, as JSON with full precision."""
    plain = to_plain(picture_for(_done(number), request.user))
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    return _attachment(text.encode(), f"run-{number}.json", "application/json")


@require_GET
@may_see_day
def run_case(request: HttpRequest, number: int) -> HttpResponse:
    """The case folder of the run, to repeat it elsewhere; for those who see the whole province."""
    if not scope_of(request.user).sees_all:
        raise PermissionDenied
    record = _done(number)
    packed = BytesIO()
    with TemporaryDirectory() as folder, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        write_case(day_case(record.gas_day, record.as_of), folder)
        for path in sorted(Path(folder).iterdir()):
            archive.writestr(ZipInfo(path.name, ZIP_INSTANT), path.read_bytes(), ZIP_DEFLATED)
    return _attachment(packed.getvalue(), f"case-{record.gas_day}-run-{number}.zip", "application/zip")


def _done(number: int) -> Run:
    return get_object_or_404(Run.objects.done().without_picture(), pk=number)


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
