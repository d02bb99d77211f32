"""Headings of results: each column of a results table with its Chinese and English label, unit and decimals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nuandong.quantities import Kind, quantity
from nuandong.vocabulary import Evidence, label

FLOW = ("万m³/d", "10⁴ m³/day")
VOLUME = ("万m³", "10⁴ m³")
SHARE = ("%", "%")
HOURS = ("小时", "h")
NONE = ("", "")

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Heading:
    """Label and unit of a column; `decimals` is None for texts, and shares are shown as per cent."""

    zh: str
    en: str
    unit: tuple[str, str] = NONE
    decimals: int | None = None

    def text(self, *, language: str) -> str:
        """Label with its unit in brackets, as a table's heading."""
        zh = language.startswith("zh")
        name, unit = (self.zh, self.unit[0]) if zh else (self.en, self.unit[1])
        if not unit:
            return name
        return f"{name}（{unit}）" if zh else f"{name} ({unit})"


def _flow(zh: str, en: str) -> Heading:
    return Heading(zh, en, FLOW, 1)


# Columns of results that are no figure of the data dictionary.
_OWN: dict[str, Heading] = {
    "evidence": Heading("依据", "Evidence"),
    "node": Heading("节点", "Node"),
    "area": Heading("地区", "Area"),
    "method": Heading("预测方法", "Method"),
    "quantile": Heading("需求分位", "Quantile of demand", SHARE, 0),
    "proposed_on": Heading("按此定级", "Sets the level"),
    "county": Heading("县区代码", "County code"),
    "county_zh": Heading("县区", "County (Chinese)"),
    "county_en": Heading("县区英文名", "County"),
    "source": Heading("气源编号", "Source id"),
    "role": Heading("来源", "Role"),
    "taken": _flow("方案取用", "Taken by the plan"),
    "unserved": _flow("未供（方案）", "Not served by the plan"),
    "served": _flow("执行方案后供应", "Served under the plan"),
    "inventory_begin": Heading("日初库存", "Inventory at 08:00", VOLUME, 1),
    "inventory_end": Heading("日末库存", "Inventory next 08:00", VOLUME, 1),
    "tier_zh": Heading("层级", "Tier (Chinese)"),
    "tier_en": Heading("层级英文名", "Tier"),
    "point": Heading("交接点编号", "Delivery point"),
    "users": Heading("户数", "Users", NONE, 0),
    "cuttable": _flow("保安负荷以上负荷", "Load above safe load"),
    "reducible": _flow("可及时压减", "Reducible in time"),
    "share": Heading("今日压减比例", "Share cut today", SHARE, 1),
    "season_volume": Heading("本季累计压减", "Cut this season", VOLUME, 1),
    "season_share": Heading("本季压减比例", "Share cut this season", SHARE, 1),
    "rank": Heading("排位（1 为最多）", "Rank (1 has borne most)", NONE, 0),
    "hours": Heading("压减时数", "Hours cut", HOURS, 1),
    "hours_least": Heading("各户最少时数", "Least hours of a user", HOURS, 1),
    "hours_most": Heading("各户最多时数", "Most hours of a user", HOURS, 1),
    "hours_gini": Heading("各户时数基尼系数", "Gini of users' hours", NONE, 2),
    "tier_spread": Heading("层级内县际极差", "Spread of the tier's counties", SHARE, 1),
    "tier_gini": Heading("层级内县际基尼系数", "Gini of the tier's counties", NONE, 2),
    "days_cut": Heading("本季压减气日", "Gas days with a cut", NONE, 0),
    "hours_before": Heading("此前时数", "Hours before", HOURS, 1),
    "hours_today": Heading("今日时数", "Hours today", HOURS, 1),
    "hours_season": Heading("本季时数", "Hours this season", HOURS, 1),
    "why": Heading("未用原因代码", "Why idle, code"),
    "known_at": Heading("获知时间", "Known at"),
    "severity": Heading("程度", "Severity"),
    "code": Heading("代码", "Code"),
    "file": Heading("文件", "File"),
    "row": Heading("行", "Row", NONE, 0),
    "column": Heading("列", "Column"),
    "value": Heading("值", "Value"),
    "wanted_zh": Heading("应为", "Wanted (Chinese)"),
    "wanted_en": Heading("应为（英文）", "Wanted"),
    "text_zh": Heading("内容", "Text (Chinese)"),
    "text_en": Heading("内容（英文）", "Text"),
    "clause": Heading("条款（英文）", "Clause"),
    "clause_zh": Heading("条款", "Clause (Chinese)"),
    "lon": Heading("经度", "Longitude", ("°E", "°E"), 4),
    "lat": Heading("纬度", "Latitude", ("°N", "°N"), 4),
}


def heading_of(name: str) -> Heading:
    """Heading of a results column: from the data dictionary, or one of the few that only results have."""
    if name in _OWN:
        return _OWN[name]
    entry = quantity(name)
    units = entry.unit_text(language="zh"), entry.unit_text(language="en")
    decimals = entry.decimals if entry.kind is Kind.NUMBER else None
    return Heading(entry.label_zh, entry.label_en, units if decimals is not None else NONE, decimals)


def pick(language: str, zh: str, en: str) -> str:
    """The text in the language asked for; Chinese is the default of the house."""
    return en if language.startswith("en") else zh


def mark(evidence: str, *, language: str) -> str:
    """The short mark of a figure that is not known well; empty where none is needed."""
    if evidence not in set(Evidence):
        return ""
    word = Evidence(evidence)
    return pick(language, word.mark_zh, word.mark_en)


def word_label(vocabulary: type[StrEnum], word: str, *, language: str) -> str:
    """Label of a vocabulary word; a word that the vocabulary does not know is shown as it is."""
    return label(vocabulary(word), language=language) if word in set(vocabulary) else word


def day_text(day: date, *, language: str) -> str:
    """A gas day with its weekday."""
    weekday = day.weekday()
    if language.startswith("en"):
        return f"{WEEKDAYS_EN[weekday]} {day.isoformat()}"
    return f"{day.isoformat()}（周{WEEKDAYS_ZH[weekday]}）"


def instant_text(instant: datetime) -> str:
    """An instant to the minute, in its own zone."""
    return f"{instant:%Y-%m-%d %H:%M}"


def number(value: float, *, decimals: int = 1) -> str:
    """A figure with thousands separated; a missing one is a dash, and no zero carries a minus."""
    if value != value:
        return "—"
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")


def percent(share: float, *, decimals: int = 1) -> str:
    """A share of one as per cent."""
    return "—" if share != share else f"{number(share * 100, decimals=decimals)} %"
