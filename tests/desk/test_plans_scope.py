"""Every address of plans, cities' orders, flexible users and offers, as every role: nothing of another place."""

import re

import pytest
from django.test import Client

from nuandong.desk.plans.urls import urlpatterns
from tests.desk.directory_everywhere import everything_in_the_directory, placeholders_of_the_directory
from tests.desk.plans_everywhere import everything_planned, placeholders_of_plans
from tests.desk.roles import ROLES
from tests.desk.scope_reading import read

pytestmark = pytest.mark.django_db
HERE, BESIDE, ELSEWHERE = ("示例玻璃厂", "示例钢铁厂"), ("示例机械厂",), ("示例甲醇厂", "示例液化厂")
HIDDEN = {
    "city": ELSEWHERE,
    "county": BESIDE + ELSEWHERE,
    "company": ("示例钢铁厂", *BESIDE, *ELSEWHERE),
    "nobody": HERE + BESIDE + ELSEWHERE,
}


def addresses() -> list[str]:
    values = placeholders_of_the_directory() | placeholders_of_plans()
    found = []
    for pattern in urlpatterns:
        filled = [str(pattern.pattern)]
        while "<" in filled[0]:
            placeholder = re.search(r"<(?:\w+:)?(\w+)>", filled[0])
            assert placeholder is not None
            filled = [
                one.replace(placeholder[0], value, 1) for one in filled for value in values[placeholder[1]]
            ]
        found += ["/" + one for one in filled]
    return found


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_place_is_shown(role: str, season, account, at) -> None:
    everything_in_the_directory(at=at)
    everything_planned(at=at)
    client = Client()
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    shown = ""
    for address in addresses():
        response = client.get(address)
        assert response.status_code in (200, 302, 403, 404, 405), (address, response.status_code)
        text = read(response)
        assert not [name for name in HIDDEN.get(role, ()) if name in text], address
        shown += text
    if role == "province":
        assert all(name in shown for name in (*HERE, *BESIDE, *ELSEWHERE))
    if role == "company":
        assert "示例玻璃厂" in shown
