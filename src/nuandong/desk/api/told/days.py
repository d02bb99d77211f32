"""Gas days and runs as the interface tells them, out of pictures that were cut to the account's scope before."""

from __future__ import annotations

import math
from typing import Any

from nuandong.assess.picture import DayPicture
from nuandong.desk.alerts.models import Proposal
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.desk.outlook.models import Run

OUTLOOK = ("demand", "demand_low", "demand_high", "supply", "gap_share", "gap_residual", "livelihood_gap",
           "mean_temperature")  # fmt: skip
COUNTY = ("demand", "delivered", "shortfall", "relief", "unserved", "livelihood_gap")


def known(figure: Any) -> float | None:
    """A figure, or nothing where nobody can know it."""
    return float(figure) if figure is not None and math.isfinite(figure) else None


def both(zh: str, en: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": zh, "en": en}


def level_told(run: Run, picture: DayPicture) -> dict[str, Any]:
    """Level and gap of the province."""
    gaps = picture.province
    return {
        "gas_day": run.gas_day,
        "run": run.pk,
        "as_of": run.as_of,
        "level": gaps.level[0],
        "gap": known(gaps.gap_before[0]),
        "demand": known(gaps.demand[0]),
        "supply": known(gaps.supply[0]),
        "scope": "province",
    }


def run_told(run: Run) -> dict[str, Any]:
    """Where a run stands and what it rests on; why one failed stands on its page."""
    names = ("gas_day", "as_of", "state", "requested_at", "started_at", "finished_at", "level", "reported", "expected",
             "plan_code", "policy_version", "input_hash", "programme_version")  # fmt: skip
    told = {name: getattr(run, name) for name in names}
    return {"id": run.pk, "gap_share": known(run.gap_share), **told}


def day_told(run: Run, picture: DayPicture) -> dict[str, Any]:
    """A gas day by a run."""
    proposal = picture.proposal
    return {
        "gas_day": run.gas_day,
        "run": run_told(run),
        "level": proposal.level,
        "headline": both(proposal.headline_zh, proposal.headline_en),
        "decide_by": proposal.decide_by,
        "reasons": [both(one.text_zh, one.text_en) for one in proposal.reasons],
        "outlook": [_outlook_day(picture, place) for place in range(len(picture.stamp.days))],
        "changes": changes_told(run),
        "remarks": [
            {"code": one.code, "value": one.value, "wanted": both(one.wanted_zh, one.wanted_en),
             "severity": one.severity.value}
            for one in picture.findings
        ],
    }  # fmt: skip


def changes_told(run: Run) -> list[dict[str, str]]:
    """What changed of the province since the run before, as it was kept with the proposal."""
    kept = Proposal.objects.filter(run=run, scope=PROVINCE).values_list("changes", flat=True).first()
    return [both(one["zh"], one["en"]) for one in kept or ()]


def _outlook_day(picture: DayPicture, place: int) -> dict[str, Any]:
    gaps = picture.province
    told = {name: known(getattr(gaps, name)[place]) for name in OUTLOOK}
    told["gap"] = known(gaps.gap_before[place])
    return {"gas_day": picture.stamp.days[place], "level": gaps.level[place], **told}


def county_told(picture: DayPicture, place: int) -> dict[str, Any]:
    """One county on the first gas day."""
    rows = picture.counties
    figures = {name: known(getattr(rows, name)[place, 0]) for name in COUNTY}
    return {
        "county": rows.county[place],
        "name": both(rows.name_zh[place], rows.name_en[place]),
        "city": rows.city[place],
        "reported": bool(rows.reported[place]),
        **figures,
    }


def cut_told(picture: DayPicture, place: int) -> dict[str, Any]:
    """One line that a run proposes."""
    cuts = picture.cuts
    names = ("point", "user", "county", "tier", "consumer_class", "state", "notify_by")
    return {
        "place": cuts.order[place],
        "name": both(cuts.name_zh[place], cuts.name_en[place]),
        "reason": both(cuts.reason_zh[place], cuts.reason_en[place]),
        **{name: getattr(cuts, name)[place] for name in names},
        **{name: known(getattr(cuts, name)[place]) for name in ("load", "safe_load", "relief")},
    }
