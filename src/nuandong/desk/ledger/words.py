"""Acts of the ledger in the reader's words; an act that has none is shown as it is written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Any] = {
    "file_report": _("Report filed"),
    "sign_report": _("Report signed"),
    "file_report_book": _("Workbook of reports filed"),
    "read_report_book": _("Workbook of reports read"),
    "drop_report_book": _("Workbook of reports dropped"),
    "find_integrity": _("Finding about a report"),
    "reply_to_finding": _("Reply to a finding"),
    "file_reading": _("Reading filed"),
    "request_day": _("Gas day asked for"),
    "assess_day": _("Gas day assessed"),
    "cancel_run": _("Run cancelled"),
    "ask_study": _("Question asked"),
    "import_case": _("Case brought in"),
    "open_account": _("Account opened"),
    "erase_person": _("Person erased"),
    "sign_in": _("Signed in"),
    "give_token": _("Token given"),
    "revoke_token": _("Token revoked"),
    "set_contact": _("Contact set"),
    "confirm_contacts": _("Contacts confirmed"),
    "add_member": _("Role given"),
    "drop_member": _("Role ended"),
    "submit_level": _("Level submitted"),
    "propose_level": _("Level proposed"),
    "declare_level": _("Level declared"),
    "send_back_level": _("Level sent back"),
    "finish_step": _("Step done"),
    "set_aside_step": _("Step set aside"),
    "begin_drill": _("Drill begun"),
    "drill_event": _("Drill event"),
}


def words_of(act: str) -> Any:
    """An act in words."""
    return ACTS.get(act, act)
