"""Findings in a terminal: every fault at once, each with its place, the value met and what is wanted."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nuandong.casefile.report_words import pick
from nuandong.cli.tables.parts import figure_table, headed
from nuandong.findings import Findings, Severity


def print_findings(findings: Findings, console: Console, language: str = "zh") -> None:
    """Print all findings to a console, errors first, and a line that counts them."""
    if findings:
        console.print(finding_table(findings, language), highlight=False)
    console.print(count_line(findings, language), highlight=False)


def print_verdict_on_plan(findings: Findings, console: Console, language: str = "zh") -> None:
    """Print what forbids a plan, and whether it may be put up for approval."""
    if findings:
        console.print(finding_table(findings, language), highlight=False)
    errors, warnings = len(findings.errors), len(findings.warnings)
    if errors:
        words = pick(
            language,
            f"✗ 不得下达：违反 {errors} 处，提醒 {warnings} 处。请逐条更正后再检查。",
            f"✗ May not be issued: {errors} broken rules, {warnings} warnings. Mend each and check again.",
        )
    else:
        words = pick(
            language,
            f"✓ 未违反任何规则，可提交批准；提醒 {warnings} 处。",
            f"✓ No rule is broken: it may be put up for approval; {warnings} warnings.",
        )
    console.print(Text(words, style="bold"), soft_wrap=True)


def finding_table(findings: Findings, language: str) -> Table:
    """Findings as a table, errors first: place, value, what is wanted."""
    columns = headed(
        language,
        ("", "", "w"),
        ("文件", "File", "t"),
        ("行", "Row", "n"),
        ("列", "Column", "t"),
        ("值", "Value", "t"),
        ("应为", "Wanted", "t"),
    )
    words = {
        Severity.ERROR: Text(pick(language, "✗ 错误", "✗ error"), style="bold"),
        Severity.WARNING: Text(pick(language, "! 提醒", "! warning"), style="dim"),
    }
    rows = [
        (
            words[finding.severity],
            Text(finding.place.file),
            "" if finding.place.row is None else str(finding.place.row),
            Text(finding.place.column),
            Text(finding.value),
            Text(pick(language, finding.wanted_zh, finding.wanted_en)),
        )
        for finding in (*findings.errors, *findings.warnings)
    ]
    return figure_table(columns, rows)


def count_line(findings: Findings, language: str) -> str:
    """How many errors and warnings there are, and what follows."""
    errors, warnings = len(findings.errors), len(findings.warnings)
    if errors:
        return pick(
            language,
            f"错误 {errors} 处，提醒 {warnings} 处：未作任何计算，请逐条更正后重试。",
            f"{errors} errors, {warnings} warnings: nothing was computed. Mend each error and try again.",
        )
    if warnings:
        return pick(
            language,
            f"没有错误，提醒 {warnings} 处：可以计算。",
            f"No errors, {warnings} warnings: it can be computed.",
        )
    return pick(language, "没有发现问题。", "Nothing was found wrong.")
