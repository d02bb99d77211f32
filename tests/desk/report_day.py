"""Reports with everything around them, in two cities: so that a walk through every address meets each of them."""

from datetime import datetime, timedelta

from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, Membership, ReportingUnit, Role
from nuandong.desk.reporting.findings_of_people import find_integrity
from nuandong.desk.reporting.models import IntegrityKind, ReportBook
from nuandong.gasday import gas_day_of
from tests.desk.roles import COUNTY, OTHER_COUNTY, PROVINCE

IN_THE_BOOK = "示例甲醇厂"


def everything_reported(at: datetime) -> None:
    """A finding about a county of each city, a workbook and a token of the province's office."""
    office = Account.objects.create(username="report-office")
    Membership.objects.create(account=office, role=Role.DUTY_OFFICER, region_id=PROVINCE)
    day = gas_day_of(at) - timedelta(days=1)
    for code in (COUNTY, OTHER_COUNTY):
        unit = ReportingUnit.objects.get(code=code)
        evidence = f"{'示例玻璃厂' if code == COUNTY else IN_THE_BOOK}计量与上报不符，已电话核实"
        find_integrity(
            unit=unit, gas_day=day, kind=IntegrityKind.OMITTED, evidence=evidence, by=office, at=at
        )
    ReportBook.objects.create(file_name=f"{IN_THE_BOOK}.xlsx", file_digest="", account=office, read_at=at)
    give_token(name=IN_THE_BOOK, scope=TokenScope.READ, days=1, by=office, at=at)
