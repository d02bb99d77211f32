"""Enter the code that an addressee read out on the telephone, while the desk's pages are down.

It needs the desk's database alone: the notice counts as acknowledged, its card is cleared, and the ledger says that it
was entered here and with whom somebody spoke.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from nuandong.cli._options import Debug, Language, StateFolder
from nuandong.cli._refusal import console_for, refusing


def acknowledge(
    code: Annotated[str, typer.Argument(help="The six digits on the notice.", show_default=False)],
    spoken_with: Annotated[
        str, typer.Option("--with", help="Name and post of whom was spoken with.", show_default=False)
    ],
    state: StateFolder = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Enter the code that an addressee read out on the telephone, while the desk's pages are down."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from nuandong.cli._desk import start_desk

        start_desk()
        from django.utils import translation

        from nuandong.desk.dispatch.actions.receive import acknowledge_by_code
        from nuandong.desk.dispatch.models import ReceivedBy
        from nuandong.desk.frame import clock

        with translation.override("en" if language == "en" else "zh-hans"):
            notice = acknowledge_by_code(
                code=code, by=None, at=clock.now(), words=spoken_with, way=ReceivedBy.COMMAND
            )
        words = "acknowledged" if language == "en" else "已确认"
        name = (notice.name_en or notice.name_zh) if language == "en" else notice.name_zh
        console_for().print(
            f"{notice.code} {name}: {words}" if language == "en" else f"{notice.code} {name}：{words}"
        )
