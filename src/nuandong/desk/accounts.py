"""Open accounts: for a demonstration, and the first one of a new site. Every opening is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset
from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, GasUser, Membership, Person, Region, Role, SecondFactor
from nuandong.desk.directory.roles import APART
from nuandong.desk.directory.sign_ins.actions import fresh_password, last_day
from nuandong.desk.directory.sign_ins.forms import NAME
from nuandong.desk.directory.sign_ins.sessions import end_all
from nuandong.desk.directory.sign_ins.telling import tell
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


class NotThreePeople(AssuranceError):
    """The three administrators are not three fresh accounts."""

    def __init__(self, why: str) -> None:
        super().__init__(f"系统、安全、审计管理员须由三人分任：{why}")


class AlreadyKept(AssuranceError):
    """A site has administrators; further ones are opened by them."""

    def __init__(self) -> None:
        super().__init__(
            "本站已有管理员，新账号由系统管理员在“账号”页开立、安全管理员授权；管理员本人无法登录时用 --restore "
            "(administrators open further ones; --restore lets one in again)."
        )


class NoAdministrator(AssuranceError):
    """Only an administrator is let in again from the machine."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username} 不是本站管理员；其他账号由管理员重设密码 (not an administrator here).")


def open_accounts(
    *, openings: list[Opening], encoded_password: str, by: Account | None, at: datetime
) -> None:
    """Open accounts that are not there yet, all with one password hash, which is taken for their own."""
    with transaction.atomic():
        for opening in openings:
            if not Account.objects.filter(username=opening.username).exists():
                _open(opening, encoded_password, by, at)


def _open(opening: Opening, encoded_password: str, by: Account | None, at: datetime) -> Account:
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
    return account


def open_first_account(*, username: str, at: datetime) -> str:
    """The first account of a site: duty officer of the province; returns its one-time password.

    An account that is there already is left alone: nothing is returned then. Raises NoRegionYet.
    """
    if Account.objects.filter(username=username).exists():
        return ""
    with transaction.atomic():
        return _open_once(Opening(username, Role.DUTY_OFFICER, region=_province().code), at)


def has_administrators() -> bool:
    """Whether somebody keeps accounts or decides grants here."""
    return Membership.objects.in_force().filter(role__in=APART).exists()


def open_administrators(*, names: dict[Role, str], at: datetime) -> dict[Role, str]:
    """The three administrators of a new site, three people; returns their one-time passwords.

    `names` holds a sign-in name for each of the three roles. Raises NoRegionYet, NotThreePeople, AlreadyKept.
    """
    if set(names) != set(APART) or len(set(names.values())) != len(APART):
        raise NotThreePeople("须是三个不同的账号（three different names）")
    for name in names.values():
        if not NAME.fullmatch(name):
            raise NotThreePeople(
                f"{name}：用 3 至 40 个小写字母、数字、点或连字符（small letters, digits, . _ -）"
            )
    taken = Account.objects.filter(username__in=names.values()).values_list("username", flat=True)
    if taken:
        raise NotThreePeople(f"{'、'.join(taken)}：账号已存在（taken）")
    if has_administrators():
        raise AlreadyKept
    province = _province().code
    with transaction.atomic():
        return {role: _open_once(Opening(name, role, region=province), at) for role, name in names.items()}


def restore_administrator(*, username: str, at: datetime) -> str:
    """Let an administrator in again who lost password or phone and whom no colleague can help.

    Only from the machine itself, for nobody above them is left to ask: a fresh one-time password, no second factor,
    no sign-in that goes on; all in the ledger. Raises NoAdministrator.
    """
    account = Account.objects.filter(username=username, closed_at=None).first()
    if account is None or not account.memberships.in_force().filter(role__in=APART).exists():
        raise NoAdministrator(username)
    password = fresh_password()
    with transaction.atomic():
        account.set_password(password)
        account.is_active, account.one_time_until = True, last_day()
        account.save(update_fields=["password", "is_active", "one_time_until"])
        SecondFactor.objects.filter(account=account).delete()
        tell("restore_administrator", account, {"ended": end_all(account)}, by=None, at=at)
    reset(username=username)
    return password


def _open_once(opening: Opening, at: datetime) -> str:
    password = fresh_password()
    account = _open(opening, make_password(password), None, at)
    Account.objects.filter(pk=account.pk).update(one_time_until=last_day())
    return password


def _province() -> Region:
    province = Region.objects.filter(kind=RegionKind.PROVINCE).first()
    if province is None:
        raise NoRegionYet
    return province


def demo_openings() -> tuple[list[Opening], list[SignIn]]:
    """One account a role, placed where the case has a place for it; names of people are made up."""
    province = _province()
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
