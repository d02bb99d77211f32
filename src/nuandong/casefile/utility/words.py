"""Names of forecasters, methods and kinds of weather as the report and the terminal speak of them."""

from __future__ import annotations

from nuandong.casefile.report_words import pick
from nuandong.casefile.utility.scored import SPAN_WORDS
from nuandong.casefile.utility.trial import OWN, OWN_OBSERVED

FORECASTERS = {
    OWN: ("暖冬", "Nuandong"),
    OWN_OBSERVED: ("暖冬（用实况气温）", "Nuandong, observed weather"),
    "last known day": ("前一日照搬", "last known day"),
    "degree days": ("度日线性", "degree days"),
    "degree days × level": ("度日 × 水平", "degree days × level"),
    "BDEW sigmoid": ("S 形曲线（BDEW）", "sigmoid (BDEW)"),
    "boosted trees": ("提升树", "boosted trees"),
    "boosted residual": ("提升树（残差）", "boosted trees on the residual"),
    "ARIMA with regressors": ("自动 ARIMA（带气温）", "ARIMA with regressors"),
}
METHODS = {
    "full": ("完整模型", "full model"),
    "temperature_only": ("仅气温", "temperature only"),
    "pooled": ("合并曲线", "pooled profile"),
    "last_comparable_day": ("最近可比日", "last comparable day"),
}
WEATHERS = {
    "observed": ("实况", "observed"),
    "stored": ("当时的预报气温", "as it had been forecast"),
    "given": ("表中给出的未来气温", "given in the table"),
    "earlier_years": ("由往年同期的天气推演", "earlier years' lived again"),
    "usual": ("往年同期平均", "the mean of the season in earlier years"),
    "none": ("没有气温", "none"),
}


def forecaster_word(name: str, *, language: str) -> str:
    """A forecaster's name; one that is not known here goes by its own."""
    return pick(language, *FORECASTERS.get(name, (name, name)))


def method_word(name: str, *, language: str) -> str:
    """How a forecast came about."""
    return pick(language, *METHODS.get(name, (name, name)))


def weather_word(name: str, *, language: str) -> str:
    """Which weather a forecast rests on."""
    return pick(language, *WEATHERS[name])


def span_word(span: str, *, language: str) -> str:
    """A kind of days."""
    return pick(language, *SPAN_WORDS[span])
