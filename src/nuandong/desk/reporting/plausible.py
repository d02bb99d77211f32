"""A report held against what is usual for its unit; every fault at once. Pure.

Clauses: T-079 (figures that are checked), T-093 (integrity), T-062 (stock).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nuandong.desk.reporting.checks import SMALLEST_TOTAL, UNIT_IS_WRONG_ABOVE, Filing, is_reason
from nuandong.desk.reporting.fields import number_fields, report_fields, use_fields
from nuandong.desk.reporting.usual import DAYS, Usual
from nuandong.findings import Finding, Findings, Place
from nuandong.units import volume_from_m3

SMALLEST_USUAL = 1.0  # 10^4 m3: from here on a hundredth is no rounding
COLDEST, HOTTEST = -45.0, 45.0  # degC: colder and hotter than Shanxi has ever been (judged)
STOCKS = ("storage_stock", "company_stock")
TEMPERATURES = ("mean_temperature", "min_temperature")
SUPPLY = "actual_supply"


def check_plausible(
    filing: Filing, *, usual: Usual, asked: Collection[str], unread: Collection[str]
) -> Findings:
    """What cannot be meant; `asked` are the form's fields, `unread` those whose cells could not be read."""
    return Findings(
        (
            *_season(filing, usual),
            *_slips(filing, usual),
            *_temperatures(filing),
            *_stocks(filing, usual),
            *_missing_supply(filing, usual, asked, unread),
            *_unlikely_zero(filing, usual),
        )
    )


def _season(filing: Filing, usual: Usual) -> Iterator[Finding]:
    if usual.season is None or usual.season[0] <= filing.gas_day <= usual.season[1]:
        return
    first, last = usual.season
    yield _finding("report.gas_day.outside_season", "gas_day", filing.gas_day.isoformat(),
                   f"{filing.gas_day} 不在采暖季（{first} 至 {last}）内；请核对气日",
                   f"{filing.gas_day} lies outside the season ({first} to {last}); check the gas day")  # fmt: skip


def _slips(filing: Filing, usual: Usual) -> Iterator[Finding]:
    """A flow or stock a hundred times, or a hundredth of, what the unit usually files."""
    for name, now in filing.figures.items():
        before = usual.figures.get(name, 0.0)
        if report_fields()[name].unit.key not in ("flow", "volume") or before < SMALLEST_TOTAL:
            continue
        is_large = now >= before * UNIT_IS_WRONG_ABOVE
        if is_large or (before >= SMALLEST_USUAL and 0 < now <= before / UNIT_IS_WRONG_ABOVE):
            yield _slip(name, now, before, is_large)


def _slip(name: str, now: float, before: float, is_large: bool) -> Finding:
    entry = report_fields()[name]
    unit_zh, unit_en = entry.unit_text(language="zh"), entry.unit_text(language="en")
    cure = f"{volume_from_m3(volume_m3=now):g}"
    zh = f"；若填的是 m³，应为 {cure}" if is_large else ""
    en = f"; if it is in m3, write {cure}" if is_large else ""
    return _finding("report.unit", name, f"{now:g}",
                    f"{entry.label_zh}填报 {now:g}，平常约 {before:g} {unit_zh}，相差百倍以上；请核对单位{zh}",
                    f"{entry.label_en} says {now:g}, usually about {before:g} {unit_en}, a hundred times off; "
                    f"check the unit{en}")  # fmt: skip


def _temperatures(filing: Filing) -> Iterator[Finding]:
    for name in TEMPERATURES:
        degrees = filing.figures.get(name)
        if degrees is not None and not COLDEST <= degrees <= HOTTEST:
            entry = number_fields()[name]
            yield _finding("report.temperature.absurd", name, f"{degrees:g}",
                           f"{entry.label_zh} {degrees:g} ℃ 超出 {COLDEST:g}…{HOTTEST:g} ℃；请核对",
                           f"{entry.label_en} of {degrees:g} °C is outside {COLDEST:g}…{HOTTEST:g} °C; check it"
                           )  # fmt: skip


def _stocks(filing: Filing, usual: Usual) -> Iterator[Finding]:
    for name in STOCKS:
        stock = filing.figures.get(name)
        if stock is not None and usual.capacity is not None and stock > usual.capacity * (1 + 1e-9):
            entry = number_fields()[name]
            yield _finding("report.stock.above_capacity", name, f"{stock:g}",
                           f"{entry.label_zh} {stock:g} 超过在册储气设施的工作气量 {usual.capacity:g} 万m³；请核对",
                           f"{entry.label_en} of {stock:g} exceeds the working capacity of the stores on record, "
                           f"{usual.capacity:g} 10⁴ m³; check it")  # fmt: skip


def _missing_supply(
    filing: Filing, usual: Usual, asked: Collection[str], unread: Collection[str]
) -> Iterator[Finding]:
    """A unit that uses gas says how much came: by it the classes are checked."""
    if filing.is_nothing_to_report or SUPPLY not in asked or SUPPLY in unread or SUPPLY in filing.figures:
        return
    if SUPPLY in usual.figures or _uses_gas(usual):
        entry = report_fields()[SUPPLY]
        yield _finding("report.supply.missing", SUPPLY, "",
                       f"{entry.label_zh}未填；近 {DAYS} 日有用气，必须填写，确无供气请填 0",
                       f"{entry.label_en} is missing; the unit used gas in the last week. Write 0 if none came"
                       )  # fmt: skip


def _unlikely_zero(filing: Filing, usual: Usual) -> Iterator[Finding]:
    if filing.is_nothing_to_report and _uses_gas(usual) and not is_reason(filing.note):
        total = sum(usual.figures.get(name, 0.0) for name in use_fields())
        yield _finding("report.zero.unlikely", "note", "",
                       f"近 {DAYS} 日每日用气约 {total:g} 万m³；零报告请在备注中说明原因",
                       f"about {total:g} 10⁴ m³ a day was used in the last week; say in the note why nothing now"
                       )  # fmt: skip


def _uses_gas(usual: Usual) -> bool:
    return sum(usual.figures.get(name, 0.0) for name in use_fields()) >= SMALLEST_TOTAL


def _finding(code: str, column: str, value: str, zh: str, en: str) -> Finding:
    return Finding(code, Place(column=column), value, zh, en)
