"""Fill an empty database with the tiny case, its people and an issued order; tells as JSON what a test asks for.

python tests/chaos/day_to_serve.py build|told        with NUANDONG_DATABASE_URL and NUANDONG_STATE set
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
from nuandong.desk.frame.state import keep_secret_key, state_folder

keep_secret_key(state_folder())  # before settings read it: sessions are signed with it
import django

django.setup()

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client

from nuandong.casefile import read_case
from nuandong.desk.accounts import open_accounts
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, ReportingUnit, Role
from nuandong.desk.dispatch.models import Notice, OrderKind, Receipt
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day, import_case
from nuandong.desk.reporting.fields import asked_of, use_fields
from nuandong.desk.reporting.models import Channel, ReportFigure, ReportVersion
from nuandong.desk.reporting.previous import last_ended_day
from nuandong.desk.reporting.usual import classes_of
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.roles import COUNTY, OPENINGS, PASSWORD

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def build() -> dict[str, Any]:
    """A day on which the curtailment is issued and nobody has answered."""
    call_command("migrate", verbosity=0)
    case = read_case(TINY)
    at = case.settings.decided_at
    season = import_case(case=case, by=None, at=at)
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    openings = [OPENINGS[role] for role in ("province", "leader", "county")]
    open_accounts(openings=openings, encoded_password=make_password(PASSWORD), by=None, at=at)
    officer, leader = Account.objects.get(username="province"), Account.objects.get(username="leader")
    open_account("steel", Role.CLERK, at=at, organisation="u-steel")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    for kind in (OrderKind.PLANT_LIMIT, OrderKind.CURTAILMENT):
        issued(orders[kind], leader=leader, officer=officer, at=at)
    clerk = Account.objects.get(username="county")
    _, token = give_token(name="chaos", scope=TokenScope.FILE, days=30, by=clerk, at=at)
    unit = ReportingUnit.objects.filter(region=COUNTY, organisation=None).order_by("code")[0]
    codes = {notice.user_id or "": (notice.code, notice.phone_code) for notice in Notice.objects.all()}
    figures = {name: 1.0 for name in asked_of(unit.kind, classes_of(unit)) if name in use_fields()}
    figures["actual_supply"] = float(len(figures))
    return {"at": at.isoformat(), "token": token, "unit": unit.code, "figures": figures,
            "gas_day": last_ended_day(at).isoformat(), "form": f"/report/{unit.pk}/",
            "codes": codes, "cookies": {name: _cookies(name) for name in ("province", "county", "steel")}}  # fmt: skip


def _cookies(username: str) -> dict[str, str]:
    client = Client()
    client.force_login(Account.objects.get(username=username), backend=BACKEND)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def told() -> dict[str, Any]:
    """What stands in the records now."""
    verdict, mine = verify(), ReportVersion.objects.exclude(channel=Channel.CASE)
    instants = list(Entry.objects.order_by("sequence").values_list("at", flat=True))
    return {
        "instants_go_back": any(later < earlier for earlier, later in pairwise(instants)),
        "notes": list(mine.order_by("id").values_list("note", flat=True)),
        "without_figures": mine.exclude(pk__in=ReportFigure.objects.values("version")).count(),
        "receipts": Counter(Receipt.objects.values_list("kind", flat=True)),
        "ways": list(Receipt.objects.filter(kind="acknowledged").values_list("way", flat=True)),
        "ledger": Counter(Entry.objects.values_list("act", flat=True)),
        "assessed": Letter.objects.filter(errand="assess").exclude(done_at=None).count(),
        "letters": Letter.objects.filter(errand="assess").count(),
        "given_up": Letter.objects.exclude(given_up_at=None).count(),
        "holds": verdict.holds,
    }


if __name__ == "__main__":
    print(json.dumps({"build": build, "told": told}[sys.argv[1]]()))
