"""Do shapes by hour, limits, targets and curves agree with the season, the stores and the contracts they speak of?

What is wrong here would else be silent: a flat class, a limit that never binds, a target that never comes up. As in
`agreement`, blanks are passed over, for they have been reported already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import numpy as np

from nuandong.assess.case import Settings
from nuandong.casefile.faults import Gathering
from nuandong.casefile.shape import ReadTable
from nuandong.gasday import HOURS
from nuandong.vocabulary import ConsumerClass, LimitKind

MEAN_OFF = 0.01  # factors are written with few digits; a mean further off is no rounding

Tables = Mapping[str, ReadTable]


def report_terms(tables: Tables, settings: Settings | None, *, faults: Gathering) -> None:
    """All checks of this page, in the order of the tables."""
    _report_low_nominations(tables, faults)
    _report_limits_below_contracts(tables, faults)
    _report_curves_above_capacity(tables, faults)
    _report_hour_shapes(tables["hour_shapes"], faults)
    if settings is not None and settings.season_first <= settings.season_last:
        _report_idle_limits(tables["shared_limits"], settings, faults)
        _report_idle_targets(tables["store_targets"], settings, faults)


def _report_hour_shapes(shapes: ReadTable, faults: Gathering) -> None:
    """A class has all 24 hours, and their factors the mean 1."""
    rows_of: dict[ConsumerClass, list[int]] = defaultdict(list)
    for row, word in enumerate(shapes.columns["consumer_class"]):
        if word is not None:
            rows_of[word].append(row)
    for word, rows in rows_of.items():
        missing = sorted(set(range(HOURS)) - set(shapes.columns["hour"][rows].tolist()))
        mean = float(shapes.columns["factor"][rows].mean())
        if missing:
            named = tuple(mark.join(map(str, missing)) for mark in ("、", ", "))
            faults.add("hours_missing", place=shapes.place(rows[0], "hour"), value=word.value, hours=named)
        elif mean == 0:
            faults.add("hours_all_zero", place=shapes.place(rows[0], "factor"), value=word.value)
        elif abs(mean - 1) > MEAN_OFF:
            place = shapes.place(rows[0], "factor")
            faults.add("hours_off_mean", place=place, value=word.value, mean=f"{mean:.3g}")


def _report_idle_targets(targets: ReadTable, settings: Settings, faults: Gathering) -> None:
    first, last = settings.season_first, settings.season_last
    for row, day in enumerate(targets.columns["gas_day"]):
        if day is not None and not first <= day <= last:
            place = targets.place(row, "gas_day")
            faults.add("target_outside_season", place=place, value=day, first=first, last=last)


def _report_idle_limits(limits: ReadTable, settings: Settings, faults: Gathering) -> None:
    first, last = settings.season_first, settings.season_last
    columns = limits.columns
    for row, (begins, ends) in enumerate(zip(columns["begins"], columns["ends"], strict=True)):
        if begins is None or ends is None or ends < begins or (begins <= last and ends >= first):
            continue
        place = limits.place(row, "begins" if begins > last else "ends")
        facts = {"begins": begins, "ends": ends, "first": first, "last": last}
        faults.add("limit_out_of_season", place=place, value=columns["limit"][row], **facts)


def _report_curves_above_capacity(tables: Tables, faults: Gathering) -> None:
    stores, curves = tables["stores"].columns, tables["store_curves"]
    capacity = dict(zip(stores["store"], stores["working_capacity"].tolist(), strict=True))
    inventory = curves.columns["inventory"].tolist()
    for row, store in enumerate(curves.columns["store"]):
        if inventory[row] > capacity.get(store, np.inf) * (1.0 + 1e-9):
            place, most = curves.place(row, "inventory"), f"{capacity[store]:g}"
            faults.add("curve_above_capacity", place=place, value=f"{inventory[row]:g}", capacity=most)


def _report_low_nominations(tables: Tables, faults: Gathering) -> None:
    """A nomination is not below its contract's daily minimum; contracts that contradict themselves are passed over."""
    contracts, nominations = tables["contracts"].columns, tables["nominations"]
    sound = np.where(contracts["daily_min"] <= contracts["daily_max"], contracts["daily_min"], 0.0)
    least = dict(zip(contracts["contract"], sound.tolist(), strict=True))
    flows = nominations.columns["flow"].tolist()
    for row, contract in enumerate(nominations.columns["contract"]):
        limit = least.get(contract, 0.0)
        if flows[row] < limit * (1.0 - 1e-9):
            place = nominations.place(row, "flow")
            facts = {"contract": contract, "limit": f"{limit:g}"}
            faults.add("nomination_below_contract", place=place, value=f"{flows[row]:g}", **facts)


def _report_limits_below_contracts(tables: Tables, faults: Gathering) -> None:
    """What contracts ask every day of the members of a daily limit fits into it."""
    limits = tables["shared_limits"]
    columns = limits.columns
    for row, name in enumerate(columns["limit"]):
        begins, ends = columns["begins"][row], columns["ends"][row]
        is_daily = columns["span"][row] == "day" and columns["kind"][row] is not LimitKind.SWAP
        if not is_daily or begins is None or ends is None:
            continue
        asked = _asked_by_day(tables["contracts"], _factors(tables["limit_members"], name), (begins, ends))
        day = max(asked, key=lambda each: asked[each], default=begins)
        if asked.get(day, 0.0) > columns["most"][row] * (1.0 + 1e-9):
            place, value = limits.place(row, "most"), f"{columns['most'][row]:g}"
            faults.add("limit_below_contracts", place=place, value=value, day=day, least=f"{asked[day]:g}")


def _factors(members: ReadTable, limit: str) -> dict[str, float]:
    columns = members.columns
    rows = zip(columns["limit"], columns["member"], columns["factor"].tolist(), strict=True)
    return {member: 1.0 if np.isnan(factor) else factor for name, member, factor in rows if name == limit}


def _asked_by_day(
    contracts: ReadTable, factors: dict[str, float], term: tuple[date, date]
) -> dict[date, float]:
    """Sum of daily minimums within a term, on each day on which one of the contracts begins or the term does."""
    columns = contracts.columns
    asked = [
        (begins, ends, least * factors[supply])
        for supply, link, begins, ends, least in zip(
            columns["supply"],
            columns["link"],
            columns["begins"],
            columns["ends"],
            columns["daily_min"].tolist(),
            strict=True,
        )
        if supply in factors and link != "downstream" and begins and ends and least * factors[supply] > 0
    ]
    days = sorted({max(begins, term[0]) for begins, _, _ in asked if begins <= term[1]})
    return {day: sum(least for begins, ends, least in asked if begins <= day <= ends) for day in days}
