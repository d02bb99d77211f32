"""Options of the verbs that read a case: which gas day, as known when, and how far the computation is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nuandong.casefile.report_words import pick
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA, begin_of, end_of

if TYPE_CHECKING:
    from nuandong.assess.case import Case
    from nuandong.assess.limited import Limited

STAGES = {
    "forecast": ("预测需求", "forecast"),
    "firm supply": ("核算日指定供应", "nominated supply"),
    "households": ("核算民生缺口", "households"),
    "plan": ("求解方案", "plan"),
    "next level": ("试算上一级响应", "next level"),
    "orders": ("分解到用户", "users"),
    "write": ("写出结果", "writing"),
    "backtest": ("滚动回测", "backtest"),
    "peers": ("对照方法", "peers"),
    "score": ("评分", "scoring"),
    "rank": ("逐级保供求解", "class by class"),
    "cost": ("求最省费用", "least cost"),
    "start": ("开始", "start"),
    "done": ("完成", "done"),
}


EARLIEST = timedelta(days=60)  # before the season's first gas day: nothing of the season is known any earlier


class WrongDay(AssuranceError):
    """A day or an instant that cannot be read or that the case does not hold."""

    def __init__(self, text: str, wanted: str) -> None:
        self.text = text
        self.wanted = wanted
        super().__init__(f"{text}: {wanted}")


def parse_day(text: str) -> date:
    """A gas day written as 2023-12-20."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDay(text, "请写成 2023-12-20。Write it as 2023-12-20.") from None


def parse_instant(text: str) -> datetime:
    """An instant in ISO form; one without an offset is Beijing time."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise WrongDay(text, "请写成 2023-12-19T17:00+08:00。Write it as 2023-12-19T17:00+08:00.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=CHINA)


def asked_instant(text: str | None, case: Case, *, until: date | None = None) -> datetime | None:
    """The instant named on the command line, None for none; refused where the case can say nothing of it.

    It lies between 60 days before the season's first gas day and the end of `until` (default: the case's gas day):
    what is over can no longer be decided, and before the season nothing of it was known.
    """
    if text is None:
        return None
    instant, settings = parse_instant(text), case.settings
    last_day = until or settings.gas_day
    first, last = begin_of(settings.season_first) - EARLIEST, end_of(last_day)
    if instant >= last:
        raise WrongDay(
            text,
            f"气日 {last_day} 到北京时间 {_minute(last)} 已结束，之后无可决断；请给出更早的时刻或另一气日。"
            f"Gas day {last_day} is over at {_minute(last)} Beijing time; name an earlier instant or another day.",
        )
    if instant < first:
        raise WrongDay(
            text,
            f"早于采暖季（{settings.season_first} 起）60 天以上，那时没有任何资料；请给出 {_minute(first)} 之后的时刻。"
            f"More than 60 days before the season of the case; name an instant after {_minute(first)}.",
        )
    return instant


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"


class NoResults(AssuranceError):
    """A folder that holds no written results."""

    def __init__(self, folder: Path, absent: str) -> None:
        self.folder, self.absent = folder, absent
        words = (
            ("没有这个文件夹", "there is no such folder")
            if not folder.exists()
            else ("不是文件夹", "this is no folder")
            if not folder.is_dir()
            else ("这是案例，不是结果", "this is a case, not its results")
            if (folder / "case.toml").exists()
            else (f"缺少 {absent}，不是写出的结果", f"no {absent} in it, so these are no written results")
        )
        super().__init__(
            f"{folder}: {words[0]}；请给出 nuandong plan 案例 --out 写出的文件夹。"
            f"{words[1].capitalize()}; name the folder that `nuandong plan CASE --out FOLDER` wrote."
        )


def results_folder(folder: Path, *, wanted: tuple[str, ...]) -> Path:
    """The folder, if every file that is wanted lies in it; raises `NoResults`."""
    for name in wanted:
        if not (folder / name).is_file():
            raise NoResults(folder, name)
    return folder


def moved_to(case: Case, gas_day: date) -> Case:
    """The case looked at for another gas day; the time of deciding moves by as many days."""
    settings = case.settings
    if not settings.season_first <= gas_day <= settings.season_last:
        season = f"{settings.season_first} — {settings.season_last}"
        raise WrongDay(str(gas_day), f"不在本案例的采暖季内。Outside the season of the case: {season}.")
    decided_at = settings.decided_at + (gas_day - settings.gas_day)
    return replace(case, settings=replace(settings, gas_day=gas_day, decided_at=decided_at))


def on_asked_day(text: str | None, case: Case) -> Case:
    """The case looked at for the gas day named on the command line; as it is where none was named."""
    return moved_to(case, parse_day(text)) if text else case


class NoTime(AssuranceError):
    """A time limit that leaves none."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds:g}: 时限须大于 0 秒。A time limit above 0 seconds is wanted.")


def limited_to(seconds: float | None) -> Limited | None:
    """A solver that ends so many seconds from now; none where no limit was given."""
    if seconds is None:
        return None
    if not seconds > 0:
        raise NoTime(seconds)
    from nuandong.assess.limited import Limited

    until = time.monotonic() + seconds
    return Limited(left=lambda: until - time.monotonic())


@contextmanager
def shown_progress(language: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on the error stream while something is computed; nothing where that is no terminal."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task(pick(language, "开始", "start"), total=1.0)

        def tell(stage: str, part: float) -> None:
            words = STAGES.get(stage.split(maxsplit=1)[0]) or STAGES.get(stage) or (stage, stage)
            bar.update(task, description=pick(language, *words), completed=part)

        yield tell
