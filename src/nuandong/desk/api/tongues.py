"""What a room refuses, told in both languages.

Rooms say why in the language of their reader. A programme has none, and hands the words on to people of either. So an
act runs under Chinese; where it is refused it is asked once more under English, and whatever that does is undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.utils.translation import override

from nuandong.desk.api.answers import REFUSALS, Refused, fault, fault_of
from nuandong.desk.dispatch.refusals import NoRight
from nuandong.findings import AssuranceError, Findings

ZH, EN = "zh-hans", "en"
UNPROCESSABLE, NOT_NOW = (
    422,
    409,
)  # what was sent is faulty; the records are in another state than the act needs
Answer = TypeVar("Answer")
Faults = list[dict[str, Any]]
WORD_BEGINS = re.compile(r"(?<!^)(?=[A-Z])")


class FormRefused(Exception):
    """What a room's form says of what was sent; `faults` are in the language that it was asked in."""

    def __init__(self, form: forms.BaseForm) -> None:
        self.faults = [
            (name if name != "__all__" else "", str(one.code or "invalid"), message)
            for name, errors in form.errors.as_data().items()
            for one in errors
            for message in one.messages
        ]
        super().__init__(str(self.faults))


def passed(form: Any) -> Any:
    """A form that its room's gate lets pass. Raises FormRefused, with every fault."""
    if not form.is_valid():
        raise FormRefused(form)
    return form


def in_both_languages(act: Callable[[], Answer]) -> Answer:
    """Do an act of a room; refused, its reasons are told in both languages. Raises Refused."""
    try:
        with override(ZH):
            return act()
    except (AssuranceError, FormRefused) as trouble:
        status, told = _faults_in(trouble)
        is_told = hasattr(trouble, "findings") or hasattr(trouble, "reason_en")
    raise Refused(status, told if is_told else _with_english(told, _asked_again(act)))


def _asked_again(act: Callable[[], Any]) -> Faults:
    """The same act under English; nothing of it stays, should somebody have made it possible meanwhile."""
    try:
        with override(EN), transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (AssuranceError, FormRefused) as trouble:
        return _faults_in(trouble)[1]
    return []


def _with_english(zh: Faults, en: Faults) -> Faults:
    """Faults of both askings, one by one; where they differ in number the Chinese words stand for both."""
    if len(zh) != len(en):
        return zh
    return [
        {**one, "wanted": {"zh": one["wanted"]["zh"], "en": other["wanted"]["en"]}}
        for one, other in zip(zh, en, strict=True)
    ]


def _faults_in(trouble: Exception) -> tuple[int, Faults]:
    if isinstance(trouble, FormRefused):
        return UNPROCESSABLE, [
            fault(f"form.{code}", name, "", words, words) for name, code, words in trouble.faults
        ]
    found: Findings | None = getattr(trouble, "findings", None)
    if found is not None:
        return UNPROCESSABLE, [fault_of(one) for one in found.errors]
    status = REFUSALS["right"][0] if isinstance(trouble, NoRight) else NOT_NOW
    zh = getattr(trouble, "reason_zh", str(trouble))
    en = getattr(trouble, "reason_en", str(trouble))
    fields = getattr(trouble, "fields", None) or (getattr(trouble, "field", ""),)
    return status, [fault(code_of(trouble), field, "", zh, en) for field in fields]


def code_of(trouble: Exception) -> str:
    """A refusal's code: its room and its name, `dispatch.same_eyes`."""
    room = type(trouble).__module__.removeprefix("nuandong.desk.").partition(".")[0]
    return f"{room}.{WORD_BEGINS.sub('_', type(trouble).__name__).lower()}"
