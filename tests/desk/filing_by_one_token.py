"""Every unit of a city files by the city's one token, all in the same instant, each in its own thread; told as JSON.

python tests/desk/filing_by_one_token.py UNITS        with NUANDONG_DATABASE_URL set
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from nuandong.desk.api import limits
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, Membership, Region, ReportingUnit, Role
from nuandong.desk.reporting.models import ReportVersion
from nuandong.gasday import CHINA

AT = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
THREADS = 40


def main() -> None:
    units = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    settings.CLOCK_FROM, settings.ALLOWED_HOSTS = AT.isoformat(), ["*"]
    region = Region.objects.create(code="140000", name_zh="省", kind="province")
    for number in range(units):
        ReportingUnit.objects.create(
            code=f"u{number}", name_zh=f"单位{number}", kind="company", region=region
        )
    office = Account.objects.create(username="office")
    Membership.objects.create(account=office, role=Role.DUTY_OFFICER, region=region)
    _, text = give_token(name="city", scope=TokenScope.FILE, days=1, by=office, at=AT)
    statuses = file_all([f"u{number}" for number in range(units)], text, "first")
    versions = ReportVersion.objects.count()
    settings.CALLS_A_MINUTE = 50
    _, other = give_token(name="other", scope=TokenScope.FILE, days=1, by=office, at=AT)
    limits.forget()
    few = file_all([f"u{number}" for number in range(60)], other, "second")
    print(json.dumps({"statuses": statuses, "versions": versions, "with_limit_50": few}))


def file_all(units: list[str], token: str, round_: str) -> dict[int, int]:
    together = threading.Barrier(min(THREADS, len(units)))
    first = threading.local()

    def file(unit: str) -> int:
        if not getattr(first, "came", False):
            first.came = True
            together.wait()
        try:
            filing = {"unit": unit, "gas_day": "2023-12-20", "nothing_to_report": True}
            client = Client(
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"{unit} {round_}"}
            )
            return client.post(
                "/api/reports", json.dumps(filing), content_type="application/json"
            ).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        return dict(Counter(threads.map(file, units)))


main()
