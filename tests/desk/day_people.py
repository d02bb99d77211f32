"""Who has a part in the winter day besides the accounts of a demonstration."""

from __future__ import annotations

from nuandong.desk.accounts import Opening
from nuandong.desk.directory.models import Organisation, Region, Role
from nuandong.desk.directory.models.people import OrganisationKind
from nuandong.vocabulary import RegionKind

FORM_COUNTY, LATE_COUNTY, FALSE_COUNTY = "140121", "140122", "140581"
API_CITY = "140100"
CUT_COMPANY = "u-140602-ind-fuel-cont-1"  # one that the day's plan cuts


def day_openings() -> list[Opening]:
    """A duty officer of every city, the clerk of the county that will be late, and somebody of a department."""
    cities = Region.objects.filter(kind=RegionKind.CITY).order_by("code").values_list("code", flat=True)
    openings = [Opening(f"city-{code}", Role.DUTY_OFFICER, code, person="示例市值班员") for code in cities]
    openings.append(Opening(f"late-{LATE_COUNTY}", Role.CLERK, LATE_COUNTY, person="示例填报员"))
    openings.append(Opening("foundry", Role.CLERK, None, CUT_COMPANY, person="示例企业填报员"))
    department = Organisation.objects.filter(kind=OrganisationKind.DEPARTMENT).order_by("code").first()
    if department is not None:
        openings.append(Opening("department", Role.CLERK, None, department.code, person="示例部门填报员"))
    return openings
