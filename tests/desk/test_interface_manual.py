"""The manual of the interface: each of its examples is called, in order, and answers as the page says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, Role
from nuandong.desk.frame import clock
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.outlook.models import Season
from nuandong.desk.worker import ERRANDS
from tests.desk.interface_examples import Named, differences, examples
from tests.desk.order_day import open_account
from tests.desk.roles import COUNTY, PROVINCE

pytestmark = pytest.mark.django_db
MOST_LETTERS = 200
PEOPLE = {
    "officer": (Role.DUTY_OFFICER, PROVINCE, None),
    "second": (Role.DUTY_OFFICER, PROVINCE, None),
    "leader": (Role.LEADER, PROVINCE, None),
    "government": (Role.GOVERNMENT, PROVINCE, None),
    "auditor": (Role.AUDITOR, PROVINCE, None),
    "county": (Role.CLERK, COUNTY, None),
    "plant": (Role.CLERK, None, "u-lng"),
}


def callers(at: datetime) -> dict[str, Client]:
    """Everybody of the page, each with a token."""
    found = {}
    for name, (role, region, organisation) in PEOPLE.items():
        account: Account = open_account(name, role, at=at, region=region, organisation=organisation)
        text = give_token(name=name, scope=TokenScope.ACT, days=1, by=account, at=at)[1]
        found[name] = Client(headers={"Authorization": f"Bearer {text}"})
    return found


def test_every_example_of_the_manual_answers_as_it_says(
    season: Season, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [at]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    clients, names = callers(at), Named()
    shown = list(examples())
    assert len(shown) > 25
    for example in shown:
        answer = example.asked_by(clients[example.who], names)
        place = f"{example.who}: {example.verb} {example.address}"
        assert answer.status_code == example.status, (place, answer.content.decode())
        told: Any = json.loads(answer.content)
        found = list(differences(example.told, told))
        assert not found, (place, found)
        example.keep(told, names)
        for _ in range(MOST_LETTERS):  # the worker, between two calls
            if not run_due(errands=ERRANDS, worker="test", clock=clock.now, most=1):
                break
        now[0] += timedelta(seconds=10)


def test_an_answer_of_another_shape_is_noticed() -> None:
    shown = {"rows": [{"id": 1, "…": "…"}], "next": None}
    assert not list(differences(shown, {"rows": [{"id": 7, "name": "x"}], "next": None}))
    for wrong in (
        {"rows": [{"name": "x"}], "next": None},
        {"rows": [], "next": None},
        {"rows": [{"id": "7"}], "next": None},
        {"rows": [{"id": 7}], "next": "djE6MQ"},
        {"rows": [{"id": 7}], "next": None, "more": 1},
    ):
        assert list(differences(shown, wrong)), wrong
