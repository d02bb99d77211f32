"""Which counties' reports do not fit what else is known of them: a first mass balance.

A report is held against what the county itself reported on the days before, moved as its neighbours' reports moved
class by class, and against whatever else witnesses its use: a metered offtake, a nomination. It names suspects and
nothing more. That a report was false is found by people.

What it cannot see: counties that overstate together by the same share, and a county that was false on every day
that is looked at, unless a meter or a nomination contradicts it.

Clause: T-093 (false reports; a suspect by rule, a finding by people).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nuandong.units import Flow, Share

Floats = NDArray[np.float64]

SMALLEST_USE = 0.05  # 10^4 m3/day: below 500 m3 a ratio says nothing
FEWEST_NEIGHBOURS = (
    4  # fewer tell one county's oddity from weather badly; then the whole province is the neighbour
)
FEWEST_DAYS = 3
POOLED_DAYS = 6.0  # the scatter of all counties weighs as much as so many days of the county's own
SMALLEST_SCATTER = 0.01  # no county is known better than to 1 %: meters are read by hand
MAD_TO_SD = 1.4826
SUSPECT_SHARE = 0.05  # judged: five per cent is beyond meters and rounding
SUSPECT_DEVIATIONS = 3.0  # judged: of the county's own scatter


@dataclass(frozen=True, slots=True)
class ReportedUse:
    """What counties reported: `use[c,k,t]` of county c, class k, day t in 10^4 m3/day; the last day is judged.

    NaN where nothing is known. `neighbours[c]` names the group of counties under one sky.
    """

    counties: tuple[str, ...]
    neighbours: tuple[str, ...]
    use: Floats


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Another's word on the use of the last day: `flow[c]` in 10^4 m3/day (NaN: none) and its relative error."""

    name: str
    flow: Floats
    error: Share


@dataclass(frozen=True, slots=True)
class Suspect:
    """A report that does not fit: both figures (10^4 m3/day), the difference in standard deviations, who says so."""

    county: str
    reported: Flow
    expected: Flow
    deviations: float
    witnesses: tuple[str, ...]

    @property
    def share(self) -> Share:
        """Reported over expected, less one: +0.10 is ten per cent too much."""
        return self.reported / self.expected - 1.0


@dataclass(frozen=True, slots=True)
class Balance:
    """Suspects, the least likely first; how many counties could be judged at all, of how many that filed."""

    suspects: tuple[Suspect, ...]
    judged: int
    filed: int


def mass_balance(*, reported: ReportedUse, witnesses: Sequence[Witnessed] = ()) -> Balance:
    """Counties whose report of the last day lies beyond what their own past, neighbours and meters allow.

    With u[c,t] the sum over classes and m[c,k] the median of earlier days,

        expected[c,t] = sum_k m[c,k] * median_(j beside c) u[j,k,t] / m[j,k]
        scatter[c]    = robust standard deviation of log(u/expected) over earlier days, pooled with all counties'

    and other witnesses w with error s_w join by inverse variance of the logarithm. A county is a suspect where the
    difference exceeds both `SUSPECT_SHARE` and `SUSPECT_DEVIATIONS`.
    """
    total = _totals(reported.use)
    expected = _expected(reported)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.log(total / expected)
    scatter = _scatter(residual[:, :-1])
    found, judged = [], 0
    for place, county in enumerate(reported.counties):
        now = total[place, -1]
        told = [("neighbours", float(expected[place, -1]), float(scatter[place]))]
        told += [(one.name, float(one.flow[place]), one.error) for one in witnesses]
        told = [one for one in told if np.isfinite(one[1]) and one[1] >= SMALLEST_USE and np.isfinite(one[2])]
        if not np.isfinite(now) or not told:
            continue
        judged += 1
        suspect = _judge(county, float(now), told)
        if suspect is not None:
            found.append(suspect)
    found.sort(key=lambda one: -abs(one.deviations))
    return Balance(tuple(found), judged, int(np.isfinite(total[:, -1]).sum()))


def _judge(county: str, now: Flow, told: Sequence[tuple[str, float, float]]) -> Suspect | None:
    """All witnesses together: the mean of logarithms weighed by inverse variance, and how far the report is from it."""
    weights = [1.0 / max(error, SMALLEST_SCATTER) ** 2 for _, _, error in told]
    middle = sum(weight * math.log(flow) for weight, (_, flow, _) in zip(weights, told, strict=True)) / sum(
        weights
    )
    expected = math.exp(middle)
    if now < SMALLEST_USE:  # nothing reported where something was used: no logarithm of nought
        return Suspect(county, now, expected, -math.inf, tuple(name for name, _, _ in told))
    difference = math.log(now) - middle
    deviations = float(difference * math.sqrt(sum(weights)))
    if abs(math.expm1(difference)) < SUSPECT_SHARE or abs(deviations) < SUSPECT_DEVIATIONS:
        return None
    return Suspect(county, now, expected, deviations, tuple(name for name, _, _ in told))


def _totals(use: Floats) -> Floats:
    """Sum over classes; NaN where no class is known."""
    known = np.isfinite(use).any(axis=1)
    return np.where(known, np.nansum(use, axis=1), np.nan)


def _expected(reported: ReportedUse) -> Floats:
    """Each county on each day from its usual use and the movement of the others; NaN where that says nothing."""
    use = reported.use
    usual = _median(use[:, :, :-1], axis=2)
    enough = np.isfinite(_totals(use)[:, :-1]).sum(axis=1) >= FEWEST_DAYS
    usual = np.where(enough[:, None] & (usual >= SMALLEST_USE), usual, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = use / usual[:, :, None]
    groups = np.asarray(reported.neighbours)
    out = np.full((use.shape[0], use.shape[2]), np.nan)
    for place in range(use.shape[0]):
        beside = _beside(groups, place, moved)
        movement = _median(moved[beside], axis=0)
        whole = _median(_median(moved[np.arange(len(groups)) != place], axis=0), axis=0)
        movement = np.where(np.isfinite(movement), movement, whole[None, :])  # a class that no neighbour has
        parts = np.where(np.isfinite(usual[place])[:, None], usual[place][:, None] * movement, 0.0)
        out[place] = np.where(enough[place], parts.sum(axis=0) + _small_rest(use[place]), np.nan)
    return np.where(out >= SMALLEST_USE, out, np.nan)


def _small_rest(use: Floats) -> float:
    """Classes too small to have a movement stay as they usually are."""
    usual = _median(use[:, :-1], axis=1)
    return float(np.where(np.isfinite(usual) & (usual < SMALLEST_USE), usual, 0.0).sum())


def _beside(groups: NDArray[np.str_], place: int, moved: Floats) -> NDArray[np.bool_]:
    """The others under the same sky that filed on the last day; all others where they are too few."""
    others = np.arange(len(groups)) != place
    filed = np.isfinite(moved[:, :, -1]).any(axis=1)
    near: NDArray[np.bool_] = others & filed & (groups == groups[place])
    return near if near.sum() >= FEWEST_NEIGHBOURS else np.asarray(others)


def _scatter(residual: Floats) -> Floats:
    """Robust standard deviation of each county's residuals, drawn to that of all; never below `SMALLEST_SCATTER`.

    A residual is taken from the county's own median day, which itself lies in the days: with few days the scatter
    comes out too small by about sqrt(n / (n - 1)), which is given back.
    """
    days = np.isfinite(residual).sum(axis=1).astype(float)
    centred = residual - _median(residual, axis=1)[:, None]
    pooled = MAD_TO_SD * float(_median(np.abs(centred).ravel()[None, :], axis=1)[0])
    if not np.isfinite(pooled):
        pooled = SUSPECT_SHARE
    own = MAD_TO_SD * _median(np.abs(centred), axis=1)
    own = np.where(np.isfinite(own), own, pooled)
    mixed = np.sqrt((POOLED_DAYS * pooled**2 + days * own**2) / (POOLED_DAYS + days))
    few = np.sqrt(np.where(days > 1, (days + 1) / np.maximum(days - 1, 1), 2.0))
    return np.asarray(np.maximum(mixed * few, SMALLEST_SCATTER))


def _median(values: Floats, *, axis: int) -> Floats:
    """Median of what is known; NaN where nothing is."""
    if values.shape[axis] == 0:
        return np.full(np.delete(values.shape, axis), np.nan)
    known = np.isfinite(values)
    ordered = np.sort(np.where(known, values, np.inf), axis=axis)
    count = known.sum(axis=axis)
    low = np.take_along_axis(ordered, np.expand_dims(np.maximum(count - 1, 0) // 2, axis), axis=axis)
    high = np.take_along_axis(
        ordered, np.expand_dims(np.minimum(count // 2, values.shape[axis] - 1), axis), axis=axis
    )
    middle = (low + high).squeeze(axis=axis) / 2
    return np.where(count > 0, middle, np.nan)
