"""How utilities measure gas: units of use, of temperature and of wind, each with its exact factor.

Volume is brought to 10^4 m3 and energy to GJ; neither is ever turned into the other, so no heating value is assumed.
Volumes stay at the pressure and temperature at which they were measured: a constant factor between two sets of
reference conditions changes no forecast told back in the unit of the file.

Sources: international foot 0.3048 m (1959); Btu of the International Table 1 055.05585262 J, so that a therm is
0.105505585262 GJ (the legal US therm of 1.054804e8 J is 0.02 % less and no meter tells them apart).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from nuandong.units import TO_CELSIUS, TO_METRES_A_SECOND

FOOT3 = 0.3048**3  # m3
BTU = 1055.05585262e-9  # GJ
HOUR = 0.0036  # GJ in a kWh


class Dimension(StrEnum):
    """What a unit measures; `unknown` where the file does not say."""

    VOLUME = "volume"
    ENERGY = "energy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UseUnit:
    """A unit of use: what it measures, its factor to the inner unit (10^4 m3 or GJ), whether it is a rate per hour."""

    word_zh: str
    word_en: str
    dimension: Dimension
    factor: float
    per_hour: bool = False

    def word(self, *, language: str) -> str:
        """The unit as it is written in a language."""
        return self.word_en if language.startswith("en") else self.word_zh

    @property
    def per_day(self) -> UseUnit:
        """The unit in which a day's use is told: a rate becomes what flows in an hour at that rate."""
        if not self.per_hour:
            return self
        zh, en = (_AMOUNT_OF.get(word, word) for word in (self.word_zh, self.word_en))
        return UseUnit(zh, en, self.dimension, self.factor)


_AMOUNT_OF = {"kW": "kWh", "MW": "MWh", "GW": "GWh", "m³/h": "m³", "万m³/h": "万m³", "10⁴ m³/h": "10⁴ m³"}
UNTOLD = UseUnit("（文件未注明单位）", "(unit not told)", Dimension.UNKNOWN, 1.0)


def _volume(zh: str, en: str, cubic_metres: float, per_hour: bool = False) -> UseUnit:
    return UseUnit(zh, en, Dimension.VOLUME, cubic_metres / 1e4, per_hour)


def _energy(word: str, gigajoules: float, per_hour: bool = False) -> UseUnit:
    return UseUnit(word, word, Dimension.ENERGY, gigajoules, per_hour)


_WRITTEN: tuple[tuple[str, UseUnit], ...] = (
    ("m3 cbm cum 方 立方 立方米", _volume("m³", "m³", 1.0)),
    ("nm3 sm3 scm ncm 标方 标准立方米", _volume("标准m³", "Nm³", 1.0)),
    ("10^3m3 1000m3 千m3 千方 千立方米 e3m3 thousandm3", _volume("千m³", "10³ m³", 1e3)),
    ("10^4m3 10000m3 万m3 万方 万立方米 万立方 万标方 万标准立方米 万nm3 e4m3 10kcbm", _volume("万m³", "10⁴ m³", 1e4)),
    ("10^6m3 百万m3 百万方 百万立方米 millionm3 mcm mmcm mmscm mmsm3 msm3 mnm3 miom3 e6m3",
     _volume("百万m³", "10⁶ m³", 1e6)),
    ("10^8m3 亿m3 亿方 亿立方米 亿立方", _volume("亿m³", "10⁸ m³", 1e8)),
    ("10^9m3 bcm billionm3 十亿m3 十亿立方米", _volume("十亿m³", "10⁹ m³", 1e9)),
    ("cf ft3 cuft scf 立方英尺", _volume("ft³", "ft³", FOOT3)),
    ("ccf hcf", _volume("ccf", "ccf", 100 * FOOT3)),
    ("mcf mscf kcf 千立方英尺", _volume("mcf", "mcf", 1e3 * FOOT3)),
    ("mmcf mmscf 百万立方英尺", _volume("MMcf", "MMcf", 1e6 * FOOT3)),
    ("bcf bscf 十亿立方英尺", _volume("Bcf", "Bcf", 1e9 * FOOT3)),
    ("m3/h nm3/h sm3/h 方/时 立方米/小时", _volume("m³/h", "m³/h", 1.0, per_hour=True)),
    ("万m3/h 10^4m3/h 万方/时", _volume("万m³/h", "10⁴ m³/h", 1e4, per_hour=True)),
    ("mj 兆焦", _energy("MJ", 1e-3)),
    ("gj 吉焦", _energy("GJ", 1.0)),
    ("tj 太焦", _energy("TJ", 1e3)),
    ("pj", _energy("PJ", 1e6)),
    ("kwh 千瓦时", _energy("kWh", HOUR)),
    ("mwh 兆瓦时", _energy("MWh", 1e3 * HOUR)),
    ("gwh 吉瓦时", _energy("GWh", 1e6 * HOUR)),
    ("twh 太瓦时", _energy("TWh", 1e9 * HOUR)),
    ("kw", _energy("kW", HOUR, per_hour=True)),
    ("mw", _energy("MW", 1e3 * HOUR, per_hour=True)),
    ("gw", _energy("GW", 1e6 * HOUR, per_hour=True)),
    ("gcal 百万大卡", _energy("Gcal", 4.1868)),
    ("btu", _energy("Btu", BTU)),
    ("kbtu", _energy("kBtu", 1e3 * BTU)),
    ("therm therms thm th 色姆", _energy("therm", 1e5 * BTU)),
    ("mmbtu 百万英热 百万英热单位", _energy("MMBtu", 1e6 * BTU)),
    ("dth dekatherm dekatherms decatherm decatherms", _energy("Dth", 1e6 * BTU)),
    ("mdth", _energy("MDth", 1e9 * BTU)),
    ("bbtu", _energy("BBtu", 1e9 * BTU)),
    ("mmdth", _energy("MMDth", 1e12 * BTU)),
)  # fmt: skip
_DAY = re.compile(r"(?:/|per|每)?(?:day|日|天)$|/d$|pd$|(?<=f)d$|(?<=cm)d$")
_MARKS = str.maketrans(
    {"³": "3", "⁴": "^4", "⁶": "^6", "⁸": "^8", "⁹": "^9", "×": "", "*": "", "·": "", "⋅": ""}
)


def _folded(written: str) -> str:
    """A unit without case, blanks, dots and marks of multiplication; powers as `10^4`."""
    raised = re.sub(r"10\s*([⁴⁶⁸⁹])", lambda met: "10" + met[1], written)
    plain = unicodedata.normalize("NFKC", raised.translate(_MARKS)).casefold()
    plain = re.sub(r"10\s*(?:\*\*|\^)\s*", "10^", plain)
    plain = re.sub(r"\b(m|ft)\^3", r"\g<1>3", plain)
    return re.sub(r"[\s._]|^(?:in|units?:)\s*", "", plain).replace("10,000", "10000").replace("1,000", "1000")


_USE_UNITS = {_folded(word): unit for words, unit in _WRITTEN for word in words.split()}
_SPOKEN = {
    "cubicmetres": "m3", "cubicmeters": "m3", "cubicfeet": "cf", "10k m3": "10^4m3", "10kcubicmetres": "10^4m3",
    "millioncubicmetres": "10^6m3", "millioncubicmeters": "10^6m3", "thousandcubicfeet": "mcf",
    "millioncubicfeet": "mmcf", "billioncubicfeet": "bcf", "billioncubicmetres": "10^9m3",
    "thousandcubicmetres": "10^3m3", "thousandcubicmeters": "10^3m3", "millionbtu": "mmbtu",
}  # fmt: skip


def use_unit(written: str) -> UseUnit | None:
    """The unit of use that a text names, `/d` and its like left aside; None for no known one."""
    plain = _folded(written)
    for candidate in (plain, _DAY.sub("", plain)):
        found = _USE_UNITS.get(_folded(_SPOKEN.get(candidate, candidate)))
        if found:
            return found
    return None


def known_units() -> str:
    """The units that may be named, for a refusal."""
    return ", ".join(dict.fromkeys(unit.word_en for _, unit in _WRITTEN))


_TEMPERATURES = {
    "C": "c °c degc deg c celsius centigrade ℃ 摄氏度 摄氏 度 º c ºc",
    "F": "f °f degf deg f fahrenheit ℉ 华氏度 华氏 ºf",
    "K": "k kelvin 开尔文 开",
}
_WINDS = {
    "m/s mps ms-1 ms 米/秒 米每秒": 1.0,
    "km/h kmh kph 公里/小时": TO_METRES_A_SECOND["km/h"],
    "mph mi/h": TO_METRES_A_SECOND["mph"],
    "kn kt knots 节": TO_METRES_A_SECOND["kn"],
}


def temperature_unit(written: str) -> str | None:
    """`C`, `F` or `K` for a text that names a unit of temperature; None for no known one."""
    plain = unicodedata.normalize("NFKC", written).casefold().replace(" ", "")
    return next((unit for unit, words in _TEMPERATURES.items() if plain and plain in words.split()), None)


def wind_factor(written: str) -> float | None:
    """The factor to m/s of a unit of wind speed; None for no known one."""
    plain = unicodedata.normalize("NFKC", written).casefold().replace(" ", "")
    return next((factor for words, factor in _WINDS.items() if plain and plain in words.split()), None)


def celsius_line(unit: str) -> tuple[float, float]:
    """Factor and shift that bring a temperature in C, F or K to degC: factor * value + shift."""
    return TO_CELSIUS[unit]
