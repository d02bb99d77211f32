# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""Pages of incidents: noted or reported, what was typed stays, and nobody of another place sees them."""

from datetime import datetime

import pytest
from django.test import Client

from nuandong.desk.alerts.models import Incident, IncidentEntry
from nuandong.desk.alerts.models.incidents import MANDATORY
from nuandong.desk.directory.models import Account
from nuandong.desk.frame import clock
from nuandong.desk.ledger.verify import verify
from tests.desk.incident_fixtures import SEVEN, People, acts, first_facts, people, reported, seven  # noqa: F401
from tests.desk.roles import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


# ---- pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def on_the_clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


FORM = {
    "region": COUNTY, "kind": "short", "found_at": "2023-12-19T16:30", "happened_at": "2023-12-19T16:00",
    **SEVEN, "households": "30", "villages": "甲村、乙村", "verb": "report",
}  # fmt: skip


def test_a_clerk_reports_on_one_page_and_keeps_what_was_typed(people: People, on_the_clock: datetime) -> None:
    clerk = signed_in(people("clerk"))
    assert clerk.get("/alerts/incidents/found/").status_code == 200
    refused = clerk.post(
        "/alerts/incidents/found/", {**FORM, "trend": "", "source": "", "households": "many"}
    )
    assert refused.status_code == 200
    assert set(refused.context["form"].errors) == {"trend", "source", "households"}
    page = refused.content.decode()
    assert "调压站增压" in page
    assert 'value="many"' in page
    assert not Incident.objects.exists()
    assert (
        clerk.post("/alerts/incidents/found/", {**FORM, "region": OTHER_COUNTY})
        .context["form"]
        .errors["region"]
    )
    done = clerk.post("/alerts/incidents/found/", FORM)
    one = Incident.objects.get()
    assert done["Location"] == f"/alerts/incidents/{one.pk}/"
    assert (one.state, one.villages) == ("reported", sorted(["甲村", "乙村"]))
    assert one.found_at == datetime.fromisoformat("2023-12-19T16:30+08:00")


def test_noted_first_and_completed_later(people: People, on_the_clock: datetime) -> None:
    clerk, officer = signed_in(people("clerk")), signed_in(people("officer"))
    noted = {
        "region": COUNTY,
        "kind": "outage",
        "found_at": "2023-12-19T16:30",
        "place": "示例镇",
        "verb": "found",
    }
    clerk.post("/alerts/incidents/found/", noted)
    one = Incident.objects.get()
    assert one.state == "found"
    address = f"/alerts/incidents/{one.pk}/"
    assert clerk.post(f"{address}report/", {"place": "示例镇"}).context["form"].errors.keys() == set(
        MANDATORY
    ) - {"place"}
    report = {
        name: value for name, value in FORM.items() if name not in ("region", "kind", "found_at", "verb")
    }
    assert clerk.post(f"{address}report/", report).status_code == 302
    refused = officer.post(f"{address}act/", {"verb": "verify", "words": ""})
    assert refused.context["refused"]["why"]
    refused = clerk.post(f"{address}act/", {"verb": "verify", "words": "我自己核实"})
    assert "我自己核实" in refused.content.decode()
    assert officer.post(f"{address}act/", {"verb": "verify", "words": "已核实"}).status_code == 302
    assert officer.post(f"{address}act/", {"verb": "nonsense", "words": "x"}).status_code == 200
    for page in (address, "/alerts/incidents/", f"{address}after.md", "/alerts/"):
        assert officer.get(page).status_code == 200, page
    assert officer.get(f"{address}act/").status_code == 405
    other = signed_in(people("other-clerk"))
    for page in (address, f"{address}after.md", f"{address}report/"):
        assert other.get(page).status_code == 404, page
    assert other.post(f"{address}act/", {"verb": "voice", "words": "x"}).status_code == 404
    assert "示例镇" not in other.get("/alerts/incidents/").content.decode()
    assert "示例镇" not in other.get("/alerts/timeline/").content.decode()


def test_an_entry_that_is_changed_in_the_records_is_found_out(people: People, at: datetime) -> None:
    one = reported(people, at)
    assert verify().holds
    IncidentEntry.objects.filter(incident=one, act="reported").update(words="无事")
    assert [found.subject_kind for found in verify().alterations] == ["incident"]
