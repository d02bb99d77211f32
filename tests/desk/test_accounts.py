"""Three administrators apart: who opens, who grants, who watches; and nobody widens the own rights."""

import re
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.directory.models import (
    Account,
    GrantRequest,
    GrantState,
    Membership,
    Organisation,
    Region,
    Role,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APART, GRANTS
from nuandong.desk.directory.sign_ins.actions import (
    close_account,
    create_account,
    end_sessions,
    lock_account,
    set_password,
    unlock_account,
)
from nuandong.desk.directory.sign_ins.grants import (
    Wish,
    approve_grant,
    draft_grant,
    end_membership,
    refuse_grant,
)
from nuandong.desk.ledger.models import Entry
from tests.desk.roles import PASSWORD, PROVINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(account) -> Account:
    return account("admin")


@pytest.fixture
def security(season, at, account) -> Account:
    account("admin")
    encoded = Account.objects.get(username="admin").password
    opening = Opening("security", Role.SECURITY_ADMINISTRATOR, PROVINCE, person="辛某")
    open_accounts(openings=[opening], encoded_password=encoded, by=None, at=at)
    return Account.objects.get(username="security")


@pytest.fixture
def fresh(admin, at) -> Account:
    return create_account(username="xin.ren", person="壬某", post="填报员", by=admin, at=at)[0]


def wish(role: Role = Role.CLERK, code: str = "149101") -> Wish:
    return Wish(role, Region.objects.get(code=code), None, "任命文件")


def again(account: Account) -> Account:
    """As the next request reads it: rights are asked once a request."""
    return Account.objects.get(pk=account.pk)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_each_of_the_three_has_one_right_that_nobody_else_has() -> None:
    own = {"directory.keep_accounts": Role.ADMINISTRATOR, "directory.grant_roles": Role.SECURITY_ADMINISTRATOR,
           "ledger.audit": Role.AUDITOR}  # fmt: skip
    for right, role in own.items():
        assert [one for one in GRANTS if right in GRANTS[one]] == [role]
    working = (
        "file_",
        "assess",
        "approve_",
        "declare_",
        "draft_",
        "sign_",
        "keep_contacts",
        "enforce_",
        "call_",
    )
    for role in APART:
        assert not [right for right in GRANTS[role] if right.split(".")[1].startswith(working)]


def test_a_role_takes_two_people(admin, security, fresh, at) -> None:
    grant = draft_grant(account=fresh, wish=wish(), by=admin, at=at)
    assert not again(fresh).has_perm("reporting.file_report")
    with pytest.raises(ActRefused):
        approve_grant(grant=grant, by=admin, at=at)
    approve_grant(grant=grant, by=security, at=at)
    assert again(fresh).has_perm("reporting.file_report")
    with pytest.raises(ActRefused):  # once
        approve_grant(grant=grant, by=security, at=at)
    assert Membership.objects.filter(account=fresh).count() == 1


@pytest.mark.parametrize("role", ["province", "leader", "city", "county", "company", "auditor", "nobody"])
def test_nobody_else_opens_or_grants(role, account, fresh, admin, at) -> None:
    who = account(role)
    for act in (
        lambda: create_account(username="abc", person="甲", post="乙", by=who, at=at),
        lambda: draft_grant(account=fresh, wish=wish(), by=who, at=at),
        lambda: lock_account(account=fresh, by=who, at=at),
        lambda: close_account(account=fresh, by=who, at=at),
        lambda: set_password(account=fresh, by=who, at=at),
        lambda: end_sessions(account=fresh, by=who, at=at),
    ):
        with pytest.raises(ActRefused):
            act()
    grant = draft_grant(account=fresh, wish=wish(), by=admin, at=at)
    for decide in (approve_grant, refuse_grant):
        with pytest.raises(ActRefused):
            decide(grant=grant, by=who, at=at)


def test_the_security_administrator_opens_and_drafts_nothing(security, fresh, at) -> None:
    with pytest.raises(ActRefused):
        create_account(username="abc", person="甲", post="乙", by=security, at=at)
    with pytest.raises(ActRefused):
        draft_grant(account=fresh, wish=wish(), by=security, at=at)


def test_nobody_widens_the_own_rights(admin, security, at) -> None:
    with pytest.raises(ActRefused):
        draft_grant(account=admin, wish=wish(), by=admin, at=at)
    grant = GrantRequest.objects.create(account=security, role=Role.SECURITY_ADMINISTRATOR, region_id=PROVINCE,
                                        reason="x", drafted_by=admin, drafted_at=at)  # fmt: skip
    with pytest.raises(ActRefused):
        approve_grant(grant=grant, by=security, at=at)
    assert Membership.objects.filter(account=security).count() == 1


@pytest.mark.parametrize("first", [role.value for role in APART])
@pytest.mark.parametrize("second", [*(role.value for role in APART), Role.CLERK.value, Role.LEADER.value])
def test_no_account_holds_two_of_the_three_nor_one_beside_another_role(
    first, second, admin, security, fresh, at
) -> None:
    if first == second:
        return
    approve_grant(
        grant=draft_grant(account=fresh, wish=wish(Role(first), PROVINCE), by=admin, at=at),
        by=security,
        at=at,
    )
    with pytest.raises(ActRefused):
        draft_grant(account=fresh, wish=wish(Role(second), PROVINCE), by=admin, at=at)


def test_two_drafts_cannot_slip_two_administrators_into_one_account(admin, security, fresh, at) -> None:
    draft_grant(account=fresh, wish=wish(Role.ADMINISTRATOR, PROVINCE), by=admin, at=at)
    with pytest.raises(ActRefused):
        draft_grant(account=fresh, wish=wish(Role.AUDITOR, PROVINCE), by=admin, at=at)
    second = GrantRequest.objects.create(account=fresh, role=Role.AUDITOR, region_id=PROVINCE, reason="x",
                                         drafted_by=admin, drafted_at=at)  # fmt: skip
    with pytest.raises(ActRefused):
        approve_grant(grant=second, by=security, at=at)


def test_a_keeper_of_a_city_gives_nothing_outside_it(season, security, at, admin, fresh) -> None:
    Membership.objects.filter(account=admin).update(region="149100")
    keeper = again(admin)
    with pytest.raises(ActRefused):
        draft_grant(account=fresh, wish=wish(code="149201"), by=keeper, at=at)
    organisation = Organisation.objects.get(code="u-methanol")
    with pytest.raises(ActRefused):
        draft_grant(account=fresh, wish=Wish(Role.CLERK, None, organisation, "x"), by=keeper, at=at)
    draft_grant(account=fresh, wish=wish(), by=keeper, at=at)


def test_the_system_administrator_does_not_touch_who_watches_him(admin, security, account, at) -> None:
    for watching in (security, account("auditor")):
        for act in (lock_account, close_account, set_password, end_sessions):
            with pytest.raises(ActRefused):
                act(account=watching, by=admin, at=at)
    lock_account(account=admin, by=security, at=at)
    assert not again(admin).is_active


def test_a_locked_account_is_out_at_once_and_comes_back(admin, account, at) -> None:
    clerk = account("county")
    client = signed_in(clerk)
    assert client.get("/accounts/own/").status_code == 200
    lock_account(account=clerk, by=admin, at=at)
    assert client.get("/accounts/own/").status_code == 302
    answer = Client().post("/accounts/login/", {"username": "county", "password": PASSWORD})
    assert answer.status_code == 200  # the form again, not the desk
    unlock_account(account=again(clerk), by=admin, at=at)
    assert again(clerk).is_active


def test_a_closed_account_never_comes_back(admin, account, at) -> None:
    clerk = account("county")
    close_account(account=clerk, by=admin, at=at)
    for act in (unlock_account, set_password, lock_account):
        with pytest.raises(ActRefused):
            act(account=again(clerk), by=admin, at=at)
    with pytest.raises(ActRefused):
        draft_grant(account=again(clerk), wish=wish(), by=admin, at=at)


def test_a_role_that_ends_gives_nothing_any_more(admin, security, account, at) -> None:
    clerk = account("county")
    end_membership(membership=clerk.memberships.get(), by=admin, at=at)
    assert not again(clerk).has_perm("reporting.file_report")
    with pytest.raises(ActRefused):
        end_membership(membership=security.memberships.get(), by=admin, at=at)


def test_a_fresh_password_works_and_stands_in_no_record(admin, account, at) -> None:
    clerk = account("county")
    signed_in(clerk)
    password = set_password(account=clerk, by=admin, at=at)
    assert Session.objects.count() == 0
    assert again(clerk).check_password(password)
    assert not again(clerk).check_password(PASSWORD)
    lines = "".join(Entry.objects.values_list("line", flat=True))
    assert password not in lines
    assert "壬某" not in lines


def test_pages_lead_from_an_opened_account_to_a_role(admin, security, account, at) -> None:
    keeper, decider = signed_in(admin), signed_in(security)
    refused = keeper.post("/accounts/open/", {"username": "Ab", "person": "", "post": ""})
    assert refused.content.decode().count("wrong-words") == 3
    assert 'value="Ab"' in refused.content.decode()
    page = keeper.post(
        "/accounts/open/", {"username": "new.clerk", "person": "癸某", "post": "填报员"}
    ).content.decode()
    password = re.search(r'class="secret">([^<]+)<', page)
    assert password is not None
    opened = Account.objects.get(username="new.clerk")
    assert opened.check_password(password[1])
    place = Region.objects.get(code="149101")
    both = keeper.post(f"/accounts/{opened.pk}/grant/", {"role": "clerk", "reason": "任命"})
    assert both.content.decode().count("wrong-words") == 1
    keeper.post(f"/accounts/{opened.pk}/grant/", {"role": "clerk", "region": place.pk, "reason": "任命"})
    grant = GrantRequest.objects.get(account=opened)
    keeper.post(f"/accounts/grant/{grant.pk}/approve/")
    assert not again(opened).has_perm("reporting.file_report")
    assert "new.clerk" in decider.get("/accounts/").content.decode()
    decider.post(f"/accounts/grant/{grant.pk}/approve/")
    assert again(opened).has_perm("reporting.file_report")
    grant.refresh_from_db()
    assert grant.state == GrantState.APPROVED


def test_own_sign_ins_are_listed_and_can_be_ended(account, client: Client, at: datetime) -> None:
    account("county")
    for browser in (client, other := Client()):
        answer = browser.post("/accounts/login/", {"username": "county", "password": PASSWORD})
        assert answer.status_code == 302
    page = client.get("/accounts/own/").content.decode()
    assert page.count("127.0.0.1") == 2
    digests = re.findall(r"/accounts/own/end/([0-9a-f]{64})/", page)
    assert len(digests) == 1  # not the present one
    client.post(f"/accounts/own/end/{digests[0]}/")
    assert other.get("/accounts/own/").status_code == 302
    assert client.get("/accounts/own/").status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else_by_its_digest(account, client: Client) -> None:
    for role in ("county", "city"):
        account(role)
    client.post("/accounts/login/", {"username": "city", "password": PASSWORD})
    page = client.get("/accounts/own/").content.decode()
    assert "/accounts/own/end/" not in page
    from nuandong.desk.directory.sign_ins.sessions import digest_of

    stranger = Client()
    stranger.post("/accounts/login/", {"username": "county", "password": PASSWORD})
    stranger.post(f"/accounts/own/end/{digest_of(client.session.session_key)}/")
    assert client.get("/accounts/own/").status_code == 200


@pytest.mark.parametrize("role", ["province", "leader", "county", "auditor", "nobody"])
def test_pages_of_accounts_are_for_administrators(role, account, fresh) -> None:
    client = signed_in(account(role))
    for address in (
        "/accounts/",
        "/accounts/open/",
        f"/accounts/{fresh.pk}/",
        f"/accounts/{fresh.pk}/grant/",
    ):
        assert client.get(address).status_code in (403, 404), address
    assert client.post(f"/accounts/{fresh.pk}/lock/").status_code == 403
    assert client.post(f"/accounts/{fresh.pk}/password/").status_code == 403
