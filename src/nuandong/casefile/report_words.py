"""Headings of results: each column of a results table with its Chinese and English label, unit and decimals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nuandong.vocabulary import Evidence, label

FLOW = ("万m³/d", "10⁴ m³/d")
VOLUME = ("万m³", "10⁴ m³")
SHARE = ("%", "%")
CELSIUS = ("°C", "°C")
DAYS = ("天", "days")
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


def _volume(zh: str, en: str) -> Heading:
    return Heading(zh, en, VOLUME, 1)


HEADINGS: dict[str, Heading] = {
    "gas_day": Heading("气日", "Gas day"),
    "name_zh": Heading("名称", "Chinese name"),
    "name_en": Heading("英文名称", "Name"),
    "kind": Heading("类别", "Kind"),
    "evidence": Heading("依据", "Evidence"),
    "node": Heading("节点", "Node"),
    "from_node": Heading("起点", "From"),
    "to_node": Heading("终点", "To"),
    "level": Heading("预警等级", "Warning level"),
    "demand": _flow("需求", "Demand"),
    "demand_low": _flow("需求下限 P10", "Demand, P10"),
    "demand_high": _flow("需求上限 P90", "Demand, P90"),
    "supply": _flow("供应", "Supply"),
    "gap_before": _flow("缺口（措施前）", "Gap before measures"),
    "gap_share": Heading("缺口占需求", "Gap, share of demand", SHARE, 1),
    "deliverable_gap": _flow("管网可达缺口", "Deliverable gap"),
    "gap_after_storage": _flow("缺口（动用储气后）", "Gap after storage"),
    "gap_residual": _flow("剩余缺口（压减后）", "Residual gap"),
    "livelihood_gap": _flow("民生缺口", "Livelihood gap"),
    "mean_temperature": Heading("日均气温", "Mean temperature", CELSIUS, 1),
    "normal_temperature": Heading("常年同期", "Normal", CELSIUS, 1),
    "cold_wave": Heading("寒潮", "Cold wave"),
    "consumer_class": Heading("用户类别", "Consumer class"),
    "protected": Heading("保障类", "Protected"),
    "county": Heading("县区代码", "County code"),
    "county_zh": Heading("县区", "County (Chinese)"),
    "county_en": Heading("县区英文名", "County"),
    "city": Heading("市", "City"),
    "reported": Heading("已上报", "Reported"),
    "delivered": _flow("可供（措施前）", "Delivered before measures"),
    "shortfall": _flow("短缺（措施前）", "Short before measures"),
    "relief": _flow("压减量", "Relief"),
    "unserved": _flow("未供（方案）", "Not served by the plan"),
    "served": _flow("执行方案后供应", "Served under the plan"),
    "zone": Heading("供气区编号", "Zone id"),
    "crosses_cities": Heading("跨市", "Crosses cities"),
    "source": Heading("气源编号", "Source id"),
    "role": Heading("来源", "Role"),
    "nominated": _flow("日指定", "Nominated"),
    "taken": _flow("方案取用", "Taken by the plan"),
    "store": Heading("储气设施编号", "Store id"),
    "working_capacity": _volume("工作气量", "Working capacity"),
    "reserve": _volume("应急储备", "Emergency reserve"),
    "sendout_max": _flow("最大外输", "Send-out, most"),
    "inventory_begin": _volume("日初库存", "Inventory at 08:00"),
    "inventory_end": _volume("日末库存", "Inventory next 08:00"),
    "sendout": _flow("外输", "Send-out"),
    "injection": _flow("注气", "Injection"),
    "boil_off": _flow("蒸发损耗", "Boil-off"),
    "fill": Heading("库容率", "Fill", SHARE, 1),
    "days_of_cover": Heading("可供天数", "Days of cover", DAYS, 1),
    "arc": Heading("管段编号", "Arc id"),
    "capacity": _flow("能力", "Capacity"),
    "capacity_back": _flow("反向能力", "Capacity, backward"),
    "flow": _flow("流量", "Flow"),
    "use_of_capacity": Heading("能力利用", "Use of capacity", SHARE, 1),
    "binding": Heading("满负荷", "Binding"),
    "tier": Heading("层级", "Tier"),
    "may_order": Heading("本级可压减", "May order"),
    "curtailable": _flow("可压减", "Curtailable"),
    "order": Heading("次序", "Order", NONE, 0),
    "point": Heading("供气点", "Delivery point"),
    "user": Heading("用户编号", "User id"),
    "state": Heading("减/停", "Reduce or stop"),
    "load": _flow("负荷", "Load"),
    "safe_load": _flow("保安负荷", "Safe load"),
    "notify_by": Heading("告知截止", "Notify by"),
    "reason_zh": Heading("理由", "Reason (Chinese)"),
    "reason_en": Heading("理由（英文）", "Reason"),
    "measure": Heading("措施编号", "Measure id"),
    "available": _flow("可用", "Available"),
    "used": _flow("方案动用", "Used by the plan"),
    "lead_hours": Heading("提前量", "Lead", HOURS, 0),
    "note_zh": Heading("说明", "Note (Chinese)"),
    "note_en": Heading("说明（英文）", "Note"),
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
    "clause": Heading("条款", "Clause"),
    "lon": Heading("经度", "Longitude", ("°E", "°E"), 4),
    "lat": Heading("纬度", "Latitude", ("°N", "°N"), 4),
}


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
