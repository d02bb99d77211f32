"""What the day's run expects of every site: users' points by their loads, gates by the plan's flows.

Clause: T-068 (use against the forecast).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from nuandong.desk.dispatch.models import OrderLine
from nuandong.desk.dispatch.models.orders import BINDING
from nuandong.desk.dispatch.standing import ground_of, powers_of_level
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.desk.reporting.models.sites import SiteKind
from nuandong.desk.watch.models import Expected
from nuandong.units import Flow
from nuandong.vocabulary import ArcKind

SiteFlows = dict[tuple[str, str], Flow]


def keep_expected(*, gas_day: date, at: datetime) -> Run | None:
    """Keep what the newest run of a gas day expects; nothing where that is kept, or no run was ever done."""
    run = Run.objects.done().newest(gas_day)
    if run is None or Expected.objects.filter(gas_day=gas_day, run=run).exists():
        return run
    rows = [
        Expected(site_kind=kind, site=code, gas_day=gas_day, flow=flow, run=run)
        for kind, code, flow in _flows(run)
    ]
    with transaction.atomic():
        Expected.objects.filter(gas_day=gas_day).delete()
        Expected.objects.bulk_create(rows, batch_size=500)
    return run


def expected_of(gas_day: date) -> SiteFlows:
    """What is expected of each site on a gas day, less what orders in force take off it; 10^4 m3/day."""
    flows = {
        (kind, code): flow
        for kind, code, flow in Expected.objects.filter(gas_day=gas_day).values_list(
            "site_kind", "site", "flow"
        )
    }
    ordered = OrderLine.objects.filter(
        order__gas_day=gas_day, order__state__in=BINDING, point__isnull=False, effective_at__isnull=False
    )
    for code, relief in ordered.values_list("subject").annotate(Sum("planned_relief")).order_by():
        key = SiteKind.POINT.value, code
        if key in flows:
            flows[key] = max(0.0, flows[key] - relief)
    return flows


def _flows(run: Run) -> Iterator[tuple[str, str, Flow]]:
    picture = whole_picture(run)
    powers = powers_of_level(gas_day=run.gas_day, level=picture.proposal.level)
    loads = ground_of(gas_day=run.gas_day, decided_at=run.as_of, powers=powers).loads
    for number, code in enumerate(loads.point):
        yield SiteKind.POINT.value, code, float(loads.load[number, 0])
    for row, code in enumerate(picture.arcs.arc):
        if picture.arcs.kind[row] == ArcKind.GATE.value:
            yield SiteKind.GATE.value, code, abs(float(picture.arcs.flow[row, 0]))
