"""Briefs of a province, a city and a county on one day, signed and not, for tests that walk every page."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from nuandong.desk.accounts import open_accounts
from nuandong.desk.alerts.models import Incident
from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.models import Brief, Openness
from nuandong.desk.directory.models import Account, Region
from nuandong.desk.outlook.models import Run
from tests.desk.roles import CITY, COUNTY, OPENINGS, OTHER_COUNTY, PASSWORD, PROVINCE


def everything_briefed(run: Run, *, at: datetime) -> None:
    """A signed and public daily brief of the province, a weekly one, drafts of city and counties, a flash report."""
    roles = ("province", "leader")
    open_accounts(
        openings=[OPENINGS[role] for role in roles], encoded_password=make_password(PASSWORD), by=None, at=at
    )
    officer, leader = (Account.objects.get(username=role) for role in roles)
    province = Region.objects.get(code=PROVINCE)
    daily = actions.draft_daily(region=province, run=run, by=officer, at=at)
    actions.edit(brief=daily, wish=Edit({}, "zh", "示例甲醇厂已通知", Openness.PUBLIC), by=officer, at=at)
    actions.sign(brief=daily, by=leader, at=at)
    actions.draft_weekly(region=province, run=run, by=officer, at=at)
    for code in (CITY, COUNTY, OTHER_COUNTY):
        actions.draft_daily(region=Region.objects.get(code=code), run=run, by=officer, at=at)
    for incident in Incident.objects.all():
        actions.draft_incident_flash(incident=incident, run=run, by=officer, at=at)


def placeholders_of_briefs() -> dict[str, list[str]]:
    """What the placeholders of the room's addresses may be."""
    return {
        "brief": [str(pk) for pk in Brief.objects.values_list("pk", flat=True)],
        "paper": ["zh.docx", "en.xlsx", "zh.public.html", "zh.public.docx"],
    }
