"""What if: the same gas day with something changed, beside the day as it is.

Both pictures are computed by the same chain; the second begins from what the first has solved. Nothing that is
shown here was estimated: the changed picture is what `assess_day` gives for the changed case.

Clauses: T-038 (extremes and failures), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from nuandong.assess import arrange
from nuandong.assess.case import Case
from nuandong.assess.changes import Change, applied
from nuandong.assess.day import Progress, answers_for
from nuandong.assess.picture import DayPicture
from nuandong.assess.remembered import Remembered
from nuandong.gasday import CHINA
from nuandong.policy import PolicyBook
from nuandong.units import CUBIC_METRE, FloatArray, to_cubic_metre

PROVINCE = (
    ("demand", "需求", "Demand"),
    ("supply", "供应（合同与日指定）", "Supply, contracted and nominated"),
    ("gap_before", "缺口（措施前）", "Gap before measures"),
    ("deliverable_gap", "可输送缺口", "Deliverable gap"),
    ("gap_after_storage", "缺口（动用储气等措施后）", "Gap after storage and measures"),
    ("gap_residual", "剩余缺口（压减后）", "Residual gap after cuts"),
    ("livelihood_gap", "民生缺口", "Livelihood gap"),
)


@dataclass(frozen=True, slots=True, eq=False)
class DifferenceRows:
    """Figures of both pictures, n rows over T gas days, 10^4 m3/day; `group` is province, tier or county.

    Of tiers and counties it is the relief, of counties also the use of homes that is missing (`home`).
    """

    group: tuple[str, ...]
    key: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    before: FloatArray
    after: FloatArray

    @property
    def change(self) -> FloatArray:
        """After less before, (n, T)."""
        return to_cubic_metre(self.after - self.before)


@dataclass(frozen=True, slots=True, eq=False)
class UserRows:
    """Delivery points whose cut of the first gas day changes, n rows, 10^4 m3/day.

    `turn` is "in" (cut only with the change), "out" (no longer cut), "more" or "less".
    """

    point: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    county: tuple[str, ...]
    tier: tuple[str, ...]
    turn: tuple[str, ...]
    before: FloatArray
    after: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A gas day as it is and with changes: both pictures, and what differs."""

    changes: tuple[Change, ...]
    before: DayPicture
    after: DayPicture
    differences: DifferenceRows
    users: UserRows

    @property
    def level_before(self) -> str:
        """Key of the level as things are."""
        return self.before.proposal.level

    @property
    def level_after(self) -> str:
        """Key of the level with the changes."""
        return self.after.proposal.level


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The day as it is, kept so that many what-ifs can be asked of it at less than its price."""

    case: Case
    as_of: datetime
    policy: PolicyBook
    picture: DayPicture
    solved: Remembered


def standing_of(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> Standing:
    """Compute the day as it is once, for `what_if(standing=…)`; arguments and errors as of `assess_day`."""
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    book, solved = policy or case.policy, Remembered()
    picture = _picture(case, instant, book, solved, progress)
    return Standing(case, instant, book, picture, solved)


def what_if(
    *,
    case: Case,
    changes: Sequence[Change],
    as_of: datetime | None = None,
    standing: Standing | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """The case's gas day with changes, beside the day as it is.

    `standing` (of the same case and time) saves computing the day as it is again. `progress` is told the stage and
    the part done (0..1); raising from it cancels. Raises `UnknownPart` and `ImpossibleChange` for a change that the
    case cannot take, else as `assess_day`.
    """
    tell = progress or (lambda stage, part: None)
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    changed = applied(case, changes, as_of=instant)
    known = standing if standing and standing.case is case and standing.as_of == instant else None
    begins = 0.0 if known else 0.6
    if known is None:
        known = standing_of(case=case, as_of=instant, progress=lambda stage, part: tell(stage, begins * part))
    after = _picture(
        changed,
        instant,
        _rules_of(changed, known),
        known.solved.copied(),
        lambda stage, part: tell(stage, begins + (1.0 - begins) * part),
    )
    return Comparison(
        changes=tuple(changes),
        before=known.picture,
        after=after,
        differences=differences_of(before=known.picture, after=after),
        users=changed_users(before=known.picture, after=after),
    )


def differences_of(*, before: DayPicture, after: DayPicture) -> DifferenceRows:
    """Gaps of the province, relief by tier, relief and missing homes by county, of both pictures."""
    tiers, counties = before.tiers, before.counties
    parts = [("province", *words, getattr(before.province, words[0]), getattr(after.province, words[0]))
             for words in PROVINCE]  # fmt: skip
    parts += [
        ("tier", key, tiers.name_zh[row], tiers.name_en[row], tiers.relief[row], after.tiers.relief[row])
        for row, key in enumerate(tiers.tier)
    ]
    for group, column in (("county", "relief"), ("home", "livelihood_gap")):
        one, other = getattr(counties, column), getattr(after.counties, column)
        parts += [
            (group, county, counties.name_zh[row], counties.name_en[row], one[row], other[row])
            for row, county in enumerate(counties.county)
        ]
    return DifferenceRows(
        group=tuple(part[0] for part in parts),
        key=tuple(part[1] for part in parts),
        name_zh=tuple(part[2] for part in parts),
        name_en=tuple(part[3] for part in parts),
        before=to_cubic_metre(np.stack([part[4] for part in parts])),
        after=to_cubic_metre(np.stack([part[5] for part in parts])),
    )


def changed_users(*, before: DayPicture, after: DayPicture) -> UserRows:
    """Delivery points that are cut in one picture only, or otherwise than in the other, in cut order."""
    one = dict(zip(before.cuts.point, before.cuts.relief, strict=True))
    other = dict(zip(after.cuts.point, after.cuts.relief, strict=True))
    names = {
        point: (cuts.name_zh[row], cuts.name_en[row], cuts.county[row], cuts.tier[row])
        for cuts in (before.cuts, after.cuts)
        for row, point in enumerate(cuts.point)
    }
    points = [
        point
        for point in dict.fromkeys((*after.cuts.point, *before.cuts.point))
        if abs(other.get(point, 0.0) - one.get(point, 0.0)) >= CUBIC_METRE / 2
    ]
    return UserRows(
        point=tuple(points),
        name_zh=tuple(names[point][0] for point in points),
        name_en=tuple(names[point][1] for point in points),
        county=tuple(names[point][2] for point in points),
        tier=tuple(names[point][3] for point in points),
        turn=tuple(_turn(one.get(point, 0.0), other.get(point, 0.0)) for point in points),
        before=np.asarray([one.get(point, 0.0) for point in points], dtype=np.float64),
        after=np.asarray([other.get(point, 0.0) for point in points], dtype=np.float64),
    )


def _turn(before: float, after: float) -> str:
    if before <= 0:
        return "in"
    if after <= 0:
        return "out"
    return "more" if after > before else "less"


def _rules_of(changed: Case, known: Standing) -> PolicyBook:
    """The rules that the day was decided by, unless the change brings others."""
    before, after = known.case, changed
    is_same = (before.policy_text, before.settings.province) == (after.policy_text, after.settings.province)
    return known.policy if is_same else changed.policy


def _picture(
    case: Case, as_of: datetime, policy: PolicyBook, solved: Remembered, progress: Progress | None
) -> DayPicture:
    tell = progress or (lambda stage, part: None)
    return arrange.day_picture(answers_for(case=case, as_of=as_of, policy=policy, tell=tell, solve=solved))
