"""Open the three administrators of a new site, or let one in again who lost password and phone.

System, security and audit administrator are three people (三员分立): one opens accounts, one decides what they may do,
one reads what both did. Each gets a password that is shown once and replaced by an own one at the first sign-in.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, StateFolder
from nuandong.cli._refusal import console_for, refusing

WORDS = {
    "administrator": ("系统管理员", "system administrator"),
    "security_administrator": ("安全管理员", "security administrator"),
    "auditor": ("审计管理员", "audit administrator"),
}
ONCE = (
    "密码只显示这一次，当面交付；首次登录须改为自己的密码，七天内有效。",
    "Each password is shown once; hand it over in person. It works seven days, for nothing but setting an own one.",
)


def administrators(
    system: Annotated[str, typer.Option(help="Sign-in name of the system administrator.")] = "",
    security: Annotated[str, typer.Option(help="Sign-in name of the security administrator.")] = "",
    audit: Annotated[str, typer.Option(help="Sign-in name of the audit administrator.")] = "",
    restore: Annotated[
        str, typer.Option(help="Let this administrator in again: one-time password, no second factor.")
    ] = "",
    state: StateFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Open the three administrators of a new site, or let one in again who lost password and phone."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from nuandong.cli._desk import prepare_desk

        prepare_desk(with_assets=False)
        from nuandong.desk.accounts import open_administrators, restore_administrator
        from nuandong.desk.directory.models import Role
        from nuandong.desk.frame import clock

        english = language == "en"
        if restore:
            opened = [(restore, "", restore_administrator(username=restore, at=clock.now()))]
        else:
            names = {
                Role.ADMINISTRATOR: system, Role.SECURITY_ADMINISTRATOR: security, Role.AUDITOR: audit,
            }  # fmt: skip
            passwords = open_administrators(names=names, at=clock.now())
            opened = [(name, WORDS[role.value][english], passwords[role]) for role, name in names.items()]
        told = console_for()
        for name, role, password in opened:
            told.print(f"{name}  {role}  {password}".replace("    ", "  "), soft_wrap=True, markup=False)
        told.print(ONCE[english], soft_wrap=True, markup=False)
