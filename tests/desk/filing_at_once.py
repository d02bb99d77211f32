"""Many counties file in the same instant, each in its own thread; told as JSON. Run as a programme by a test.

python tests/desk/filing_at_once.py UNITS FILINGS_A_UNIT        with NUANDONG_DATABASE_URL set
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from nuandong.desk.directory.models import Region, ReportingUnit
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.models import Channel, ReportVersion
from nuandong.findings import Findings
from nuandong.gasday import CHINA

AT = datetime(2023, 12, 21, 9, 20, 5, tzinfo=CHINA)


def main() -> None:
    units, filings = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0)
    region = Region.objects.create(code="140000", name_zh="省", kind="province")
    for number in range(units):
        ReportingUnit.objects.create(
            code=f"u{number}", name_zh=f"单位{number}", kind="company", region=region
        )
    jobs = [f"u{number}" for number in range(units) for _ in range(filings)]
    together = threading.Barrier(len(jobs))

    def file(unit: str) -> str:
        filing = Filing(unit, date(2023, 12, 20), {"use_comm": 1.5}, {}, "", False)
        together.wait()
        try:
            with transaction.atomic():
                ReportVersion.objects.count()  # reads first, as pages do: such a transaction cannot be upgraded
                file_report(checked=CheckedFiling(filing, Findings(), Channel.API, AT), by=None)
            with transaction.atomic():  # nothing but the head of the ledger keeps these apart
                append(act=Act("sign_in", "account:1", "account", unit, {}), at=AT)
        except Exception as trouble:
            return repr(trouble)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(jobs)) as pool:
        troubles = [trouble for trouble in pool.map(file, jobs) if trouble]
    verdict = verify()
    print(
        json.dumps(
            {
                "troubles": troubles,
                "versions": ReportVersion.objects.count(),
                "numbers": sorted(ReportVersion.objects.values_list("number", flat=True)),
                "entries": Entry.objects.count(),
                "letters": Letter.objects.count(),
                "holds": verdict.holds,
            }
        )
    )


main()
