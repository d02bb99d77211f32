"""How the walk through every address reads: whatever an address lets one ask is asked, and no wrapping hides words."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, FloatField
from django.http import QueryDict
from django.test import Client
from pypdf import PdfReader

from nuandong.desk.alerts.actions.incidents import find_incident
from nuandong.desk.directory.models import (
    Account,
    DeliveryPoint,
    GasUser,
    Membership,
    Region,
    ReportingUnit,
    Role,
)
from nuandong.desk.dispatch.models import Order
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.findings_of_people import find_integrity
from nuandong.desk.reporting.models import Channel, IntegrityKind
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.findings import Findings
from tests.desk.roles import OTHER_COUNTY

NOT_ASKED = {"language", "next"}


def read(response: Any) -> str:
    """What an answer says: a packed file's members and a PDF's text, not their wrapping."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    if content[:5] == b"%PDF-":
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "")
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else content


def asked_values(run: Run) -> dict[str, str]:
    """What stands behind the question mark of an address: values that ask for what lies elsewhere."""
    far = {"region_id": OTHER_COUNTY}
    return {
        "q": "示例",
        "area": OTHER_COUNTY,
        "city": "149200",
        "county": OTHER_COUNTY,
        "cut": "1",
        "day": run.gas_day.isoformat(),
        "dir": "",
        "format": "json",
        "gas_day": run.gas_day.isoformat(),
        "head": "0",
        "kind": "",
        "lines": "",
        "month": f"{run.gas_day:%Y-%m}",
        "order": str(Order.objects.values_list("pk", flat=True).last()),
        "page": "1",
        "point": str(
            DeliveryPoint.objects.filter(user__organisation_id="u-methanol").values_list("pk", flat=True)[0]
        ),
        "region": "149200",
        "show": "all",
        "since": "2023-01-01T00:00:00+08:00",
        "sort": "",
        "state": "",
        "tier": "",
        "verb": "",
        "unit": str(ReportingUnit.objects.filter(**far).values_list("pk", flat=True)[0]),
    }


class Walker:
    """Somebody who opens addresses: as a page, as a fragment, and with everything that the page lets one ask."""

    def __init__(self, account: Any, run: Run) -> None:
        self.client = Client(raise_request_exception=True)
        self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        self.values = asked_values(run)

    def answers(
        self, address: str, *, thoroughly: bool = True, fragments: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """The address with what was asked, and the answer."""
        with noting_what_is_asked() as asked:
            yield address, self.client.get(address)
        unknown = asked - set(self.values) - NOT_ASKED
        assert not unknown, f"{address}: say in asked_values what {unknown} may be"
        if not thoroughly:
            return
        if fragments:
            yield f"{address} as a fragment", self.client.get(address, headers={"HX-Request": "true"})
        wanted = {name: self.values[name] for name in sorted(asked & set(self.values))}
        if wanted:
            yield f"{address}?{wanted}", self.client.get(address, wanted)


@contextmanager
def noting_what_is_asked() -> Iterator[set[str]]:
    """Which names pages look for behind the question mark while the block runs."""
    asked, real = set[str](), QueryDict.get

    def get(self: QueryDict, name: str, default: Any = None) -> Any:
        asked.add(name)
        return real(self, name, default)

    QueryDict.get = get  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        QueryDict.get = real  # type: ignore[method-assign]


def something_elsewhere(run: Run, *, at: datetime) -> None:
    """More of everything in the other city: whatever a page of the first one counts or sums must not move by it."""
    filing = Filing(OTHER_COUNTY, run.gas_day - timedelta(days=1), {"use_comm": 77.77}, {}, "", False)
    file_report(checked=CheckedFiling(filing, Findings(), Channel.FORM, at), by=None)
    begins, ends = (at - timedelta(hours=hours) for hours in (6, 5))
    points = DeliveryPoint.objects.filter(user__organisation_id="u-methanol").values_list("code", flat=True)
    rows = [
        {"point": code, "from": begins.isoformat(), "to": ends.isoformat(), "volume": 0.777}
        for code in points
    ]
    assert file_readings(rows=rows, by=None, at=at, source="desk").readings
    officer = Account.objects.get(username="officer")
    facts = {"region": Region.objects.get(code=OTHER_COUNTY), "kind": "outage", "found_at": at, "place": "x"}
    find_incident(facts=facts, by=officer, at=at)
    unit = ReportingUnit.objects.get(code="149202")
    office = Account.objects.get(username="report-office")
    find_integrity(
        unit=unit, gas_day=run.gas_day, kind=IntegrityKind.OMITTED, evidence="x" * 30, by=office, at=at
    )
    Membership.objects.create(account=officer, role=Role.CLERK, region_id="149200")
    for model in (GasUser, DeliveryPoint):
        names = [
            one.name for one in model._meta.fields if isinstance(one, FloatField) and not one.primary_key
        ]
        lookup = "county" if model is GasUser else "user__county"
        rows = model.objects.filter(**{f"{lookup}__parent_id": "149200"})
        rows.update(**{name: F(name) * 1.5 for name in names})
