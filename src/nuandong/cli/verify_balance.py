"""Verify written results: does the gas add up at every node on every day, from the files alone?"""

from __future__ import annotations

from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, ResultsFolder
from nuandong.cli._refusal import console_for, refusing

FOUND_WANTING = 1
MOST_SHOWN = 20


def verify_balance(
    folder: ResultsFolder,
    tolerance: Annotated[float, typer.Option(help="Largest error allowed, 10^4 m3/day.")] = 1e-6,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Verify written results: does the gas add up at every node on every day, from the files alone?"""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.recheck import recheck_folder
        from nuandong.casefile.report_words import pick
        from nuandong.cli._case import results_folder

        results_folder(folder, wanted=("manifest.json", "nodes.csv"))
        outcome = recheck_folder(folder, tolerance=tolerance)
        console = console_for()
        for failure in outcome.failures[:MOST_SHOWN]:
            console.print(
                f"✗ {failure.rule} {failure.place} {failure.gas_day}: {failure.amount:+.9g}", markup=False
            )
        verdict = (
            pick(language, "成立", "holds") if outcome.holds else pick(language, "不成立", "does not hold")
        )
        console.print(
            pick(
                language,
                f"平衡{verdict}：{outcome.nodes} 个节点 × {outcome.days} 个气日，{outcome.equations} 个等式，"
                f"{len(outcome.failures)} 个超差，最大误差 {outcome.worst:.2g} 万m³/d",
                f"The balance {verdict}: {outcome.nodes} nodes × {outcome.days} gas days, "
                f"{outcome.equations} equations, {len(outcome.failures)} fail, "
                f"largest error {outcome.worst:.2g} ×10⁴ m³/day",
            )
        )
        if not outcome.holds:
            raise typer.Exit(FOUND_WANTING)
