"""Records are cut to the scope of whoever asks: what each role sees of every table, and what it may do."""

import pytest
from django.test import Client

from nuandong.desk.directory.models import DeliveryPoint, GasUser, Region, ReportingUnit, SupplyZone
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import DailyReport, Nomination, ReportFigure, ReportVersion
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "counties"),
    [
        ("province", {"149101", "149102", "149201", "149202"}),
        ("city", {"149101", "149102"}),
        ("county", {"149101"}),
        ("company", set()),
        ("nobody", set()),
    ],
)
def test_records_are_cut_to_the_scope(role: str, counties: set[str], season: Season, account) -> None:
    who = account(role)
    seen = Region.objects.visible_to(who).filter(kind="county").values_list("code", flat=True)
    assert set(seen) == counties
    reports = DailyReport.objects.visible_to(who).values_list("unit__region_id", flat=True)
    assert set(reports) <= counties
    for model in (ReportVersion, ReportFigure, Nomination, DeliveryPoint, SupplyZone, GasUser):
        model.objects.visible_to(who).count()  # every one can be asked
    points = DeliveryPoint.objects.visible_to(who).values_list("user_id", flat=True)
    assert set(points) == ({"u-glass"} if role == "company" else set(points))


def test_a_zone_that_crosses_a_border_is_seen_once(season: Season, account) -> None:
    assert SupplyZone.objects.visible_to(account("city")).count() == 2


def test_a_membership_that_has_ended_gives_nothing(season: Season, account) -> None:
    who = account("province")
    who.memberships.update(ends="2020-01-01")
    who = type(who).objects.get(pk=who.pk)
    assert not scope_of(who).sees_all
    assert not Region.objects.visible_to(who).exists()
    assert not who.has_perm("outlook.see_day")


@pytest.mark.parametrize(
    ("role", "right", "has"),
    [
        ("county", "reporting.file_report", True),
        ("leader", "reporting.file_report", False),
        ("auditor", "ledger.audit", True),
        ("province", "ledger.audit", False),
        ("admin", "outlook.assess", False),
        ("admin", "directory.keep_accounts", True),
        ("auditor", "outlook.assess", False),
    ],
)
def test_who_may_do_what(role: str, right: str, has: bool, account) -> None:
    assert account(role).has_perm(right) is has


def test_a_clerk_files_for_the_own_unit_only(season: Season, account, client: Client) -> None:
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    for code, status in ((COUNTY, 200), (OTHER_COUNTY, 404), (CITY, 404), ("company:u-glass", 404)):
        unit = ReportingUnit.objects.get(code=code)
        assert client.get(f"/report/{unit.pk}/").status_code == status
        assert client.post(f"/report/{unit.pk}/", {"gas_day": "2023-12-18"}).status_code == status
