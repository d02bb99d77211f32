"""Briefs of the tiny case for the tests of briefs: its run, a draft and a signed one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.models import Brief, Openness
from nuandong.desk.directory.models import Region
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, Season
from tests.desk.roles import PROVINCE

KEPT: dict[str, Any] = {}  # the tiny case answers every test alike, so it is solved once


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    """The tiny case's day, assessed."""
    if not KEPT:
        made = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
        KEPT.update(
            {
                field.attname: getattr(made, field.attname)
                for field in Run._meta.concrete_fields
                if field.name != "id"
            }
        )
        return made
    return Run.objects.create(**KEPT)


@pytest.fixture
def province() -> Region:
    """The province's region."""
    return Region.objects.get(code=PROVINCE)


@pytest.fixture
def draft(run: Run, account: Any, at: datetime) -> Brief:
    """The province's daily brief, drafted by the duty officer."""
    return actions.draft_daily(
        region=Region.objects.get(code=PROVINCE), run=run, by=account("province"), at=at
    )


@pytest.fixture
def signed(draft: Brief, account: Any, at: datetime) -> Brief:
    """The same, public and signed by the leader."""
    wish = Edit({}, "zh", "", Openness.PUBLIC)
    actions.edit(brief=draft, wish=wish, by=account("province"), at=at)
    return actions.sign(brief=draft, by=account("leader"), at=at + timedelta(hours=1))


def entered(client: Client, who: Any) -> Client:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client
