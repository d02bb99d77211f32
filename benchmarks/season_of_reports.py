"""Write so many past days of reports for every unit into a desk's records; prints how many versions stand there.

python benchmarks/season_of_reports.py DAYS        with NUANDONG_STATE and NUANDONG_DATABASE_URL set
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import os
import random
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.db import transaction
from django.db.models import Min

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.reporting.fields import asked_of, use_fields
from nuandong.desk.reporting.models import Channel, DailyReport, ReportFigure, ReportVersion
from nuandong.desk.reporting.usual import classes_of
from nuandong.gasday import CHINA, end_of

SEED = 151


def main() -> None:
    """Each unit files once a day, half an hour after the day's end, with a figure for every class that it is asked."""
    dice = random.Random(SEED)
    units = {unit.code: set(asked_of(unit.kind, classes_of(unit))) for unit in ReportingUnit.objects.all()}
    first = DailyReport.objects.aggregate(first=Min("gas_day"))["first"]
    classes = use_fields()
    for back in range(1, int(sys.argv[1]) + 1):
        day = first - timedelta(days=back)
        at = end_of(day).astimezone(CHINA) + timedelta(minutes=30)
        with transaction.atomic():
            reports = DailyReport.objects.bulk_create(
                [DailyReport(unit_id=unit, gas_day=day) for unit in units]
            )
            versions = ReportVersion.objects.bulk_create(
                [
                    ReportVersion(report=report, number=1, filed_at=at, channel=Channel.API)
                    for report in reports
                ]
            )
            ReportFigure.objects.bulk_create(
                [
                    ReportFigure(
                        version=version, quantity=name, amount=dice.uniform(0.1, 9.0), consumer_class=use
                    )
                    for version in versions
                    for name, use in classes.items()
                    if name in units[version.report.unit_id]
                ],
                batch_size=2000,
            )
    print(ReportVersion.objects.count())


main()
