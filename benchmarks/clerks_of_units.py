"""Open an account for the clerk of each of so many reporting units and sign it in; prints path and cookies as JSON.

python benchmarks/clerks_of_units.py UNITS        with NUANDONG_STATE and NUANDONG_DATABASE_URL set

Only the signing in is spared: it is not what the load measures. A unit without an organisation is filed for by the
clerk of its region.
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import sys
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.directory.models import Account, ReportingUnit, Role

BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    """The first units by code, each with a clerk of its own."""
    units = list(ReportingUnit.objects.order_by("code")[: int(sys.argv[1])])
    openings = [
        Opening(f"clerk-{unit.pk}", Role.CLERK, organisation=unit.organisation_id, person="填报员")
        if unit.organisation_id
        else Opening(f"clerk-{unit.pk}", Role.CLERK, region=unit.region_id, person="填报员")
        for unit in units
    ]
    open_accounts(openings=openings, encoded_password=make_password(None), by=None, at=timezone.now())
    accounts = {
        account.username: account for account in Account.objects.filter(username__startswith="clerk-")
    }
    print(json.dumps([_signed_in(unit, accounts[f"clerk-{unit.pk}"]) for unit in units]))


def _signed_in(unit: ReportingUnit, account: Account) -> dict[str, Any]:
    client = Client()
    client.force_login(account, backend=BACKEND)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return {"path": f"/report/{unit.pk}/", "cookies": cookies}


main()
