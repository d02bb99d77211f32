"""Accidents: kind and place are asked for, anybody hurt makes one major, and the desk drafts the flash report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.alerts.actions.incidents import find_incident, report_incident
from nuandong.desk.alerts.models import Incident
from nuandong.desk.alerts.refusals import Incomplete
from nuandong.desk.briefing.actions import sign
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.workbench.owed import owed_by
from nuandong.desk.ledger.models import Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.worker import ERRANDS
from nuandong.warning import Gravity
from tests.desk.roles import COUNTY

pytestmark = pytest.mark.django_db
SEVEN = {
    "place": "某小区 3 号楼", "source": "住户来电", "supply_demand": "供气正常", "affected": "一户", "trend": "已控制",
    "measures": "关阀通风，送医",
}  # fmt: skip


def facts(at: datetime, **more: Any) -> dict[str, Any]:
    region = Region.objects.get(code=COUNTY)
    return {"region": region, "kind": "accident", "found_at": at, "happened_at": at, **SEVEN, **more}


def sign_in(who: Any) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_report_of_an_accident_without_its_kind_is_incomplete(
    season: Any, account: Any, at: datetime
) -> None:
    county = account("county")
    one = find_incident(facts=facts(at), by=county, at=at)
    with pytest.raises(Incomplete) as refused:
        report_incident(incident=one, facts=facts(at), by=county, at=at)
    assert refused.value.fields == ("accident", "setting")
    done = report_incident(
        incident=one, facts=facts(at, accident="leak", setting="household"), by=county, at=at
    )
    assert done.is_household_accident
    assert done.gravity == Gravity.ORDINARY
    assert not Letter.objects.filter(errand="draft_flash").exists()


def test_one_person_hurt_in_a_household_is_major_at_once_and_the_desk_drafts_the_flash_report(
    season: Any, account: Any, at: datetime
) -> None:
    county = account("county")
    hurt = facts(at, accident="poisoning", setting="household", injured=1)
    one = find_incident(facts=hurt, by=county, at=at)
    assert one.gravity == Gravity.MAJOR
    (letter,) = Letter.objects.filter(errand="draft_flash")
    ERRANDS["draft_flash"](letter.facts, at)
    ERRANDS["draft_flash"](letter.facts, at)
    brief = Brief.objects.get()
    assert (brief.kind, brief.made_by, brief.region_id) == ("flash", None, "140000")
    assert (brief.about_kind, brief.about_number) == ("incident", one.pk)
    assert "居民户内" in str(brief.content)
    leader = account("leader")
    (owed,) = [one for one in owed_by(leader, at) if one.clause == "T-096"]
    assert owed.address == f"/briefs/{brief.pk}/"
    sign(brief=brief, by=leader, at=at + timedelta(minutes=20))
    assert not [one for one in owed_by(leader, at) if one.clause == "T-096"]
    assert not verify().alterations


def test_the_form_asks_for_the_kind_beside_its_field_and_keeps_what_was_typed(
    season: Any, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = (at + timedelta(minutes=5)).isoformat()
    client = sign_in(account("county"))
    local = at.strftime("%Y-%m-%dT%H:%M")
    typed = {
        "verb": "report",
        "region": COUNTY,
        "kind": "accident",
        "found_at": local,
        "happened_at": local,
        **SEVEN,
    }
    page = client.post("/alerts/incidents/found/", typed)
    assert set(page.context["form"].errors) == {"accident", "setting"}
    assert "某小区 3 号楼" in page.content.decode()
    done = client.post("/alerts/incidents/found/", {**typed, "accident": "fire", "setting": "shop"})
    assert done.status_code == 302
    outage = {**typed, "kind": "outage", "accident": "fire", "setting": "shop"}
    assert client.post("/alerts/incidents/found/", outage).status_code == 302
    kinds = Incident.objects.order_by("pk").values_list("kind", "accident", "setting")
    assert list(kinds) == [("accident", "fire", "shop"), ("outage", "", "")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_record_counts_accidents_and_shows_households_apart_within_ones_scope(
    language: str, season: Any, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = at.isoformat()
    county = account("county")
    find_incident(facts=facts(at, accident="poisoning", setting="household", injured=2), by=county, at=at)
    find_incident(facts=facts(at, accident="third_party", setting="pipe", place="某路口"), by=county, at=at)
    client = Client(headers={"accept-language": language})
    client.force_login(county, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/alerts/accidents/")
    assert (page.context["total"], page.context["households"], page.context["injured"]) == (2, 1, 2)
    assert "某路口" in page.content.decode()
    only = client.get("/alerts/accidents/?show=households").content.decode()
    assert "某路口" not in only
    assert client.get("/alerts/accidents/accidents.csv").content.decode().count(COUNTY) == 2
    assert sign_in(account("company")).get("/alerts/accidents/").context["total"] == 0
