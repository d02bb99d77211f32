"""People who declare levels, and gas days of any gap, for the tests of levels and incidents."""

import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.alerts.actions import approve, finish_step, propose, submit
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.actions.handling import verify_incident
from nuandong.desk.alerts.actions.incidents import find_incident, report_incident
from nuandong.desk.alerts.levels import level_in_force
from nuandong.desk.alerts.models import Declaration, Incident
from nuandong.desk.directory.models import Account, Region, Role
from nuandong.desk.outlook.models import Run, RunState
from nuandong.policy import read_policy
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY, PASSWORD, PROVINCE

DAY = date(2023, 12, 20)
OPENINGS = {
    "officer": Opening("officer", Role.DUTY_OFFICER, PROVINCE, person="值班甲"),
    "second": Opening("second", Role.DUTY_OFFICER, PROVINCE, person="值班乙"),
    "deputy": Opening("deputy", Role.LEADER, PROVINCE, person="副总指挥"),
    "commander": Opening("commander", Role.COMMANDER, PROVINCE, person="总指挥"),
    "government": Opening("government", Role.GOVERNMENT, PROVINCE, person="省政府"),
    "city-officer": Opening("city-officer", Role.DUTY_OFFICER, CITY, person="市值班"),
    "city-leader": Opening("city-leader", Role.LEADER, CITY, person="市领导"),
    "clerk": Opening("clerk", Role.CLERK, COUNTY, person="县填报"),
    "other-clerk": Opening("other-clerk", Role.CLERK, OTHER_COUNTY, person="别县填报"),
    "firm": Opening("firm", Role.CLERK, None, "u-glass", person="企业填报"),
    "auditor": Opening("auditor", Role.AUDITOR, PROVINCE, person="审计"),
}


def person(name: str, at: datetime) -> Account:
    """An account of these tests, opened when it is first asked for."""
    open_accounts(openings=[OPENINGS[name]], encoded_password=make_password(PASSWORD), by=None, at=at)
    return Account.objects.get(username=name)


def day_of_shares(like: Run, *, gas_day: date, shares: list[float], at: datetime, fill: float = 1.0) -> Run:
    """A run whose province misses these shares on its days, zones and counties nothing: all else as in another run."""
    picture: dict[str, Any] = copy.deepcopy(like.picture or {})
    policy, province = read_policy(), picture["province"]
    ladder = policy.province_ladder(day=gas_day)
    count = len(province["demand"])
    shares = (shares + [shares[-1]] * count)[:count]
    province["demand"] = [100.0] * count
    province["gap_before"] = [100.0 * share for share in shares]
    province["gap_share"] = shares
    province["livelihood_gap"] = [0.0] * count
    province["level"] = [ladder.level(share).key for share in shares]
    for rows in ("shortfall", "livelihood_gap"):
        picture["counties"][rows] = [[0.0] * count for _ in picture["counties"][rows]]
    picture["stores"]["inventory"] = [
        [capacity * fill] * (count + 1) for capacity in picture["stores"]["working_capacity"]
    ]
    picture["stamp"]["gas_day"] = gas_day.isoformat()
    picture["stamp"]["as_of"] = at.isoformat()
    picture["stamp"]["days"] = [(gas_day + timedelta(days=step)).isoformat() for step in range(count)]
    picture["proposal"]["level"] = province["level"][0]
    return Run.objects.create(
        gas_day=gas_day, as_of=at, requested_at=at, started_at=at, finished_at=at, state=RunState.DONE,
        picture=picture, policy_version=policy.version, plan_code=like.plan_code, level=province["level"][0],
        gap_share=shares[0], reported=like.reported, expected=like.expected,
    )  # fmt: skip


def everything_alerted(run: Run, *, at: datetime) -> None:
    """Levels proposed, declared and waiting, a step noted, and an incident in each place that names what lies there."""
    proposals = {one.scope: one for one in propose(run=run, at=at)}
    officer = person("officer", at)
    declared = level_in_force(gas_day=run.gas_day, at=at)
    if declared is None:
        first = proposals["province"]
        asked = Submission(level=first.level, gas_day=first.gas_day, proposal=first)
        waiting = submit(submission=asked, by=officer, at=at)
        declared = approve(declaration=waiting, by=person("government", at), at=at)
    finish_step(declaration=declared, step="convey", note="已电传", by=officer, at=at)
    for scope in (CITY, "149200"):
        submit(submission=Submission(level="red", gas_day=DAY, reason="待批", scope=scope), by=officer, at=at)
    for region, names in NAMED.items():
        facts = {
            "region": Region.objects.get(code=region),
            "kind": "outage",
            "found_at": at,
            "place": names[0],
        }
        noted = find_incident(facts=facts, by=officer, at=at)
        told = dict.fromkeys(
            ("place", "source", "supply_demand", "affected", "trend", "measures"), "、".join(names)
        )
        report_incident(incident=noted, facts={**told, "happened_at": at}, by=officer, at=at)
        verify_incident(incident=noted, words="、".join(names), by=person("second", at), at=at)


# What the walk through every address looks for, by the county in which it lies.
NAMED = {
    COUNTY: ("示例钢铁厂", "甲城支线"),
    "149102": ("示例机械厂", "甲山支线"),
    OTHER_COUNTY: ("示例甲醇厂", "乙城支线"),
}


def placeholders_of_alerts() -> dict[str, list[str]]:
    """What stands in the addresses of levels and incidents."""
    return {
        "declaration": [str(pk) for pk in Declaration.objects.values_list("pk", flat=True)],
        "incident": [str(pk) for pk in Incident.objects.values_list("pk", flat=True)],
    }
