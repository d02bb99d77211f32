"""Explain a gas day: why a user is cut or a county short, what would spare it, which limits bind, what contradicts.

One of --user, --county, --cut, --worth or --must; `--must county=140121:95% --must user=ID` asks whether both can be
had together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, GasDay, Language
from nuandong.cli._refusal import console_for, refusing

if TYPE_CHECKING:
    from datetime import datetime

    from nuandong.assess.case import Case

FOUND_WANTING = 1


def explain(
    folder: CaseFolder,
    user: Annotated[str, typer.Option(help="Id or name of a user, or id of a delivery point.")] = "",
    county: Annotated[str, typer.Option(help="Code or name of a county.")] = "",
    cut: Annotated[bool, typer.Option("--cut", help="Every limit that binds on the gas day.")] = False,
    worth: Annotated[
        bool, typer.Option("--worth", help="What one more 10⁴ m³ saves in each county, or whom it serves.")
    ] = False,
    must: Annotated[
        list[str] | None, typer.Option(help="A wish: county=ID:95%, store=ID:80%@day, arc=ID:120, user=ID.")
    ] = None,
    gas_day: GasDay = None,
    as_of: AsOf = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Explain a gas day: why a user is cut or a county short, what would spare it, which limits bind."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.assess.explain import NothingAsked
        from nuandong.casefile import read_case
        from nuandong.cli._case import asked_instant, on_asked_day

        if [bool(user), bool(county), cut, worth, bool(must)].count(True) != 1:
            raise NothingAsked
        case = read_case(folder)
        case = on_asked_day(gas_day, case)
        instant = asked_instant(as_of, case)
        if must:
            _judge(case, must, instant, language)
        elif cut or worth:
            _show_network(case, instant, language, is_worth=worth)
        else:
            _show(case, (user, county), instant, language)


def _show(case: Case, about: tuple[str, str], as_of: datetime | None, language: str) -> None:
    from nuandong.assess.explain import explain as explained
    from nuandong.cli._case import shown_progress
    from nuandong.cli.tables.reasons import print_explanation

    with shown_progress(language) as tell:
        found = explained(case=case, user=about[0], county=about[1], as_of=as_of, progress=tell)
    print_explanation(found, console_for(), language)


def _show_network(case: Case, as_of: datetime | None, language: str, *, is_worth: bool) -> None:
    from nuandong.assess.day import day_answers
    from nuandong.assess.explain import explain_cuts, explain_worth
    from nuandong.cli._case import shown_progress
    from nuandong.cli.tables.reasons import print_cuts, print_worth

    with shown_progress(language) as tell:
        answers = day_answers(case=case, as_of=as_of, progress=tell)
    if is_worth:
        print_worth(explain_worth(answers=answers), console_for(), language)
    else:
        print_cuts(explain_cuts(answers=answers), console_for(), language)


def _judge(case: Case, must: list[str], as_of: datetime | None, language: str) -> None:
    from nuandong.assess.day import day_answers
    from nuandong.assess.requests import judge_request, read_wish
    from nuandong.cli._case import shown_progress
    from nuandong.cli.tables.reasons import print_verdict

    wishes = tuple(read_wish(text) for text in must)
    with shown_progress(language) as tell:
        verdict = judge_request(
            case=case, wishes=wishes, answers=day_answers(case=case, as_of=as_of, progress=tell)
        )
    print_verdict(verdict, console_for(), language)
    if not verdict.is_possible:
        raise typer.Exit(FOUND_WANTING)
