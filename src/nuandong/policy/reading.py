"""TOML text to dated rules; every fault becomes a finding, and one with faults gives no policy at all.

A file may hold any rule at any depth: `[[province.red_above]]` is the rule `province.red_above`. Each entry
holds `value` (or `carries = true`: the value before it goes on), `begins`, `clause`, `evidence`, and perhaps
`ends`, `note_zh`, `note_en`; nothing else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from nuandong.findings import AssuranceError, Finding, Findings, Place
from nuandong.policy import fields
from nuandong.policy.dated import DatedRule, DatedValue
from nuandong.policy.fields import Unwanted, record, text, word
from nuandong.policy.rules import reader_of
from nuandong.vocabulary import Evidence

Rules = dict[str, DatedRule[Any]]
_ABSENT = object()  # stands for a value that is carried on, which no TOML value can be


class FaultyPolicy(AssuranceError):
    """A policy whose files hold faults; none of it is used."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        lines = [finding.text(language="en") for finding in findings]
        super().__init__("\n".join([f"The policy holds {len(lines)} faults; mend each:", *lines]))


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One dated entry as it stands in a file, with its place."""

    key: str
    place: Place
    table: Mapping[str, Any]


def _fault(code: str, place: Place, value: object, zh: str, en: str) -> Finding:
    return Finding(code=code, place=place, value=str(value), wanted_zh=zh, wanted_en=en)


def read_texts(*, texts: Mapping[str, str]) -> tuple[list[RawEntry], list[Finding]]:
    """All raw entries of several TOML texts (file name to text), with the faults of their form."""
    entries: list[RawEntry] = []
    faults: list[Finding] = []
    for name, content in sorted(texts.items()):
        try:
            document = tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            faults.append(
                _fault("policy-not-toml", Place(name), error, "不是合法的 TOML", "is not valid TOML")
            )
            continue
        for found in _walk(document, name, ""):
            (entries if isinstance(found, RawEntry) else faults).append(found)  # type: ignore[arg-type]
    return entries, faults


def _walk(table: Mapping[str, Any], name: str, above: str) -> Iterator[RawEntry | Finding]:
    for word_, branch in table.items():
        key = f"{above}.{word_}" if above else word_
        if isinstance(branch, dict):
            yield from _walk(branch, name, key)
        elif isinstance(branch, list) and all(isinstance(entry, dict) for entry in branch):
            for row, entry in enumerate(branch, start=1):
                yield RawEntry(key, Place(name, row, key), entry)
        else:
            yield _fault(
                "policy-not-dated",
                Place(name, None, key),
                branch,
                f"应写成带日期的条目 [[{key}]]",
                f"wants dated entries [[{key}]]",
            )


def _entry(**columns: Any) -> dict[str, Any]:
    return columns


_READ_FRAME = record(
    _entry,
    {"begins": fields.day, "clause": text, "evidence": word(Evidence)},
    optional={
        "value": (lambda raw: raw, _ABSENT),
        "carries": (lambda raw: raw, False),
        "ends": (fields.day, None),
        "clause_zh": (text, ""),
        "note_zh": (text, ""),
        "note_en": (text, ""),
    },
)


def _value_of(entry: RawEntry) -> DatedValue[Any]:
    """One entry typed; a carried one keeps the mark `_ABSENT` until its rule is ordered."""
    reader = reader_of(entry.key)
    if reader is None:
        raise Unwanted(entry.key, "未知的规则", "no such rule is known", "")
    frame = _READ_FRAME(entry.table)
    value, carries = frame.pop("value"), frame.pop("carries")
    if (value is _ABSENT) != (carries is True):
        raise Unwanted(
            "", "value 与 carries = true 应恰有其一", "wants either value or carries = true", "value"
        )
    typed = _ABSENT
    if value is not _ABSENT:
        try:
            typed = reader(value)
        except Unwanted as refusal:
            raise refusal.inside("value") from None
    return DatedValue(value=typed, key=entry.key, **frame)


def build_rules(*, entries: list[RawEntry]) -> tuple[Rules, list[Finding]]:
    """Raw entries to dated rules in order of time, with the faults of values, order and overlap."""
    faults: list[Finding] = []
    by_key: dict[str, list[tuple[DatedValue[Any], Place]]] = {}
    for entry in entries:
        try:
            by_key.setdefault(entry.key, []).append((_value_of(entry), entry.place))
        except Unwanted as refusal:
            place = Place(entry.place.file, entry.place.row, f"{entry.key}.{refusal.column}".rstrip("."))
            code = "policy-unknown-rule" if reader_of(entry.key) is None else "policy-entry"
            faults.append(_fault(code, place, refusal.value, refusal.wanted_zh, refusal.wanted_en))
    rules: Rules = {}
    for key, dated in sorted(by_key.items()):
        values, problems = _in_order(dated)
        faults.extend(problems)
        rules[key] = DatedRule(key, values)
    return rules, faults


def _in_order(
    dated: list[tuple[DatedValue[Any], Place]],
) -> tuple[tuple[DatedValue[Any], ...], list[Finding]]:
    faults: list[Finding] = []
    values: list[DatedValue[Any]] = []
    for entry, place in sorted(dated, key=lambda pair: pair[0].begins):
        before = values[-1] if values else None
        if before is not None and _overlap(before, entry.begins):
            zh, en = "与更早的条目重叠", f"overlaps the entry that begins on {before.begins}"
            faults.append(_fault("policy-overlap", place, entry.begins, zh, en))
            continue
        if entry.ends is not None and entry.ends < entry.begins:
            faults.append(_fault("policy-dates", place, entry.ends, "结束早于开始", "ends before it begins"))
            continue
        if entry.value is _ABSENT and before is None:
            zh, en = "之前没有可沿用的值", "carries on a value, but none stands before it"
            faults.append(_fault("policy-carries-nothing", place, entry.begins, zh, en))
            continue
        values.append(replace(entry, value=before.value) if entry.value is _ABSENT and before else entry)
    return tuple(values), faults


def _overlap(before: DatedValue[Any], begins: date) -> bool:
    return begins == before.begins or (before.ends is not None and begins <= before.ends)
