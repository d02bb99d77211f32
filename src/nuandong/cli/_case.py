"""Options of the verbs that read a case: which gas day, as known when, and how far the computation is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nuandong.casefile.report_words import pick
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA

if TYPE_CHECKING:
    from nuandong.assess.case import Case

STAGES = {
    "forecast": ("预测需求", "forecast"),
    "firm supply": ("核算日指定供应", "nominated supply"),
    "households": ("核算民生缺口", "households"),
    "plan": ("求解方案", "plan"),
    "next level": ("试算上一级响应", "next level"),
    "orders": ("分解到用户", "users"),
    "write": ("写出结果", "writing"),
    "rank": ("逐级保供求解", "class by class"),
    "cost": ("求最省费用", "least cost"),
    "start": ("开始", "start"),
    "done": ("完成", "done"),
}


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


def moved_to(case: Case, gas_day: date) -> Case:
    """The case looked at for another gas day; the time of deciding moves by as many days."""
    settings = case.settings
    if not settings.season_first <= gas_day <= settings.season_last:
        season = f"{settings.season_first} — {settings.season_last}"
        raise WrongDay(str(gas_day), f"不在本案例的采暖季内。Outside the season of the case: {season}.")
    decided_at = settings.decided_at + (gas_day - settings.gas_day)
    return replace(case, settings=replace(settings, gas_day=gas_day, decided_at=decided_at))


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
