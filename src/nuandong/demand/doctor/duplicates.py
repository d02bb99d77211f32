"""Days written twice: once too often if the values agree, not known if they differ.

Seen: two rows of one series with one date. Repairs: keep the first, the last, their mean, or forget the day.
"""

from __future__ import annotations

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.laying import Doubled
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.findings import Severity

AGREE_WHY = Words("同一天只应有一行；数值相同，取其一", "a day has one row; the values agree, so one stands")
DIFFER_WHY = Words(
    "同一天不能有两个用量；在您选择之前按未知处理",
    "a day has one value; until you choose it counts as not known",
)


def find_duplicates(doubled: tuple[Doubled, ...]) -> list[Fault]:
    """One fault for each run of days that agree, one for each day whose rows differ."""
    faults: list[Fault] = []
    run: list[Doubled] = []
    for day in doubled:
        if not day.agree:
            faults.append(_differing(day))
        elif run and _goes_on(run[-1], day):
            run.append(day)
        else:
            faults += [_agreeing(run)] if run else []
            run = [day]
    return faults + ([_agreeing(run)] if run else [])


def _goes_on(before: Doubled, day: Doubled) -> bool:
    """Whether a doubled day follows another of the same series."""
    same = (before.series, before.measure) == (day.series, day.measure)
    return same and (day.day - before.day).days == 1


def _agreeing(days: list[Doubled]) -> Fault:
    first, times = days[0], len(days[0].values)
    return Fault(
        FaultKind.DUPLICATE,
        Stretch(first.measure, first.series, first.day, days[-1].day),
        Words(
            f"{len(days)} 天各有 {times} 行，数值相同",
            f"{len(days)} days have {times} rows each, equal in value",
        ),
        AGREE_WHY,
        size=float(len(days)),
    )


def _differing(day: Doubled) -> Fault:
    listed = ", ".join(f"{value:g}" for value in day.values)
    choices = (
        (Words("取首行", "keep the first row"), day.values[0]),
        (Words("取末行", "keep the last row"), day.values[-1]),
        (Words("取平均", "take the mean"), sum(day.values) / len(day.values)),
    )
    stretch = Stretch(day.measure, day.series, day.day, day.day)
    return Fault(
        FaultKind.CONFLICT,
        stretch,
        Words(f"同一天有不同数值：{listed}", f"the day has different values: {listed}"),
        DIFFER_WHY,
        tuple(stretch.replace(words, (value,)) for words, value in choices),
        size=float(len(day.values)),
        severity=Severity.ERROR,
    )
