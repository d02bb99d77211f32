"""Signing in with a second factor: set up, asked for, never taken twice, lost and reset; and who must have one."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.directory.models import Account, RecoveryCode, Role, SecondFactor
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.sign_ins.checking import Verdict, check_code, has_factor
from nuandong.desk.directory.sign_ins.codes import RECOVERY_CODES, STEP_S, secret_of
from nuandong.desk.directory.sign_ins.enrolling import confirm_factor, pending_seed, reset_factor
from nuandong.desk.directory.sign_ins.required import UnknownRequirement, roles_that_must
from nuandong.desk.directory.sign_ins.telling import changes_of
from nuandong.desk.ledger.models import Entry, Letter
from tests.desk.roles import PASSWORD, PROVINCE

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, SET_UP = "/accounts/login/", "/accounts/login/code/", "/accounts/own/second-factor/"
NOW = datetime.fromtimestamp(
    1_700_000_010, tz=timezone.get_current_timezone()
)  # ten seconds into a half minute


def code_at(account: Account, moment: datetime) -> str:
    """What the phone of this account shows."""
    seed = SecondFactor.objects.get(account=account).seed
    return pyotp.TOTP(secret_of(seed)).at(moment)


def enrolled(account: Account, at: datetime, *, moment: datetime = NOW) -> list[str]:
    """Give an account a second factor, confirmed at a moment; returns its recovery codes."""
    first = pyotp.TOTP(secret_of(pending_seed(account=account))).at(moment)
    return confirm_factor(account=account, code=first, password=PASSWORD, moment=moment, at=at)


@pytest.fixture
def leader(account, at) -> Account:
    return account("leader")


@pytest.fixture
def security(season, at, leader) -> Account:
    opening = Opening("security", Role.SECURITY_ADMINISTRATOR, PROVINCE, person="辛某")
    open_accounts(openings=[opening], encoded_password=leader.password, by=None, at=at)
    return Account.objects.get(username="security")


def by_password(username: str = "leader", client: Client | None = None, to: str = "") -> Client:
    client = client or Client()
    client.post(
        SIGN_IN + (f"?next={to}" if to else ""), {"username": username, "password": PASSWORD, "next": to}
    )
    return client


def test_a_person_sets_it_up_from_the_own_page_and_signs_in_with_it(leader) -> None:
    client = by_password()
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]{39})<', page)
    assert secret is not None
    assert "<svg" in page
    assert "style=" not in page  # the policy of contents would not let it through
    assert secret[1] in client.get(SET_UP).content.decode()  # the same when the page is read again
    phone = pyotp.TOTP(secret[1].replace(" ", ""))
    wrong = client.post(SET_UP, {"code": "000000", "password": PASSWORD}).content.decode()
    assert 'role="alert"' in wrong
    assert not has_factor(leader)
    kept = client.post(SET_UP, {"code": phone.now(), "password": PASSWORD}).content.decode()
    codes = re.findall(r'class="secret">([a-z2-9]{4}(?:-[a-z2-9]{4}){3})<', kept)
    assert len(set(codes)) == RECOVERY_CODES
    assert has_factor(leader)
    fresh = by_password(to="/lists/")
    assert fresh.get("/lists/").status_code == 302  # the password alone opens nothing
    next_code = phone.at(timezone.now() + timedelta(seconds=STEP_S))
    entered = fresh.post(CODE, {"code": next_code})
    assert (entered.status_code, entered["Location"]) == (302, "/lists/")
    assert "动态码" in fresh.get("/accounts/own/").content.decode()


def test_the_password_is_asked_for_again_before_a_factor_is_set_up(leader, at) -> None:
    first = pyotp.TOTP(secret_of(pending_seed(account=leader))).at(NOW)
    with pytest.raises(ActRefused):
        confirm_factor(account=leader, code=first, password="not-the-password", moment=NOW, at=at)
    assert not has_factor(leader)


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [(-2, Verdict.WRONG), (-1, Verdict.CODE), (0, Verdict.CODE), (1, Verdict.CODE), (2, Verdict.WRONG)],
)
def test_a_phone_may_be_half_a_minute_off_and_no_more(steps, verdict, leader, at) -> None:
    enrolled(leader, at)
    later = NOW + timedelta(minutes=10)
    shown = code_at(leader, later + timedelta(seconds=steps * STEP_S))
    assert check_code(account=leader, code=shown, moment=later, at=at) == verdict


def test_no_code_is_taken_twice_nor_an_earlier_one_after_a_later(leader, at) -> None:
    enrolled(leader, at)
    later = NOW + timedelta(minutes=10)
    assert (
        check_code(account=leader, code=code_at(leader, NOW), moment=NOW, at=at) == Verdict.USED
    )  # set it up
    shown, before = code_at(leader, later), code_at(leader, later - timedelta(seconds=STEP_S))
    assert check_code(account=leader, code=shown, moment=later, at=at) == Verdict.CODE
    assert check_code(account=leader, code=shown, moment=later, at=at) == Verdict.USED
    assert check_code(account=leader, code=before, moment=later, at=at) == Verdict.USED
    assert Entry.objects.filter(act="reuse_code").count() == 3


def test_five_wrong_codes_lock_the_factor_from_every_address_for_a_quarter_of_an_hour(leader, at) -> None:
    enrolled(leader, at)
    later = NOW + timedelta(minutes=10)
    for _ in range(5):
        assert check_code(account=leader, code="000000", moment=later, at=at) == Verdict.WRONG
    right = code_at(leader, later)
    assert check_code(account=leader, code=right, moment=later, at=at) == Verdict.LOCKED
    after = later + timedelta(minutes=16)
    assert check_code(account=leader, code=code_at(leader, after), moment=after, at=at) == Verdict.CODE
    assert Entry.objects.filter(act="lock_second_factor").count() == 1


def test_wrong_codes_count_towards_the_lockout_of_the_sign_in(leader, at) -> None:
    enrolled(leader, at)
    client = by_password()
    told = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert told[:4] == [200] * 4
    assert told[4] == 429
    assert Client().post(SIGN_IN, {"username": "leader", "password": PASSWORD}).status_code == 429


def test_wrong_passwords_and_wrong_codes_count_together(leader, at) -> None:
    enrolled(leader, at)
    client = Client()
    for _ in range(3):
        client.post(SIGN_IN, {"username": "leader", "password": "wrong"})
    by_password(client=client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.post(CODE, {"code": "000000"}).status_code == 429


def test_a_recovery_code_opens_once_however_it_is_typed(leader, at) -> None:
    codes = enrolled(leader, at)
    typed = codes[0].replace("-", " ").upper()
    assert check_code(account=leader, code=typed, moment=NOW, at=at) == Verdict.RECOVERY
    assert check_code(account=leader, code=codes[0], moment=NOW, at=at) == Verdict.WRONG
    client = by_password()
    assert client.post(CODE, {"code": codes[1]}).status_code == 302
    page = client.get("/accounts/own/").content.decode()
    assert "恢复码余 8 个" in page
    assert "密码和恢复码" in page


def test_neither_secret_nor_recovery_code_stands_in_the_records(leader, at) -> None:
    codes = enrolled(leader, at)
    factor = SecondFactor.objects.get(account=leader)
    kept = [str(value) for value in SecondFactor.objects.values_list().get(pk=factor.pk)]
    kept += [str(value) for row in RecoveryCode.objects.values_list() for value in row]
    kept += Entry.objects.values_list("line", flat=True)
    for secret in (secret_of(factor.seed), *codes, *(code.replace("-", "") for code in codes)):
        assert not [value for value in kept if secret in value]


def test_the_secret_hangs_on_the_desks_key(leader, settings) -> None:
    seed = pending_seed(account=leader)
    ours = secret_of(seed)
    settings.SECRET_KEY = "another-key-of-another-desk-" + "x" * 40
    assert secret_of(seed) != ours


def test_between_password_and_code_nobody_is_signed_in_and_five_minutes_are_enough(
    leader, at, monkeypatch
) -> None:
    enrolled(leader, at)
    client = by_password()
    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/own/")["Location"].startswith(SIGN_IN)
    halfway = client.session
    halfway["halfway"] = {**halfway["halfway"], "until": 0}
    halfway.save()
    assert client.post(CODE, {"code": code_at(leader, timezone.now())})["Location"] == SIGN_IN


def test_a_password_changed_meanwhile_ends_the_half_way(leader, at) -> None:
    enrolled(leader, at)
    client = by_password()
    leader.set_password("quite-another-password")
    leader.save()
    assert client.post(CODE, {"code": code_at(leader, timezone.now())})["Location"] == SIGN_IN


def test_setting_it_up_ends_all_other_sign_ins(leader) -> None:
    other, client = by_password(), by_password()
    seed = pending_seed(account=leader)
    first = pyotp.TOTP(secret_of(seed)).now()
    assert client.post(SET_UP, {"code": first, "password": PASSWORD}).status_code == 200
    assert other.get("/accounts/own/").status_code == 302
    assert client.get("/accounts/own/").status_code == 200


def test_the_security_administrator_takes_a_lost_factor_away_and_its_owner_is_told(
    leader, security, at
) -> None:
    codes = enrolled(leader, at)
    owner = by_password()
    owner.post(CODE, {"code": codes[0]})
    keeper = by_password("security")
    answer = keeper.post(f"/accounts/{leader.pk}/reset-second-factor/", follow=True)
    assert "已解除第二重验证" in answer.content.decode()
    assert not has_factor(leader)
    assert owner.get("/accounts/own/").status_code == 302  # its sign-ins ended
    entry = Entry.objects.get(act="reset_second_factor")
    assert (entry.actor, entry.subject_id) == (security.actor, leader.actor)
    assert changes_of(leader, at=entry.at)[0].words == "解除第二重验证"
    assert not changes_of(leader, at=entry.at)[0].by_owner
    assert Letter.objects.filter(errand="tell_account", facts__act="reset_second_factor").exists()


@pytest.mark.parametrize("role", ["province", "leader", "county", "auditor", "admin"])
def test_nobody_else_takes_a_factor_away(role, account, leader, at) -> None:
    enrolled(leader, at)
    with pytest.raises(ActRefused):
        reset_factor(account=leader, by=account(role), at=at)
    assert has_factor(leader)


def test_the_security_administrator_does_not_take_the_own_away(security, at) -> None:
    enrolled(security, at)
    with pytest.raises(ActRefused):
        reset_factor(account=security, by=security, at=at)


def test_a_role_that_decides_is_led_to_set_it_up_and_sees_nothing_else_before(
    leader, account, settings
) -> None:
    settings.SECOND_FACTOR = "required"
    client = by_password()
    assert client.get("/", follow=True).redirect_chain[-1][0] == SET_UP
    assert client.get("/accounts/own/")["Location"] == SET_UP
    assert client.post("/alerts/", {})["Location"] == SET_UP
    assert "须双重验证登录" in client.get(SET_UP).content.decode()
    phone = pyotp.TOTP(secret_of(pending_seed(account=leader)))
    client.post(SET_UP, {"code": phone.now(), "password": PASSWORD})
    assert client.get("/accounts/own/").status_code == 200
    drop = client.post("/accounts/own/second-factor/drop/", {"password": PASSWORD})
    assert drop.status_code == 200  # refused: the role asks for it
    assert has_factor(leader)
    account("county")
    assert by_password("county").get("/accounts/own/").status_code == 200


def test_where_no_role_asks_for_it_a_person_may_drop_it(leader, at) -> None:
    codes = enrolled(leader, at)
    client = by_password()
    client.post(CODE, {"code": codes[0]})
    assert client.post("/accounts/own/second-factor/drop/", {"password": "wrong"}).status_code == 200
    assert has_factor(leader)
    assert client.post("/accounts/own/second-factor/drop/", {"password": PASSWORD}).status_code == 302
    assert not has_factor(leader)


def test_fresh_recovery_codes_end_those_of_before(leader, at) -> None:
    codes = enrolled(leader, at)
    client = by_password()
    client.post(CODE, {"code": codes[0]})
    page = client.post("/accounts/own/recovery-codes/", {"password": PASSWORD}).content.decode()
    fresh = re.findall(r'class="secret">([a-z2-9-]{19})<', page)
    assert len(fresh) == RECOVERY_CODES
    assert check_code(account=leader, code=codes[1], moment=NOW, at=at) == Verdict.WRONG
    assert check_code(account=leader, code=fresh[0], moment=NOW, at=at) == Verdict.RECOVERY


def test_who_must_have_two_factors_follows_from_what_a_role_may_decide() -> None:
    must = roles_that_must("required")
    assert must == {
        Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR, Role.LEADER, Role.COMMANDER, Role.GOVERNMENT,
    }  # fmt: skip
    assert roles_that_must("optional") == roles_that_must("") == frozenset()
    assert roles_that_must("everyone") == set(Role.values)
    assert roles_that_must("clerk, leader") == {"clerk", "leader"}
    with pytest.raises(UnknownRequirement, match="duty_officer"):
        roles_that_must("clark")


def test_a_sign_in_by_code_is_one_that_a_stolen_session_list_names(leader, at) -> None:
    codes = enrolled(leader, at)
    client = by_password()
    client.post(CODE, {"code": codes[0]})
    session = Session.objects.get(session_key=client.session.session_key)
    assert session.get_decoded()["how"] == "recovery"
