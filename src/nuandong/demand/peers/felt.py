"""The strongest simple peer: degree days on a lagged effective temperature, times a level that adapts.

    model(t) = a + b short + c rest + d rest short + e back + f back short,   short(t) = max(0, balance - felt(t))
    felt(t)  = sum_k w_k T(t - k),  w_k ~ decay^k, k = 0..6
    level(o) = smoothed use / smoothed model up to o,     forecast = model * level^kept

`back` marks a working day after a rest day, on which cold rooms are warmed again. Decay, balance and the factors
by weighted least squares (older winters and warm days weigh less); smoothing and how much of the level is kept
are chosen for each lead by the error they would have had on the cold days of the record that is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.peers.ground import BACK, REFIT_EVERY, Asked, Eve, Series, fitted_every
from nuandong.units import FloatArray, IntArray

LAGS = 7
DECAYS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7)
BALANCES = tuple(float(balance) for balance in range(6, 21))
HALF_LIVES = (250.0, 900.0)  # days
SMOOTHINGS = (0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.55, 0.75)
KEPT = (0.6, 0.8, 0.9, 1.0)
JUDGED = 730  # most days on which smoothing is chosen
LEAST = 0.02  # of usual use: no model says less
WARM = 0.1  # weight of a day warmer than half of all days
COLD = 0.5  # of a high winter day's use: days above it judge the smoothing


@dataclass(frozen=True, slots=True, eq=False)
class FeltModel:
    """A fitted model; `smoothing` and `kept` for each lead."""

    decay: float
    balance: float
    factors: FloatArray
    least: float
    smoothing: FloatArray
    kept: FloatArray

    def use_at(self, felt: FloatArray, rest: FloatArray) -> FloatArray:
        """Use at effective temperatures on days of `rest` (…, 2), without level."""
        said: FloatArray = design(felt, rest, self.balance) @ self.factors
        return np.maximum(said, self.least)

    def said(self, series: Series, end: int) -> FloatArray:
        """Use on the first `end` days of a series, (end,), without level."""
        felt = felt_record(series.temperature[:end], self.decay)
        return self.use_at(felt, rest_columns(series, np.arange(end)))

    def felt(self, temperature: FloatArray) -> FloatArray:
        """Effective temperature of the last day of windows (…, at least LAGS days)."""
        return temperature[..., -LAGS:] @ weights_of(self.decay)[::-1]


def weights_of(decay: float) -> FloatArray:
    """Weights of today and the days before, today first, sum 1."""
    weights = decay ** np.arange(LAGS)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def felt_record(temperature: FloatArray, decay: float) -> FloatArray:
    """Effective temperature of every day (D,); the first day stands for the days before it."""
    padded = np.concatenate([np.full(LAGS - 1, temperature[0]), temperature])
    return np.convolve(padded, weights_of(decay), mode="valid")


def design(felt: FloatArray, rest: FloatArray, balance: float) -> FloatArray:
    """Columns of the model (…, 6)."""
    short = np.maximum(0.0, balance - felt)[..., None]
    return np.concatenate([np.ones_like(short), short, rest, rest * short], axis=-1)


def rest_columns(series: Series, day: IntArray) -> FloatArray:
    """Whether days (m,) are rest days, and working days after one, (m, 2)."""
    at = np.minimum(day, series.use.size - 1)
    rest, before = series.rest[at], series.rest[np.maximum(at - 1, 0)]
    return np.stack([rest, before & ~rest], axis=-1).astype(np.float64)


def levels(use: FloatArray, said: FloatArray, smoothing: FloatArray) -> FloatArray:
    """Level known before each day, (D + 1, smoothings): a ratio of smoothed sums, 1 before anything is known."""
    out = np.ones((use.size + 1, smoothing.size))
    above = below = np.full(smoothing.size, said.mean() * 0.1)  # a weak belief in level 1
    for day, (used, model) in enumerate(zip(use, said, strict=True)):
        if not np.isnan(used):
            above = (1 - smoothing) * above + smoothing * used
            below = (1 - smoothing) * below + smoothing * model
        out[day + 1] = above / below
    return np.maximum(out, 0.05)


def fit_felt(series: Series, learnt: int, leads: tuple[int, ...]) -> FeltModel:
    """The model that the first `learnt` days of a series teach."""
    use = series.use[:learnt]
    least = LEAST * (float(np.nanmean(use)) if (use == use).any() else 1.0)
    best: tuple[float, FeltModel] | None = None
    for half_life in HALF_LIVES:
        decay, balance, factors = _least_squares(series, learnt, half_life)
        bare = FeltModel(decay, balance, factors, least, np.ones(0), np.ones(0))
        error, smoothing, kept = _judged(use, bare.said(series, learnt), leads)
        if best is None or error < best[0]:
            best = (error, FeltModel(decay, balance, factors, least, smoothing, kept))
    assert best is not None
    return best[1]


def _least_squares(series: Series, learnt: int, half_life: float) -> tuple[float, float, FloatArray]:
    known = np.flatnonzero(~np.isnan(series.use[:learnt]))
    use, rest = series.use[known], rest_columns(series, known)
    warm = series.temperature[known] > (np.median(series.temperature[known]) if known.size else 0.0)
    weight = np.sqrt(0.5 ** ((learnt - known) / half_life) * np.where(warm, WARM, 1.0))
    best: tuple[float, float, float, FloatArray] = (np.inf, 0.0, 15.0, np.zeros(6))
    for decay in DECAYS:
        felt = felt_record(series.temperature[:learnt], decay)[known]
        for balance in BALANCES:
            columns = design(felt, rest, balance) * weight[:, None]
            square = columns.T @ columns + 1e-9 * np.eye(6)
            factors = np.linalg.solve(square, columns.T @ (use * weight))
            error = float(np.square(columns @ factors - use * weight).sum())
            if error < best[0]:
                best = (error, decay, balance, np.asarray(factors, dtype=np.float64))
    return best[1:]


def _judged(
    use: FloatArray, said: FloatArray, leads: tuple[int, ...]
) -> tuple[float, FloatArray, FloatArray]:
    """The error of the best smoothing and keeping for each lead, summed over leads, and these."""
    level = levels(use, said, np.array(SMOOTHINGS))
    first = max(0, use.size - JUDGED)
    total, smoothing, kept = 0.0, np.zeros(len(leads)), np.zeros(len(leads))
    for number, lead in enumerate(leads):
        target = np.arange(first + lead, use.size)
        known = target[~np.isnan(use[target]) & (said[target] >= COLD * np.quantile(said, 0.95))]
        if not known.size:
            smoothing[number], kept[number] = SMOOTHINGS[3], 1.0
            continue
        power = level[known - lead + 1][:, :, None] ** np.array(KEPT)
        error = np.abs(said[known][:, None, None] * power - use[known][:, None, None]).mean(axis=0)
        chosen = np.unravel_index(int(error.argmin()), error.shape)
        smoothing[number], kept[number] = SMOOTHINGS[chosen[0]], KEPT[chosen[1]]
        total += float(error[chosen])
    return total, smoothing, kept


class Followed:
    """A model along its series up to row `end`: what it says of each day (end,), the levels known before each.

    `level` (end + 1, leads) as of `levels`.
    """

    def __init__(self, model: FeltModel, series: Series, end: int) -> None:
        self.model, self.series = model, series
        self.said = model.said(series, end)
        self.level = levels(series.use[:end], self.said, model.smoothing)

    def expected(self, origins: IntArray, eve: Eve, number: int, lead: int) -> FloatArray:
        """Model times level at one lead, the model's `number`-th, from eves (m,)."""
        felt = self.model.felt(eve.temperature[:, : BACK + lead])
        rest = rest_columns(self.series, eve.day[:, BACK + lead - 1])
        kept: FloatArray = self.level[origins, number] ** self.model.kept[number]
        return self.model.use_at(felt, rest) * kept


@fitted_every(REFIT_EVERY)
def degree_days_and_level(asked: Asked) -> FloatArray:
    """The peer: one model a unit, refitted every 28 days, its level moved on daily."""
    model = fit_felt(asked.series, asked.learnt, asked.leads)
    followed, eve = Followed(model, asked.series, int(asked.origins.max())), asked.eve()
    told = [followed.expected(asked.origins, eve, *place) for place in enumerate(asked.leads)]
    return np.stack(told, axis=1)
