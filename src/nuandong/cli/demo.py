"""Build the sample province, print its gas day, and serve the desk on a free local port.

Everything lies in the state folder and works without a network. A second start with the same content serves at once.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from nuandong.cli._options import Debug, Language, Port, StateFolder
from nuandong.cli._refusal import console_for, refusing

NO_CHARTS_ZH = "页面图表尚未构建，暂以表格显示；构建一次即可：python -m nuandong.desk.frame.assets 状态目录"
NO_CHARTS_EN = "charts are not built yet, pages show tables; once: python -m nuandong.desk.frame.assets STATE"

if TYPE_CHECKING:
    from nuandong.desk.accounts import SignIn
    from nuandong.desk.demo_build import Demonstration
    from nuandong.desk.outlook.models import Run


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the table; serve nothing.")] = False,
    port: Port = 0,
    state: StateFolder = None,
    case: Annotated[
        Path | None, typer.Option(help="Another case than the sample province.", show_default=False)
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Build the sample province, print its gas day, and serve the desk on a free local port."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        from nuandong.desk.demo import DATABASE, sqlite_url
        from nuandong.desk.frame.state import state_folder

        folder = state_folder() / "demo"
        fresh = folder / f"{DATABASE}.fresh"
        built = _built(folder, fresh, case, language)
        _show(built.run, language)
        if not once:
            os.environ["NUANDONG_DATABASE_URL"] = sqlite_url(folder / DATABASE)
            _serve(folder, built, port, language)


def _built(folder: Path, fresh: Path, case: Path | None, language: str) -> Demonstration:
    """The demonstration's first run, from a database that is there or is built now."""
    from nuandong.desk.demo import DATABASE, content_key, is_built, only_builder, sample_folder, sqlite_url

    source = case or sample_folder()
    with only_builder(folder):
        key = content_key(source)
        ready = is_built(folder, key)
        _start_django(sqlite_url(folder / DATABASE if ready else fresh))
        return _kept() if ready else _fresh(folder, fresh, source, key, language)


def _start_django(url: str) -> None:
    os.environ["NUANDONG_DATABASE_URL"] = url
    os.environ["NUANDONG_ASSETS"] = "collected"  # they are before the first page is served
    os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
    import django

    from nuandong.desk.frame.state import keep_secret_key, state_folder

    keep_secret_key(state_folder())
    django.setup()


def _kept() -> Demonstration:
    from nuandong.desk.demo_build import what_is_there

    return what_is_there()


def _fresh(folder: Path, fresh: Path, source: Path, key: str, language: str) -> Demonstration:
    from django.db import connections

    from nuandong.cli._case import shown_progress
    from nuandong.desk.demo import clear_away, demo_password, put_in_place
    from nuandong.desk.demo_build import build

    clear_away(fresh)
    begun = time.monotonic()
    with shown_progress(language) as tell:
        built = build(source=source, password=demo_password(folder), tell=tell)
    connections.close_all()
    put_in_place(folder, fresh, key)
    took = time.monotonic() - begun
    words = (
        f"sample province built in {took:.1f} s" if language == "en" else f"样例省已建成，用时 {took:.1f} 秒"
    )
    Console(stderr=True, highlight=False).print(f"[dim]{words}[/dim]")
    return built


def _show(run: Run, language: str) -> None:
    from nuandong.assess.plain import from_plain
    from nuandong.cli.tables import print_day

    print_day(from_plain(run.picture or {}), console_for(), language)


def _serve(folder: Path, built: Demonstration, port: int, language: str) -> None:
    from django.db import connections

    from nuandong.desk.demo import demo_password
    from nuandong.desk.frame.collect import charts_are_built, collect_assets
    from nuandong.desk.serving import free_port, serve_desk

    collect_assets()
    if not charts_are_built():
        Console(stderr=True, highlight=False).print(
            NO_CHARTS_EN if language == "en" else NO_CHARTS_ZH, soft_wrap=True
        )
    chosen = free_port(host="127.0.0.1", wanted=port)
    os.environ["NUANDONG_COOKIE_MARK"] = f"_{chosen}"
    os.environ["NUANDONG_CLOCK_FROM"] = built.desk_time.isoformat()
    os.environ["NUANDONG_CLOCK_SET_AT"] = repr(time.time())
    connections.close_all()
    password = demo_password(folder)

    def say(address: str) -> None:
        _say_address(address, built.sign_ins, password, language)

    serve_desk(host="127.0.0.1", port=chosen, state=folder, when_ready=say)


def _say_address(address: str, sign_ins: list[SignIn], password: str, language: str) -> None:
    console = Console(highlight=False)
    english = language == "en"
    console.print()
    console.print(f"[bold]{'The desk' if english else '值守台'}[/bold]  {address}", soft_wrap=True)
    console.print(f"{'password of all accounts' if english else '各账号密码'}  {password}", soft_wrap=True)
    for one in sign_ins:
        console.print(f"  {one.username:<12}{one.words_en if english else one.words_zh}", soft_wrap=True)
    console.print("Ctrl-C ends it" if english else "按 Ctrl-C 结束")
