"""My duties today, and the workbench of each department.

Clauses: T-065 (each knows what it owes), T-075 … T-078 (industry, housing, resources, energy).
"""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nuandong.desk.directory.models import CurtailmentList, GasUser, Organisation, OrganisationKind
from nuandong.desk.directory.notice import duties as duties_of_notice
from nuandong.desk.directory.workbench.asks import own_organisations
from nuandong.desk.directory.workbench.owed import owed_by
from nuandong.desk.frame import clock
from nuandong.gasday import gas_day_of

# With whom a department links; suppliers of a case bear no kind of their own yet and are known by name.
LINKS = {
    "resources": Q(kind=OrganisationKind.PRODUCER)
    | Q(kind=OrganisationKind.SUPPLIER, name_zh__contains="煤层气"),
    "housing": Q(kind=OrganisationKind.CITY_GAS)
    | Q(kind=OrganisationKind.SUPPLIER, name_zh__contains="城燃"),
}


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """What this account owes today, what is due first at the top."""
    at = clock.now()
    shown = {
        "room": "duties", "at": at, "day": gas_day_of(at), "owed": owed_by(request.user, at),
        "organisations": own_organisations(request.user),
    }  # fmt: skip
    return render(request, "directory/duties.html", shown)


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """Departments by the notice: the users each guides, the companies it links with, its lists."""
    at = clock.now()
    users = list(
        GasUser.objects.visible_to(request.user).exclude(department="").values("department")
        .annotate(users=Count("pk", distinct=True), load=Sum("delivery_points__load"))
    )  # fmt: skip
    lists = CurtailmentList.objects.visible_to(request.user).in_force(day=gas_day_of(at), known_at=at)
    companies = Organisation.objects.visible_to(request.user)
    rows = [
        {
            "duty": duty,
            "users": sum(row["users"] for row in users if duty.is_of(row["department"])),
            "load": sum(row["load"] or 0.0 for row in users if duty.is_of(row["department"])),
            "lists": [one for one in lists if not one.department or duty.is_of(one.department)],
            "links": companies.filter(LINKS[duty.department]) if duty.department in LINKS else (),
        }
        for duty in duties_of_notice(day=at.date())
    ]
    shown = {"room": "duties", "day": gas_day_of(at), "rows": rows}
    return render(request, "directory/workbench.html", shown)
