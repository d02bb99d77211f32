"""Faults as the interface tells them: all at once, each with its place, value and what is wanted, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nuandong.findings import Finding, Severity

# Status, Chinese and English of what is refused as a whole.
REFUSALS = {
    "token": (401, "缺少令牌，或令牌无效、过期、已吊销", "no token, or one that is unknown, expired or revoked"),
    "token_scope": (403, "此令牌的用途不包括这项操作；请另建用途更宽的令牌",
                    "this token was not given for that; make one that may do it"),
    "right": (403, "此令牌或账号没有这项权限", "this token or account may not do that"),
    "unknown": (404, "在您的范围内没有此记录", "no such record in your scope"),
    "key_missing": (400, "请在请求头 Idempotency-Key 中给出本次调用的唯一键（至多 100 个字符）",
                    "name this call in the header Idempotency-Key, at most 100 characters"),
    "key_reused": (409, "同一幂等键已用于另一份内容；请换一个键", "this key was used for another call; take another"),
    "key_busy": (409, "同一幂等键的调用正在办理；请稍后以同一键再问",
                 "the call of this key is being done; ask again shortly"),
    "too_many": (429, "调用过于频繁；请按 Retry-After 所示秒数后再试",
                 "too many calls; come back after the seconds in Retry-After"),
    "cursor": (400, "翻页游标无效；请用上一页返回的 next", "not a cursor; use the `next` of the page before"),
    "day": (400, "该气日没有适用的规则；日期应写作 2023-12-20", "no rules for that gas day; write it as 2023-12-20"),
}  # fmt: skip


# Names under which a call's parts come in; a caller knows only what stands below them.
NO_FIELDS = ("body", "query", "path", "header", "filing", "wish", "paging", "asked")


class Refused(Exception):
    """A call is answered with faults and nothing else."""

    def __init__(self, status: int, errors: list[dict[str, Any]]) -> None:
        self.status, self.errors = status, errors
        super().__init__(str(errors))


def refusal(code: str, *, value: str = "", field: str = "") -> Refused:
    """A refusal of the whole call by its code."""
    status, zh, en = REFUSALS[code]
    return Refused(status, [fault(code, field, value, zh, en)])


def refused_for(findings: Iterable[Finding]) -> Refused:
    """A refusal for what the gate found: every fault, and no act."""
    return Refused(422, [fault_of(one) for one in findings])


def fault_of(finding: Finding) -> dict[str, Any]:
    """A finding as the interface tells it."""
    told = fault(finding.code, finding.place.column, finding.value, finding.wanted_zh, finding.wanted_en)
    return {**told, "row": finding.place.row, "severity": Severity(finding.severity).value}


def fault_of_shape(place: Iterable[Any], kind: str, words: str) -> dict[str, Any]:
    """A fault of the call's own shape: a missing field, a text where a number belongs."""
    field = ".".join(str(part) for part in place if part not in NO_FIELDS)
    zh = "缺少此项" if kind == "missing" else "格式不符；请看 /api/openapi.json 中的说明"
    return fault(f"shape.{kind}", field, "", zh, words)


def fault(code: str, field: str, value: str, zh: str, en: str) -> dict[str, Any]:
    """One fault as the interface tells it."""
    told = {"code": code, "field": field, "value": value, "wanted": {"zh": zh, "en": en}}
    return {**told, "severity": Severity.ERROR.value, "row": None}
