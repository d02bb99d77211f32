"""Open accounts: for a demonstration, and the first one of a new site. Every opening is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, GasUser, Membership, Person, Region, Role
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.findings import AssuranceError
from nuandong.vocabulary import RegionKind

PASSWORD_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """An account to be opened: a role for one region or one organisation, and who stands behind it."""

    username: str
    role: Role
    region: str | None = None
    organisation: str | None = None
    person: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in as the demonstration shows it."""

    username: str
    words_zh: str
    words_en: str


class NoRegionYet(AssuranceError):
    """An account needs a region to belong to, and the records hold none."""

    def __init__(self) -> None:
        super().__init__(
            "库中还没有行政区划；请先用 nuandong serve --case <文件夹> 导入一个案例，再开立账号。"
        )


def open_accounts(
    *, openings: list[Opening], encoded_password: str, by: Account | None, at: datetime
) -> None:
    """Open accounts that are not there yet, all with one password hash."""
    with transaction.atomic():
        for opening in openings:
            if not Account.objects.filter(username=opening.username).exists():
                _open(opening, encoded_password, by, at)


def _open(opening: Opening, encoded_password: str, by: Account | None, at: datetime) -> None:
    person = Person.objects.create(name=opening.person, post=opening.post, contact_confirmed_at=at)
    account = Account.objects.create(username=opening.username, password=encoded_password, person=person)
    Membership.objects.create(
        account=account,
        role=opening.role,
        region_id=opening.region,
        organisation_id=opening.organisation,
    )
    facts = {
        "username": person.digest(opening.username),
        "role": opening.role.value,
        "region": opening.region or "",
        "organisation": opening.organisation or "",
    }
    act = Act(
        act="open_account", actor=actor_of(by), subject_kind="account", subject_id=account.actor, facts=facts
    )
    append(act=act, at=at)


def open_first_account(*, username: str, password: str, at: datetime) -> None:
    """The first account of a site: duty officer of the province. Raises NoRegionYet."""
    province = Region.objects.filter(kind=RegionKind.PROVINCE).first()
    if province is None:
        raise NoRegionYet
    opening = Opening(username, Role.DUTY_OFFICER, region=province.code)
    open_accounts(openings=[opening], encoded_password=make_password(password), by=None, at=at)


def demo_openings() -> tuple[list[Opening], list[SignIn]]:
    """One account a role, placed where the case has a place for it; names of people are made up."""
    province = Region.objects.filter(kind=RegionKind.PROVINCE).first()
    if province is None:
        raise NoRegionYet
    city = _one_of(RegionKind.CITY, "太原市")
    county = _one_of(RegionKind.COUNTY, "清徐县")
    user = GasUser.objects.filter(is_group=False).order_by("id").first()
    rows = [
        (Opening("zhiban", Role.DUTY_OFFICER, province.code, None, "示例值班员", "省保供办值班"),
         f"{province.name_zh}值班员", "duty officer of the province"),
        (Opening("fenguan", Role.LEADER, province.code, None, "示例分管负责人", "省保供办分管负责人"),
         f"{province.name_zh}分管负责人", "responsible leader of the province: approves, signs"),
        (Opening("zhihui", Role.COMMANDER, province.code, None, "示例总指挥", "省保供总指挥"),
         f"{province.name_zh}总指挥", "commander: declares the higher levels"),
        (Opening("shengzhang", Role.GOVERNMENT, province.code, None, "示例省长", "省人民政府"),
         f"{province.name_zh}人民政府", "provincial government: declares red"),
        (Opening("taiyuan", Role.DUTY_OFFICER, city.code, None, "示例市值班员", "市值班"),
         f"{city.name_zh}值班员", f"duty officer of {city.name_en}"),
        (Opening("taiyuan-fg", Role.LEADER, city.code, None, "示例市分管负责人", "市分管负责人"),
         f"{city.name_zh}分管负责人", f"responsible leader of {city.name_en}"),
        (Opening("qingxu", Role.CLERK, county.code, None, "示例填报员", "县填报"),
         f"{county.name_zh}填报员", f"reporting clerk of {county.name_en}"),
        (Opening("auditor", Role.AUDITOR, province.code, None, "示例审计员", "审计"), "审计员", "auditor"),
        (Opening("admin", Role.ADMINISTRATOR, province.code, None, "示例管理员", "账号管理"), "系统管理员",
         "keeper of accounts"),
        (Opening("security", Role.SECURITY_ADMINISTRATOR, province.code, None, "示例安全管理员", "授权管理"),
         "安全管理员", "grants what the keeper of accounts drafts"),
    ]  # fmt: skip
    if user is not None and user.organisation_id:
        rows.append((Opening("company", Role.CLERK, None, user.organisation_id, "示例企业填报员", "企业填报"),
                     f"{user.name_zh}填报员", f"reporting clerk of {user.name_en}"))  # fmt: skip
    return [opening for opening, _, _ in rows], [SignIn(one.username, zh, en) for one, zh, en in rows]


def _one_of(kind: RegionKind, preferred: str) -> Region:
    """The named region, or the first of its kind in a province that has no such place."""
    regions = Region.objects.filter(kind=kind)
    found = regions.filter(name_zh=preferred).first() or regions.first()
    if found is None:
        raise NoRegionYet
    return found
