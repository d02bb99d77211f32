"""Something in every corner of the directory, in and outside each scope, for the walk through all addresses."""

from datetime import datetime, timedelta

from nuandong.desk.directory.contacts.actions import Card, add_member, set_contact
from nuandong.desk.directory.models import (
    Account,
    BalancePlan,
    ContactDuty,
    CurtailmentList,
    DutyRota,
    DutyShift,
    GrantRequest,
    Membership,
    Organisation,
    PlannedMeasure,
    PlanWeek,
    Region,
    Role,
    RollCall,
    TaskForceMember,
)

BODIES = ("gov:149101", "gov:149102", "gov:149201", "u-glass", "u-methanol")


def everything_in_the_directory(*, at: datetime) -> None:
    """Contacts, a rota with a watch, a roll-call, a task force, a plan and a grant for places in and outside scopes.

    Names of people are those of the users that must stay hidden: a page that shows a foreign person shows the name.
    """
    names = {"gov:149101": "示例玻璃厂", "gov:149102": "示例机械厂", "gov:149201": "示例甲醇厂",
             "u-glass": "示例玻璃厂", "u-methanol": "示例甲醇厂"}  # fmt: skip
    who = Account.objects.create(username="walked")
    for code in BODIES:
        organisation = Organisation.objects.get(code=code)
        card = Card(name=names[code], post="x", mobile="13900001111")
        for duty in ContactDuty:
            post = set_contact(organisation=organisation, duty=duty, card=card, by=None, at=at)
        add_member(organisation=organisation, card=card, task=names[code], by=None, at=at)
        rota = DutyRota.objects.create(
            organisation=organisation, begins_at=at, ends_at=at + timedelta(days=1), state="in_force",
            drafted_by=who, drafted_at=at, put_in_force_at=at, put_in_force_by=who,
        )  # fmt: skip
        DutyShift.objects.create(organisation=organisation, rota=rota, person=post.person, begins_at=at,
                                 ends_at=at + timedelta(days=1))  # fmt: skip
        RollCall.objects.create(organisation=organisation, called_at=at, answer_by=at + timedelta(minutes=15))
    for code, owner in (("149100", "u-glass"), ("149200", "u-methanol")):
        plan = BalancePlan.objects.create(region=Region.objects.get(code=code), begins=at.date(), ends=at.date(),
                                          gap=1.0, drafted_at=at)  # fmt: skip
        PlanWeek.objects.create(plan=plan, begins=at.date(), ends=at.date(), gap=1.0)
        PlannedMeasure.objects.create(plan=plan, name=f"m-{names[owner]}", amount=1.0,
                                      owner=Organisation.objects.get(code=owner))  # fmt: skip
        GrantRequest.objects.create(account=who, role=Role.CLERK, region_id=code, reason=names[owner],
                                    drafted_by=who, drafted_at=at)  # fmt: skip
        Membership.objects.create(account=who, role=Role.CLERK, region_id=code)


def placeholders_of_the_directory() -> dict[str, list[str]]:
    """What the placeholders of its addresses may be."""

    def numbers(model: type) -> list[str]:
        return [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]

    lists = numbers(CurtailmentList)
    return {
        "region": ["140000", "149100", "149101", "149102", "149200", "149201"],
        "organisation": [
            str(pk) for pk in Organisation.objects.filter(code__in=BODIES).values_list("pk", flat=True)
        ],
        "duty": ["leader", "contact"],
        "member": numbers(TaskForceMember)[:1],
        "call": numbers(RollCall),
        "rota": numbers(DutyRota),
        "watch": numbers(DutyShift)[:2],
        "roster": lists,
        "other": lists,
        "plan": numbers(BalancePlan),
        "measure": numbers(PlannedMeasure),
        "week": numbers(PlanWeek),
        "account": [str(pk) for pk in Account.objects.filter(username="walked").values_list("pk", flat=True)],
        "grant": numbers(GrantRequest),
        "membership": numbers(Membership)[:2],
        "sign_in": ["0" * 64],
        "verb": ["lock", "approve"],
    }
