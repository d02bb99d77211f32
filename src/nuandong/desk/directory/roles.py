"""What each role may do, and the backend that answers Django's question about it.

Rights and scope are two things: a right says *what*, the scope of the same account says *where*. Whoever keeps
the accounts may not file, assess or audit, and whoever audits changes nothing (T-098: roles separated). The system
administrator keeps accounts and drafts grants, the security administrator decides them, the auditor reads what both
did; no account holds two of the three (`sign_ins.actions`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from nuandong.desk.directory.models import Role

SEE_DAY = "outlook.see_day"
ASSESS = "outlook.assess"
FILE_REPORT = "reporting.file_report"
AUDIT = "ledger.audit"
KEEP_ACCOUNTS = "directory.keep_accounts"
GRANT_ROLES = "directory.grant_roles"
SEE_CONTACTS = "directory.see_contacts"
KEEP_CONTACTS = "directory.keep_contacts"
DRAFT_ROTA = "directory.draft_rota"
ENFORCE_ROTA = "directory.enforce_rota"
STAND_DUTY = "directory.stand_duty"
CALL_ROLL = "directory.call_roll"
DRAFT_LIST = "directory.draft_list"
APPROVE_LIST = "directory.approve_list"
SUBMIT_LEVEL = "alerts.submit_level"
DECLARE_LEVEL = "alerts.declare_level"
TICK_STEP = "alerts.tick_step"
REPORT_INCIDENT = "alerts.report_incident"
VERIFY_INCIDENT = "alerts.verify_incident"
CLOSE_INCIDENT = "alerts.close_incident"
DRAFT_ORDER = "dispatch.draft_order"
APPROVE_ORDER = "dispatch.approve_order"
SEE_ORDERS = "dispatch.see_orders"
ACKNOWLEDGE = "dispatch.acknowledge"
TRAIN = "drill.train"  # sees what a drill still holds; in a drill only
SEE_BRIEF = "briefing.see_brief"
DRAFT_BRIEF = "briefing.draft_brief"
SIGN_BRIEF = "briefing.sign_brief"
WATCH_SITES = "watch.watch_sites"  # sees to alarms of the wall
KEEP_MATTERS = "watch.keep_matters"  # opens, notes and closes matters of a department

OFFER_REDUCTION = "plans.offer_reduction"
DECIDE_OFFER = "plans.decide_offer"

ON_DUTY = frozenset(
    {SEE_CONTACTS, KEEP_CONTACTS, DRAFT_ROTA, ENFORCE_ROTA, STAND_DUTY, CALL_ROLL, DRAFT_LIST}
)
LEADING = frozenset({SEE_CONTACTS, ENFORCE_ROTA, CALL_ROLL, APPROVE_LIST})
FILING = frozenset({SEE_CONTACTS, KEEP_CONTACTS, DRAFT_ROTA, STAND_DUTY, DRAFT_LIST})

ALERTING = frozenset({SUBMIT_LEVEL, TICK_STEP, REPORT_INCIDENT, VERIFY_INCIDENT, CLOSE_INCIDENT})
DECLARING = frozenset({DECLARE_LEVEL, TICK_STEP, VERIFY_INCIDENT, CLOSE_INCIDENT})

ORDERING = frozenset({SEE_ORDERS, DRAFT_ORDER, ACKNOWLEDGE})
APPROVING = frozenset({SEE_ORDERS, APPROVE_ORDER, ACKNOWLEDGE})

SIGN_REPORT = "reporting.sign_report"
FIND_INTEGRITY = "reporting.find_integrity"
APPEAL_FINDING = "reporting.appeal_finding"
USE_TOKENS = "api.use_tokens"
LOOKING_INTO = frozenset({FIND_INTEGRITY, APPEAL_FINDING, USE_TOKENS})
WATCHING = frozenset({WATCH_SITES, KEEP_MATTERS})

DRAFTING = frozenset({SEE_BRIEF, DRAFT_BRIEF})
SIGNING = frozenset({SEE_BRIEF, DRAFT_BRIEF, SIGN_BRIEF})

APART = (Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)  # 三员分立

GRANTS: dict[str, frozenset[str]] = {
    Role.DUTY_OFFICER: frozenset({SEE_DAY, ASSESS, FILE_REPORT})
    | ON_DUTY
    | {DECIDE_OFFER}
    | ALERTING
    | ORDERING
    | LOOKING_INTO
    | WATCHING
    | DRAFTING,
    Role.LEADER: frozenset({SEE_DAY, ASSESS, SIGN_REPORT})
    | LOOKING_INTO
    | LEADING
    | WATCHING
    | {DECIDE_OFFER}
    | DECLARING
    | APPROVING
    | SIGNING,
    Role.COMMANDER: frozenset({SEE_DAY, ASSESS, USE_TOKENS})
    | WATCHING
    | LEADING
    | DECLARING
    | APPROVING
    | SIGNING,
    Role.GOVERNMENT: frozenset({SEE_DAY, SEE_CONTACTS, SEE_ORDERS, SEE_BRIEF, USE_TOKENS}) | DECLARING,
    Role.CLERK: frozenset(
        {
            SEE_DAY,
            FILE_REPORT,
            APPEAL_FINDING,
            USE_TOKENS,
            REPORT_INCIDENT,
            SEE_ORDERS,
            ACKNOWLEDGE,
            OFFER_REDUCTION,
        }
    )
    | FILING
    | WATCHING
    | DRAFTING,
    Role.AUDITOR: frozenset({TRAIN, SEE_DAY, AUDIT, SEE_ORDERS, SEE_BRIEF, USE_TOKENS}),
    Role.ADMINISTRATOR: frozenset({SEE_DAY, KEEP_ACCOUNTS}),
    Role.SECURITY_ADMINISTRATOR: frozenset({SEE_DAY, GRANT_ROLES}),
}


class RoleBackend(BaseBackend):
    """Answers `account.has_perm(...)` from the account's memberships in force."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        kept: set[str] | None = getattr(user_obj, "_granted", None)
        if kept is None:
            roles = user_obj.memberships.in_force().values_list("role", flat=True)
            kept = {right for role in roles for right in GRANTS[role]}
            user_obj._granted = kept
        return kept

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)
