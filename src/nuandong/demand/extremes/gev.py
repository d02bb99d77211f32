"""The generalised extreme-value law, fitted to a few winters by L-moments with its shape drawn to a prior.

Seven values say little about a scale and nothing about a shape; a fit that believes them gives a 1-in-20 day
anywhere. The shape is therefore a weighted mean of the record's and a prior's, by the length of the record.

Source: Hosking, Wallis and Wood 1985 (probability-weighted moments), Hosking 1990 (L-moments). Clause: T-038.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma, log

import numpy as np

from nuandong.units import FloatArray

NEARLY_GUMBEL = 1e-6
MOST_SHAPE = 0.45  # beyond it the second moment is lost; no record of winters can prove that


@dataclass(frozen=True, slots=True)
class ShapePrior:
    """What is believed of the shape before any record, and how many winters that belief is worth. Judged.

    `shape` is Hosking's k, positive for a law with an end: winter minima of daily means fall between a
    law with an end and a Gumbel law, so a little above zero.
    """

    shape: float = 0.1
    winters: float = 40.0


DEFAULT_SHAPE_PRIOR = ShapePrior()


@dataclass(frozen=True, slots=True, eq=False)
class ExtremeValueLaw:
    """Location, scale and shape k (Hosking's sign) of laws of maxima, arrays of one shape."""

    location: FloatArray
    scale: FloatArray
    shape: FloatArray

    def quantile(self, below: FloatArray | float) -> FloatArray:
        """The value that a maximum stays below with probability `below`, broadcast over the laws.

        q = location + scale * (1 - (-ln below)^k) / k
        """
        reduced = -np.log(np.asarray(below, dtype=np.float64))
        shape = np.where(np.abs(self.shape) < NEARLY_GUMBEL, NEARLY_GUMBEL, self.shape)
        value: FloatArray = self.location + self.scale * (1.0 - reduced**shape) / shape
        return value


def l_moments(sample: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """First three L-moments along the last axis (three values at least), unbiased; units of the sample.

        b_r = mean of x_(i) (i-1)…(i-r) / ((n-1)…(n-r)),  l1 = b0,  l2 = 2 b1 - b0,  l3 = 6 b2 - 6 b1 + b0

    Source: Hosking 1990.
    """
    ordered = np.sort(sample, axis=-1)
    count = ordered.shape[-1]
    rank = np.arange(count)
    b0 = ordered.mean(axis=-1)
    b1 = (ordered * rank).sum(axis=-1) / (count * (count - 1))
    b2 = (ordered * rank * (rank - 1)).sum(axis=-1) / (count * (count - 1) * (count - 2))
    return b0, 2 * b1 - b0, 6 * b2 - 6 * b1 + b0


def fit_extreme_values(
    *, maxima: FloatArray, prior: ShapePrior | None = DEFAULT_SHAPE_PRIOR
) -> ExtremeValueLaw:
    """The law of maxima (…, W winters) by L-moments; `prior` None leaves the shape to the record alone.

        c = 2 / (3 + l3 / l2) - ln 2 / ln 3,   k = 7.859 c + 2.9554 c^2
        k <- (W k + W0 k0) / (W + W0)
        scale = l2 k / ((1 - 2^-k) G(1 + k)),   location = l1 - scale (1 - G(1 + k)) / k

    Source: Hosking, Wallis and Wood 1985.
    """
    mean, spread, third = l_moments(maxima)
    spread = np.maximum(spread, 1e-12)
    c = 2.0 / (3.0 + np.clip(third / spread, -0.9, 0.9)) - log(2) / log(3)
    shape = 7.859 * c + 2.9554 * c**2
    if prior is not None:
        count = maxima.shape[-1]
        shape = (count * shape + prior.winters * prior.shape) / (count + prior.winters)
        shape = np.clip(shape, -MOST_SHAPE, MOST_SHAPE)
    shape = np.where(np.abs(shape) < NEARLY_GUMBEL, NEARLY_GUMBEL, shape)
    around = _gamma(1.0 + shape)
    scale = spread * shape / ((1.0 - 2.0**-shape) * around)
    return ExtremeValueLaw(mean - scale * (1.0 - around) / shape, scale, shape)


def _gamma(value: FloatArray) -> FloatArray:
    flat = np.array([gamma(one) for one in np.ravel(value)])
    return flat.reshape(np.shape(value))
