"""What the brief rests on, and how it can be checked: run, rules, marks of evidence, root of the ledger (T-098)."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Figure, Paragraph, Section, Source
from nuandong.desk.frame.rooms import is_built
from nuandong.gasday import gas_day_of

MARK_LENGTH = 12
EVIDENCE = ("evidence", "数据依据与核验", "What this rests on")


def evidence_section(ground: Ground) -> Section:
    """Run, policy and input by their marks; the ledger's root; whether figures are illustrative."""
    stamp, source = ground.picture.stamp, ground.run_source
    figures: list[Figure] = [
        g.words(
            "evidence.run", ("推演", "run"), (f"第{ground.run.pk}次推演", f"run {ground.run.pk}"), source
        ),
        g.instant("evidence.at", ("数据截止", "as of"), stamp.as_of, source),
        g.words("evidence.policy", ("规则版本", "policy"), _mark(stamp.policy_version), source),
        g.words("evidence.input", ("输入摘要", "input"), _mark(stamp.input_hash), source),
        g.count(
            "evidence.notes", ("数据提示", "notes on the data"), len(ground.picture.findings), source, "条"
        ),
    ]
    paragraphs = [
        Paragraph(
            "evidence.run",
            "本件数据取自{evidence.run}（数据截至{evidence.at}，规则版本{evidence.policy}，输入摘要{evidence.input}），"
            "数据提示{evidence.notes}。" + stamp.weather_note_zh,
            "Figures are those of {evidence.run} (as of {evidence.at}, policy {evidence.policy}, input "
            "{evidence.input}), with {evidence.notes} notes on the data. " + stamp.weather_note_en,
        )
    ]
    if stamp.has_illustrative:
        paragraphs.append(
            Paragraph(
                "evidence.illustrative",
                "本期部分基础数据为示意或生成数据，仅供演示，不作为决策依据。",
                "Some of the data behind this brief are illustrative or generated; they are no ground for a decision.",
            )
        )
    told, more = _root(ground)
    return Section(*EVIDENCE, figures=(*figures, *more), paragraphs=(*paragraphs, told))


def _root(ground: Ground) -> tuple[Paragraph, tuple[Figure, ...]]:
    root = root_of(ground)
    if root is None:
        return Paragraph(
            "evidence.root", "日志当日根摘要尚未生成。", "The ledger's root of this day is not made yet."
        ), ()
    source = Source(
        "日志当日根摘要", "the ledger's root of the day", g.address("ledger-verify") or g.address("verify")
    )
    figures = (
        g.words("evidence.root", ("日志根摘要", "root of the ledger"), (root.hash,) * 2, source),
        g.count("evidence.sequence", ("日志条数", "entries"), root.sequence, source, "条"),
    )
    return Paragraph(
        "evidence.root",
        "业务日志至{evidence.sequence}，日终根摘要{evidence.root}，可据此离线核验。",
        "The ledger up to entry {evidence.sequence} has the root {evidence.root}; an export can be verified "
        "against it.",
    ), figures


def _mark(digest: str) -> tuple[str, str]:
    """The begin of a digest, by which it is known; the page of the run has all of it."""
    return (digest[:MARK_LENGTH],) * 2


def root_of(ground: Ground) -> Any:
    """The newest root of the ledger that is drawn: of the gas day that ended last, or the one before it."""
    if not is_built("nuandong.desk.ledger.roots"):
        return None
    roots: Any = import_module("nuandong.desk.ledger.roots")
    days = (gas_day_of(ground.at) - timedelta(days=back) for back in (1, 2))
    return next((root for root in map(_of(roots), days) if root is not None), None)


def _of(roots: Any) -> Any:
    return lambda day: roots.daily_root(gas_day=day)
