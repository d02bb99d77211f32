"""Verify a written plan: balances, bounds, cut order, shares and cost, by arithmetic alone."""

from __future__ import annotations

import typer

from nuandong.cli._options import Debug, Language, ResultsFolder
from nuandong.cli._refusal import console_for, refusing

REFUSED_PLAN = 1


def verify(
    folder: ResultsFolder,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Verify a written plan: balances, bounds, cut order, shares and cost, by arithmetic alone."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.recheck import recheck_folder
        from nuandong.casefile.report_words import pick
        from nuandong.casefile.verify import Refused, verify_plan
        from nuandong.cli._case import results_folder

        console = console_for()
        results_folder(folder, wanted=("manifest.json", "certificate.json"))
        try:
            verify_plan(folder)
            failures = recheck_folder(folder).failures
            if failures:
                first = failures[0]
                raise Refused(f"files: {first.rule} {first.place} {first.gas_day}: {first.amount:+.9g}")
        except Refused as broken:
            console.print(
                f"✗ {pick(language, '不予采信', 'refused')}: {broken}", markup=False, soft_wrap=True
            )
            raise typer.Exit(REFUSED_PLAN) from broken
        words = pick(
            language,
            "可以采信：平衡、上下限、压减次序、分摊、费用均成立，各文件相互一致",
            "accepted: balances, bounds, order, shares and cost hold, and the files agree with each other",
        )
        console.print(f"✓ {words}", soft_wrap=True)
