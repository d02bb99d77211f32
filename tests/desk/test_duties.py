"""My duties today: what this account owes, and nothing of others."""

from datetime import timedelta

import pytest
from django.test import Client

from nuandong.desk.directory.contacts.actions import Card, set_contact
from nuandong.desk.directory.models import ContactDuty, Organisation
from nuandong.desk.directory.workbench.owed import owed_by

pytestmark = pytest.mark.django_db


def told(account, at) -> set[tuple[str, str]]:
    return {(one.clause, one.place) for one in owed_by(account, at)}


def test_a_county_owes_its_report_and_its_contacts_and_no_other_countys(season, account, at) -> None:
    clerk = account("county")
    later = at + timedelta(days=4)
    assert ("T-095", "甲城区") in told(clerk, later)
    assert {place for clause, place in told(clerk, later) if clause == "T-094"} == {"甲城区人民政府"}
    for duty in ContactDuty:
        set_contact(organisation=Organisation.objects.get(code="gov:149101"), duty=duty,
                    card=Card(name="张三丰", mobile="13900001111"), by=clerk, at=at)  # fmt: skip
    assert not [one for one in told(clerk, later) if one[0] == "T-094"]
    assert ("T-094", "甲城区人民政府") in told(clerk, at + timedelta(days=60))  # to be confirmed


@pytest.mark.parametrize(
    "role", ["province", "leader", "city", "county", "company", "auditor", "admin", "nobody"]
)
def test_every_role_has_its_page_of_duties_and_the_workbenches(role, season, account) -> None:
    client = Client()
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/duties/", "/duties/departments/"):
        answer = client.get(address)
        assert answer.status_code == 200
        if role in ("county", "company", "nobody"):
            assert "示例甲醇厂" not in answer.content.decode()
