"""Take every pipe, source and store out in turn: who goes short, and how long homes hold out.

The outage lasts some days of the outlook; with --standards the EU's N-1 formula beside the network's answer, with
--own-first what it costs when every city serves itself first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuandong.cli._options import AsOf, CaseFolder, Debug, Language, TablesFolder
from nuandong.cli._refusal import console_for, refusing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nuandong.assess.n_minus_one import StandardPicture
    from nuandong.assess.outages import OutagePicture, OutageRequest
    from nuandong.assess.sharing import SharingPicture


def outages(
    folder: CaseFolder,
    days: Annotated[int, typer.Option(help="How many gas days the outage lasts.")] = 1,
    first: Annotated[
        str | None, typer.Option(help="First gas day of the outage, 2023-12-21; the case's own if left out.")
    ] = None,
    element: Annotated[
        list[str] | None, typer.Option(help="Only this pipe, source or store; may be given again.")
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Also two of the worst at a time.")] = False,
    top: Annotated[int, typer.Option(help="How many lines are printed.")] = 20,
    standards: Annotated[
        bool, typer.Option("--standards", help="Also N-1 of the EU by area, beside the network's answer.")
    ] = False,
    temperature: Annotated[
        float | None,
        typer.Option(help="Design temperature in degC; the coldest day of the case if left out."),
    ] = None,
    own_first: Annotated[
        bool, typer.Option("--own-first", help="Also what it costs when each city serves itself first.")
    ] = False,
    as_of: AsOf = None,
    out: TablesFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Take every pipe, source and store out in turn: who goes short, and how long homes hold out."""
    with refusing(debug=debug, language=language) as language:
        from nuandong.casefile.risk_results import write_risk
        from nuandong.cli.tables.outages import print_outages, print_sharing, print_standards

        request = _request(element or (), days=days, first=first, pairs=pairs)
        beside = _Beside(standards, temperature, own_first)
        picture, areas, sharing = _computed(folder, request, beside=beside, as_of=as_of, language=language)
        console = console_for()
        print_outages(picture, console, language, top=top)
        if areas:
            print_standards(areas, console, language)
        if sharing:
            print_sharing(sharing, console, language)
        if out:
            write_risk(out, outages=picture, standards=areas, sharing=sharing)
            console.print(f"{out}/*.csv", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is computed beside the outages: the published standard at a design temperature, and own-first."""

    standards: bool
    temperature: float | None
    own_first: bool


def _request(elements: Sequence[str], *, days: int, first: str | None, pairs: bool) -> OutageRequest:
    from nuandong.assess.outages import PAIRED, OutageRequest
    from nuandong.cli._case import parse_day

    begins = parse_day(first) if first else None
    return OutageRequest(days=days, first=begins, elements=tuple(elements), paired=PAIRED if pairs else 0)


def _computed(
    folder: Path, request: OutageRequest, *, beside: _Beside, as_of: str | None, language: str
) -> tuple[OutagePicture, StandardPicture | None, SharingPicture | None]:
    from nuandong.assess.n_minus_one import n_minus_one_areas
    from nuandong.assess.outages import outages as run_outages
    from nuandong.assess.sharing import share_or_not
    from nuandong.casefile import read_case
    from nuandong.cli._case import asked_instant, shown_progress

    case = read_case(folder)
    instant = asked_instant(as_of, case)
    with shown_progress(language) as tell:
        picture = run_outages(case=case, request=request, as_of=instant, progress=tell)
        areas = None
        if beside.standards:
            areas = n_minus_one_areas(case=case, temperature=beside.temperature, as_of=instant)
        sharing = share_or_not(case=case, as_of=instant) if beside.own_first else None
    return picture, areas, sharing
