"""Where the figures of a report come from: the file or case, its units, what was assumed, found and repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import numpy as np

from nuandong.casefile.report_words import instant_text, pick
from nuandong.casefile.utility.checked import Checked
from nuandong.casefile.utility.measure import Dimension, UseUnit
from nuandong.casefile.utility.parts import footer
from nuandong.casefile.utility.read import UtilityHistory
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.demand.doctor import Mended
from nuandong.demand.series import UseHistory
from nuandong.findings import Findings
from nuandong.units import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A history ready to be learned from and everything that a report must say of where it comes from."""

    name: str
    file: str
    digest: str
    history: UseHistory
    units: tuple[UseUnit, ...]
    weather: StoredWeather | None
    said: tuple[Said, ...]
    findings: Findings
    record: tuple[Mended, ...] = ()
    offered: int = 0
    name_en: str = ""

    @classmethod
    def of(cls, told: UtilityHistory, examined: Checked) -> Source:
        """A file that was read, and what the doctor said and did."""
        return cls(
            name=told.name, file=told.source, digest=told.digest, history=examined.history, units=told.units,
            weather=told.weather, said=told.said, findings=told.findings + examined.findings,
            record=examined.record, offered=examined.offered, name_en=told.name_en,
        )  # fmt: skip

    @property
    def factors(self) -> FloatArray:
        """Inner figures over these are figures in the file's own units, (n,)."""
        return np.array([unit.factor for unit in self.units])

    def title(self, language: str) -> str:
        """What the figures are of, in a language."""
        return pick(language, self.name, self.name_en or self.name)

    def unit_of(self, series: int) -> UseUnit:
        """The unit in which a series is told."""
        return self.units[series]

    def series_of(self, series: int, language: str) -> str:
        """The series a picture shows, where there are several."""
        if len(self.history.units) < 2:
            return ""
        return pick(
            language, f"系列“{self.history.units[series]}” · ", f"series “{self.history.units[series]}” · "
        )

    def footer(self, language: str, *, known: date, at: datetime) -> str:
        """What a page rests on: the file and its hash, units, the last day known, and when it was written."""
        volume = any(unit.dimension is Dimension.VOLUME for unit in self.units)
        measured = pick(language, "；体积按原计量状态", "; volumes at the conditions they were measured at")
        words = dict.fromkeys(unit.word(language=language) for unit in self.units)
        return footer(
            (
                (pick(language, "数据文件", "File"), self.file),
                ("SHA-256", self.digest),
                (pick(language, "单位", "Unit"), ", ".join(words)),
                (
                    pick(language, "热值", "Heating value"),
                    pick(language, "未使用", "none used") + (measured if volume else ""),
                ),
                (pick(language, "截至", "As of"), str(known)),
                (pick(language, "生成", "Written"), instant_text(at)),
            ),
            language,
        )

    def repairs(self, language: str) -> str:
        """What was repaired, or that nothing was and how to ask for it, as HTML."""
        if not self.record and not self.offered:
            return ""
        if not self.record:
            words = pick(
                language,
                f"没有作任何修复：{self.offered} 处有可选修复，用 --repair all 或 --repair 类别 采用；"
                "未知的值不参与计算。",
                f"Nothing was repaired. For {self.offered} of them a repair is offered: --repair all, "
                "or --repair KIND; what is"
                " unknown stays out of the computation.",
            )
            return f'<p class="source">{escape(words)}</p>'
        lines = "".join(f"<li>{escape(line)}</li>" for line in repair_lines(self.record, language))
        title = pick(
            language,
            f"按要求作了 {len(self.record)} 处修复：",
            f"Repaired as asked, {len(self.record)} times:",
        )
        return f"<p>{title}</p><ol>{lines}</ol>"


def repair_lines(record: Sequence[Mended], language: str) -> list[str]:
    """Each repair made: series, days, and what was done."""
    lines = []
    for mended in record:
        stretch, words, count = mended.repair.stretch, mended.repair.words, len(mended.days)
        zh = f"{stretch.series} {stretch.first} 至 {stretch.last}：{words.zh}（{count} 天有变）"
        en = f"{stretch.series}, {stretch.first} to {stretch.last}: {words.en} ({count} days changed)"
        lines.append(pick(language, zh, en))
    return lines
