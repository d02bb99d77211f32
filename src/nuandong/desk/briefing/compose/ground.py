"""What a brief is drafted from, and how its figures are printed.

In Chinese official papers numbers stand without separators, in English with them; decimals are those of the pages
(flows one, volumes none, shares one in percent).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from nuandong.assess.picture import DayPicture
from nuandong.desk.briefing.content import Cell, Figure, Section, Source
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.scope import Scope
from nuandong.desk.outlook.models import Run
from nuandong.gasday import CHINA
from nuandong.policy import PolicyBook
from nuandong.vocabulary import RegionKind

NOTHING = 5e-5  # half a cubic metre a day: what is smaller is spoken of as none


@dataclass(frozen=True, slots=True)
class Ground:
    """One region's gas day: its run and picture within the region, and who may be asked what else.

    `at` is the instant of drafting, `earlier` the brief before this one, None for the first. `account` is whoever
    drafts: rooms that show records by scope are asked as him.
    """

    region: Region
    scope: Scope
    gas_day: date
    at: datetime
    run: Run
    picture: DayPicture
    policy: PolicyBook
    earlier: Brief | None
    account: Any

    @property
    def is_province(self) -> bool:
        """Whether the brief is the province's."""
        return self.region.kind == RegionKind.PROVINCE

    @property
    def whole(self) -> tuple[str, str]:
        """How the region as a whole is called in a sentence."""
        if self.is_province:
            return "全省", "the province"
        short = {RegionKind.CITY: "全市", RegionKind.COUNTY: "全县（市、区）"}
        return short.get(self.region.kind, self.region.name_zh), self.region.name_en or self.region.name_zh

    @property
    def run_source(self) -> Source:
        """The page of the run."""
        return run_source(self.run)

    @property
    def day_source(self) -> Source:
        """The page of the gas day, where tables of the run stand."""
        return Source(
            f"第{self.run.pk}次推演·{month_day(self.gas_day)}气日页",
            f"run {self.run.pk}, page of gas day {self.gas_day.isoformat()}",
            address("day", self.gas_day),
        )


def address(name: str, *args: Any) -> str:
    """The address of a page by its name, empty in a desk without its room."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def both(said: Callable[[], Any]) -> tuple[str, str]:
    """What a page would say, asked once in either language."""
    with override("zh-hans"):
        zh = str(said())
    with override("en"):
        return zh, str(said())


def run_source(run: Run) -> Source:
    """The page of a run."""
    return Source(f"第{run.pk}次推演", f"run {run.pk}", address("run", run.pk))


def lacking(key: str, title: tuple[str, str], why: tuple[str, str]) -> Section:
    """A section that has nothing to say, and why."""
    return Section(key, *title, missing_zh=why[0], missing_en=why[1])


# ---- figures -----------------------------------------------------------------------------------------------


def flow(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A flow in 10^4 m3/day."""
    shown = settled(number, 1)
    return Figure(key, *label, f"{shown:.1f}万立方米", f"{shown:,.1f}×10⁴ m³", source, number)


def volume(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A volume in 10^4 m3."""
    shown = settled(number, 0)
    return Figure(key, *label, f"{shown:.0f}万立方米", f"{shown:,.0f}×10⁴ m³", source, number)


def share(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A share 0..1 as percent."""
    shown = settled(number * 100, 1)
    return Figure(key, *label, f"{shown:.1f}%", f"{shown:.1f} %", source, number)


def chance(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A probability in whole percent; near none and near certain only as that."""
    if number > 0.99:
        words = "99%以上", "more than 99 %"
    elif number < 0.01:
        words = "不足1%", "less than 1 %"
    else:
        words = f"{number * 100:.0f}%", f"{number * 100:.0f} %"
    return Figure(key, *label, *words, source, number)


def count(key: str, label: tuple[str, str], number: int, source: Source, unit: str = "") -> Figure:
    """A count of something; `unit` is its Chinese measure word."""
    return Figure(key, *label, f"{number}{unit}", f"{number:,}", source, float(number))


def days(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A number of days."""
    shown = settled(number, 1)
    return Figure(key, *label, f"{shown:.1f}天", f"{shown:.1f} days", source, number)


def celsius(key: str, label: tuple[str, str], number: float, source: Source) -> Figure:
    """A temperature in degC."""
    shown = f"{settled(number, 1):.1f}".replace("-", "−")
    return Figure(key, *label, f"{shown}℃", f"{shown} °C", source, number)


def words(key: str, label: tuple[str, str], said: tuple[str, str], source: Source) -> Figure:
    """Something told in words: a level, an instant."""
    return Figure(key, *label, *said, source)


def instant(key: str, label: tuple[str, str], at: datetime, source: Source) -> Figure:
    """An instant in local time."""
    return words(key, label, instant_words(at), source)


# ---- cells -------------------------------------------------------------------------------------------------


def text_cell(zh: str, en: str = "", *, is_private: bool = False) -> Cell:
    """Words in a table."""
    return Cell(zh, en or zh, is_private=is_private)


def number_cell(number: float, decimals: int = 1) -> Cell:
    """A number in a table; its unit stands in the heading."""
    shown = settled(number, decimals)
    if shown != shown:
        return Cell("无数据", "no figure")
    return Cell(f"{shown:.{decimals}f}", f"{shown:,.{decimals}f}", number)


def percent_cell(number: float) -> Cell:
    """A share 0..1 in a table whose heading says per cent; its number is per cent too."""
    return number_cell(number * 100)


def settled(number: float, decimals: int) -> float:
    """Rounded, and never a negative nothing."""
    return round(number, decimals) + 0.0


# ---- days and instants -------------------------------------------------------------------------------------


def month_day(day: date) -> str:
    """12月20日."""
    return f"{day.month}月{day.day}日"


def day_words(day: date) -> tuple[str, str]:
    """A gas day in either language."""
    return month_day(day), f"{day.day} {day:%B}"


def full_day_words(day: date) -> tuple[str, str]:
    """A day with its year in either language."""
    return f"{day.year}年{month_day(day)}", f"{day.day} {day:%B %Y}"


def instant_words(at: datetime) -> tuple[str, str]:
    """An instant in local time in either language."""
    local = at.astimezone(CHINA)
    return (
        f"{local.month}月{local.day}日{local.hour}时{local:%M}分",
        f"{local:%H:%M} on {local.day} {local:%B}",
    )
