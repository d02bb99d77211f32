"""Play a drill: a scripted cold wave in a world of its own, at any speed, with a score.

Database, key and cookies are the drill's own, below the state folder; nothing of it can be taken for real. A drill that
was left is gone on with; --fresh begins it anew and keeps the earlier one aside.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from nuandong.cli._options import Debug, Language, Port, StateFolder
from nuandong.cli._refusal import refusing
from nuandong.gasday import CHINA

OUTWARD = (
    "NUANDONG_MAIL_HOST",
    "NUANDONG_NOTICE_WEBHOOK",
    "NUANDONG_SMS_URL",
)  # a drill is not even told where it could send to

if TYPE_CHECKING:
    from nuandong.desk.drill.script import Script
    from nuandong.desk.drill_build import Drill


def drill(
    script: Annotated[
        str, typer.Argument(help="A script of examples/drills by name, or a .toml file.")
    ] = "cold-wave",
    speed: Annotated[
        float, typer.Option(min=0.1, max=3600, help="Seconds of the drill in one true second.")
    ] = 60.0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew; the earlier drill is kept aside.")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="Build and end; serve nothing.")] = False,
    port: Port = 0,
    state: StateFolder = None,
    case: Annotated[
        Path | None, typer.Option(help="Another case than the sample province.", show_default=False)
    ] = None,
    language: Language = "zh",
    debug: Debug = False,
) -> None:
    """Play a drill: a scripted cold wave in a world of its own, at any speed, with a score."""
    if state is not None:
        os.environ["NUANDONG_STATE"] = str(state.absolute())
    with refusing(debug=debug, language=language) as language:
        folder = _own_world()
        built = _built(folder, script, case, fresh, language)
        _say_ready(built, language == "en")
        if not once:
            _serve(folder, built, speed, port, language)


def _own_world() -> Path:
    """Turn this process to the drill's own state folder; browser assets alone are shared with the desk."""
    from nuandong.desk.demo import DATABASE, sqlite_url
    from nuandong.desk.frame.state import keep_secret_key, state_folder

    desk = state_folder()
    folder: Path = desk / "drill"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (desk / "assets").is_dir() and not (folder / "assets").exists():
        (folder / "assets").symlink_to(desk / "assets", target_is_directory=True)
    keep_secret_key(folder)
    for name in OUTWARD:
        os.environ.pop(name, None)
    os.environ.update(
        NUANDONG_STATE=str(folder), NUANDONG_WORLD="drill", NUANDONG_ASSETS="collected",
        NUANDONG_DATABASE_URL=sqlite_url(folder / DATABASE), DJANGO_SETTINGS_MODULE="nuandong.desk.settings",
    )  # fmt: skip
    return folder


def _built(folder: Path, named: str, case: Path | None, fresh: bool, language: str) -> Drill:
    """The drill in its database, from one that is there or is built now."""
    from nuandong.desk.demo import DATABASE, is_built, only_builder, sample_folder, sqlite_url

    with only_builder(folder):
        unfinished = folder / f"{DATABASE}.fresh"
        os.environ["NUANDONG_DATABASE_URL"] = sqlite_url(unfinished)
        kept_url = sqlite_url(folder / DATABASE)
        source = case or sample_folder()
        script, key = _script_and_key(named, source)
        if not fresh and is_built(folder, key):
            return _kept(kept_url)
        return _fresh(folder, source, script, key, language)


def _script_and_key(named: str, source: Path) -> tuple[Script, str]:
    """The script, and what the drill's records depend on. Neither needs the database."""
    from nuandong.desk.drill.script import read_script
    from nuandong.desk.drill_files import drill_key, script_file

    file = script_file(named)
    script = read_script(file.read_text(encoding="utf-8"), file=file.name)
    return script, drill_key(case=source, script=script)


def _kept(url: str) -> Drill:
    os.environ["NUANDONG_DATABASE_URL"] = url
    import django

    django.setup()
    from nuandong.desk.drill_build import drill_there

    return drill_there()


def _fresh(folder: Path, source: Path, script: Script, key: str, language: str) -> Drill:
    import django

    django.setup()
    from django.db import connections

    from nuandong.cli._case import shown_progress
    from nuandong.desk.demo import DATABASE, clear_away, demo_password, put_in_place
    from nuandong.desk.drill_build import build_drill
    from nuandong.desk.drill_files import set_aside

    unfinished = folder / f"{DATABASE}.fresh"
    clear_away(unfinished)
    with shown_progress(language) as tell:
        built = build_drill(source=source, script=script, password=demo_password(folder), tell=tell)
    connections.close_all()
    set_aside(folder)
    put_in_place(folder, unfinished, key)
    return built


def _serve(folder: Path, built: Drill, speed: float, port: int, language: str) -> None:
    from django.db import connections

    from nuandong.desk.demo import DATABASE, demo_password, sqlite_url
    from nuandong.desk.frame.collect import collect_assets
    from nuandong.desk.serving import free_port, serve_desk

    collect_assets()
    chosen = free_port(host="127.0.0.1", wanted=port)
    os.environ.update(
        NUANDONG_DATABASE_URL=sqlite_url(folder / DATABASE), NUANDONG_COOKIE_MARK=f"_{chosen}",
        NUANDONG_CLOCK_FROM=built.desk_time.isoformat(), NUANDONG_CLOCK_SET_AT=repr(time.time()),
        NUANDONG_CLOCK_SPEED=repr(speed),
    )  # fmt: skip
    connections.close_all()
    password = demo_password(folder)

    def say(address: str) -> None:
        _say_address(address, built, speed, password, language == "en")

    serve_desk(host="127.0.0.1", port=chosen, state=folder, when_ready=say)


def _say_ready(built: Drill, english: bool) -> None:
    play = built.play
    name, count = (play.name_en if english else play.name_zh), built.happenings
    span = f"{play.begins_at.astimezone(CHINA):%Y-%m-%d %H:%M} – {play.ends_at.astimezone(CHINA):%m-%d %H:%M}"
    words = f"{count} things will happen" if english else f"共 {count} 个事件"
    Console(highlight=False).print(
        f"[bold]{'DRILL' if english else '演练'}[/bold]  {name}  {span}  {words}", soft_wrap=True
    )


def _say_address(address: str, built: Drill, speed: float, password: str, english: bool) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{'The desk' if english else '值守台'}[/bold]  {address}drill/", soft_wrap=True)
    console.print(f"{'speed' if english else '速度'}  ×{speed:g}", soft_wrap=True)
    console.print(f"{'password of all accounts' if english else '各账号密码'}  {password}", soft_wrap=True)
    for one in built.sign_ins:
        console.print(f"  {one.username:<10}{one.words_en if english else one.words_zh}", soft_wrap=True)
    console.print("Ctrl-C ends it" if english else "按 Ctrl-C 结束")
