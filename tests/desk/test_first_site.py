"""A new site: three administrators by three people, with passwords that work once; and one who is locked out."""

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from nuandong.desk.accounts import (
    AlreadyKept,
    NoAdministrator,
    NoRegionYet,
    NotThreePeople,
    open_administrators,
    open_first_account,
    restore_administrator,
)
from nuandong.desk.directory.models import Account, Role, SecondFactor
from nuandong.desk.directory.sign_ins.enrolling import pending_seed
from nuandong.desk.ledger.models import Entry
from tests.desk.conftest import TINY

pytestmark = pytest.mark.django_db
NAMES = {Role.ADMINISTRATOR: "wang.wei", Role.SECURITY_ADMINISTRATOR: "li.na", Role.AUDITOR: "zhao.min"}
SIGN_IN, OWN_PASSWORD = "/accounts/login/", "/accounts/own/password/"
OWN = "eine-eigene-Losung-7"


def sign_in(username: str, password: str) -> Client:
    client = Client()
    client.post(SIGN_IN, {"username": username, "password": password})
    return client


def test_three_people_are_opened_with_three_passwords_that_stand_in_no_record(season, at: datetime) -> None:
    passwords = open_administrators(names=NAMES, at=at)
    assert len(set(passwords.values())) == 3
    for role, name in NAMES.items():
        account = Account.objects.get(username=name)
        assert [one.role for one in account.memberships.in_force()] == [role]
        assert account.check_password(passwords[role])
    lines = "".join(Entry.objects.values_list("line", flat=True))
    assert not [password for password in passwords.values() if password in lines]


@pytest.mark.parametrize(
    "names",
    [
        {**NAMES, Role.AUDITOR: "wang.wei"},
        {Role.ADMINISTRATOR: "wang.wei", Role.AUDITOR: "zhao.min"},
        {**NAMES, Role.AUDITOR: "Zhao Min"},
        {**NAMES, Role.AUDITOR: ""},
        {**NAMES, Role.AUDITOR: "county"},
    ],
    ids=["one person twice", "two only", "no such name", "no name", "taken"],
)
def test_fewer_than_three_fresh_accounts_are_refused(names, account, at: datetime) -> None:
    account("county")
    with pytest.raises(NotThreePeople):
        open_administrators(names=names, at=at)
    assert not Account.objects.filter(username__in=NAMES.values()).exists()


def test_a_site_that_has_administrators_gets_no_others_by_this_door(season, at: datetime) -> None:
    open_administrators(names=NAMES, at=at)
    with pytest.raises(AlreadyKept):
        open_administrators(names={role: f"{name}2" for role, name in NAMES.items()}, at=at)


def test_a_site_without_regions_is_told_to_bring_in_a_case(db, at: datetime) -> None:
    with pytest.raises(NoRegionYet, match="--case"):
        open_administrators(names=NAMES, at=at)


def test_a_password_that_was_handed_over_opens_nothing_but_its_own_change(season, at: datetime) -> None:
    once = open_administrators(names=NAMES, at=at)[Role.ADMINISTRATOR]
    client = sign_in("wang.wei", once)
    for address in ("/", "/accounts/", "/accounts/own/", "/lists/"):
        assert client.get(address)["Location"] == OWN_PASSWORD, address
    assert "由他人交给您" in client.get(OWN_PASSWORD).content.decode()
    same = {"old_password": once, "new_password1": once, "new_password2": once}
    assert "另设一个" in client.post(OWN_PASSWORD, same).content.decode()
    assert client.get("/accounts/").status_code == 302
    own = {"old_password": once, "new_password1": OWN, "new_password2": OWN}
    assert client.post(OWN_PASSWORD, own).status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert sign_in("wang.wei", OWN).get("/accounts/").status_code == 200
    assert Entry.objects.filter(act="change_password").count() == 1


def test_a_password_that_was_handed_over_works_for_seven_days(season, at: datetime) -> None:
    password = open_first_account(username="chen.lu", at=at)
    kept = Account.objects.get(username="chen.lu")
    assert timedelta(days=6) < kept.one_time_until - timezone.now() < timedelta(days=8)
    kept.one_time_until = timezone.now() - timedelta(minutes=1)
    kept.save()
    page = Client().post(SIGN_IN, {"username": "chen.lu", "password": password}).content.decode()
    assert "超过七天" in page
    wrong = Client().post(SIGN_IN, {"username": "chen.lu", "password": "wrong"}).content.decode()
    assert "超过七天" not in wrong  # only who knows it is told


def test_a_first_account_that_is_there_keeps_its_password(season, at: datetime) -> None:
    password = open_first_account(username="chen.lu", at=at)
    assert open_first_account(username="chen.lu", at=at) == ""
    assert Account.objects.get(username="chen.lu").check_password(password)


def test_an_administrator_without_password_and_phone_is_let_in_again_from_the_machine(
    season, at: datetime
) -> None:
    open_administrators(names=NAMES, at=at)
    lost = Account.objects.get(username="li.na")
    pending_seed(account=lost)
    password = restore_administrator(username="li.na", at=at)
    assert Account.objects.get(username="li.na").check_password(password)
    assert not SecondFactor.objects.filter(account=lost).exists()
    entry = Entry.objects.get(act="restore_administrator")
    assert (entry.actor, entry.subject_id) == ("desk", lost.actor)


@pytest.mark.parametrize("username", ["county", "nobody-at-all"])
def test_nobody_else_is_let_in_from_the_machine(username, account, at: datetime) -> None:
    account("county")
    with pytest.raises(NoAdministrator):
        restore_administrator(username=username, at=at)


def test_the_command_opens_them_once_and_prints_what_is_to_be_handed_over(tmp_path: Path) -> None:
    environment = {**os.environ, "NUANDONG_STATE": str(tmp_path), "NUANDONG_DATABASE_URL": ""}
    bring_in = (
        "import os;os.environ['DJANGO_SETTINGS_MODULE']='nuandong.desk.settings';import django;django.setup();"
        "from nuandong.casefile import read_case;from nuandong.desk.outlook.actions import import_case;"
        f"case=read_case(__import__('pathlib').Path({str(TINY)!r}));"
        "import_case(case=case,by=None,at=case.settings.decided_at)"
    )

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    options = [word for option, name in zip(("system", "security", "audit"), NAMES.values(), strict=True)
               for word in (f"--{option}", name)]  # fmt: skip
    empty = run("-m", "nuandong", "administrators", *options)
    assert empty.returncode == 2
    assert "--case" in empty.stderr
    assert "Traceback" not in empty.stderr
    assert run("-c", bring_in).returncode == 0
    told = run("-m", "nuandong", "administrators", *options, "--language", "en")
    assert told.returncode == 0, told.stderr
    assert len(set(re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", told.stdout))) == 3
    assert "security administrator" in told.stdout
    again = run("-m", "nuandong", "administrators", *options)
    assert again.returncode == 2
