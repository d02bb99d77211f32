"""The league: forecasters beside each other on many series, without one large series ruling all.

Errors are shares of a series' mean use. Over series they are averaged as geometric means, so that a ratio means the
same for a smooth country and a noisy hamlet. The rival is the single peer that is best over all series, chosen
once; besides, on each series the forecaster stands beside whichever peer is best there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import FloatArray, Share


@dataclass(frozen=True, slots=True)
class Standing:
    """One forecaster against the others: ratios of errors, below 1 where it is better."""

    rival: str
    ratio: float  # geometric mean over series of its error over the rival's
    worst_series: str
    worst_peer: str
    worst_ratio: float  # its error over the best peer's of that series


@dataclass(frozen=True, slots=True, eq=False)
class League:
    """Mean absolute errors (forecasters, series) as shares of mean use, NaN where a forecaster did not run."""

    forecasters: tuple[str, ...]
    series: tuple[str, ...]
    error: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Geometric mean over the series that all ran on, (forecasters,)."""
        ran = ~np.isnan(self.error).any(axis=0)
        if not ran.any():
            return np.full(len(self.forecasters), np.nan)
        return np.asarray(np.exp(np.log(np.maximum(self.error[:, ran], 1e-12)).mean(axis=1)))

    def ranked(self) -> tuple[tuple[str, Share], ...]:
        """Forecasters and their mean errors, the best first."""
        order = np.argsort(self.mean, kind="stable")
        return tuple((self.forecasters[place], float(self.mean[place])) for place in order)

    def beside_best(self, who: str) -> FloatArray:
        """Errors of `who` over those of whichever other is best on each series, (series,)."""
        own = self.forecasters.index(who)
        others = [place for place in range(len(self.forecasters)) if place != own]
        return np.asarray(self.error[own] / np.nanmin(self.error[others], axis=0), dtype=np.float64)

    def standing(self, who: str) -> Standing:
        """How `who` stands against all others."""
        own = self.forecasters.index(who)
        others = [place for place in range(len(self.forecasters)) if place != own]
        rival = min(others, key=lambda place: float(self.mean[place]))
        beside = self.beside_best(who)
        worst = int(np.nanargmax(beside))
        peer = others[int(np.nanargmin(self.error[others, worst]))]
        return Standing(
            rival=self.forecasters[rival],
            ratio=float(self.mean[own] / self.mean[rival]),
            worst_series=self.series[worst],
            worst_peer=self.forecasters[peer],
            worst_ratio=float(beside[worst]),
        )
