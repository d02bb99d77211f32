"""Check a case: every fault in its files at once; with --plan, whether a plan that was edited by hand may be issued.

`nuandong check CASE --plan OUT` reads cuts.csv (and alternatives.csv) from a folder of results, its report.xlsx or one
CSV file, and holds every line against loads, lists, policy, powers and the network, which is solved again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import CaseFolder, Debug, Language
from nuandong.cli._refusal import console_for, refusing

if TYPE_CHECKING:
    from nuandong.assess.case import Case
    from nuandong.findings import Findings

FOUND_WANTING = 1


def check(
    folder: CaseFolder,
    plan: Annotated[
        Path | None,
        typer.Option(help="Results with an edited cuts.csv, that file, or report.xlsx: may it be issued?"),
    ] = None,
    after: Annotated[
        list[Path] | None,
        typer.Option(help="With --plan: results of earlier gas days that it was made after."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="With --plan: decided when; what the results say if left out.")
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Check a case: every fault in its files at once; with --plan, whether an edited plan may be issued."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile import examine_case
        from nuandong.casefile.history import after_days
        from nuandong.cli.tables import print_findings
        from nuandong.cli.tables.faults import print_verdict_on_plan

        case, findings = examine_case(folder)
        if plan is None or case is None:
            findings += _of_gas_day(case)
            print_findings(findings, console_for(), language)
        else:
            findings = _plan_findings(after_days(case, after or ()), plan, as_of, language)
            print_verdict_on_plan(findings, console_for(), language)
        if findings.errors:
            raise typer.Exit(FOUND_WANTING)


def _of_gas_day(case: Case | None) -> Findings:
    """What the gas day's plan would have to replace; nothing of a case that could not be read."""
    from nuandong.assess.stand_ins import stand_ins
    from nuandong.findings import Findings

    return Findings() if case is None else stand_ins(case=case)


def _plan_findings(case: Case, plan: Path, as_of: str | None, language: str) -> Findings:
    from nuandong.assess.day import day_answers
    from nuandong.assess.explaining.subject import ordered_points
    from nuandong.assess.plan_check import check_plan
    from nuandong.casefile.hand_plan import hand_written, other_input, read_written_plan
    from nuandong.cli._case import asked_instant, moved_to, shown_progress

    written = read_written_plan(plan)
    if written.cuts is None:
        return written.findings
    if written.gas_day:
        case = moved_to(case, written.gas_day)
    instant = asked_instant(as_of, case) or written.as_of
    with shown_progress(language) as tell:
        answers = day_answers(case=case, as_of=instant, progress=tell)
        loads = ordered_points(answers.work)
        hand = hand_written(written, answers=answers, loads=loads)
        if hand is None:
            return written.findings
        found = check_plan(answers=answers, cuts=hand.cuts, used=written.used, loads=loads)
    return other_input(written, input_hash=case.input_hash) + written.findings + hand.told(found)
