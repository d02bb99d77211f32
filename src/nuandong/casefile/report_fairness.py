"""The ledger of fairness in results: by county and tier, by user, and the history that the next day's case may take.

Clauses: T-028, T-045 (fair order, least cumulative hours).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_cells import Column, flows, left_out, section, volumes, words
from nuandong.casefile.report_tables import flat
from nuandong.casefile.report_words import Heading, number, percent, pick
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.curtailment.fairness import CountyFairness, UserFairness
from nuandong.units import CUBIC_METRE

MOST_ROWS = 20
COUNTY_FIGURES = (
    "users", "cuttable", "reducible", "relief", "share", "season_volume", "season_share", "rank", "hours_least",
    "hours_most", "hours_gini", "tier_spread", "tier_gini",
)  # fmt: skip
USER_FIGURES = ("days_cut", "hours_before", "hours_today", "hours_season", "season_volume", "rank")


def fairness_tables(picture: DayPicture) -> tuple[ResultTable, ...]:
    """The ledger's tables; none for a picture that keeps no ledger."""
    if picture.fairness is None:
        return ()
    return (county_fairness_table(picture), user_fairness_table(picture), history_table(picture))


def county_fairness_table(picture: DayPicture) -> ResultTable:
    """One row a county and tier: the gas day's share, the season's, rank in the tier, and how uneven it is."""
    rows = ledger_rows(picture)
    place = {county: row for row, county in enumerate(picture.counties.county)}
    tier_at = {tier: row for row, tier in enumerate(picture.tiers.tier)}
    named: dict[str, Sequence[Cell]] = {
        "county": rows.county,
        "county_zh": [_name(picture.counties.name_zh, place, county) for county in rows.county],
        "county_en": [_name(picture.counties.name_en, place, county) for county in rows.county],
        "tier": rows.tier,
        "tier_zh": [_name(picture.tiers.name_zh, tier_at, tier) for tier in rows.tier],
        "tier_en": [_name(picture.tiers.name_en, tier_at, tier) for tier in rows.tier],
    }
    figures = {name: flat(getattr(rows, name)) for name in COUNTY_FIGURES}
    return ResultTable("fairness", "公平台账（县区、层级）", "Fairness by county", {**named, **figures})


def _name(names: Sequence[str], place: dict[str, int], key: str) -> str:
    return names[place[key]] if key in place else key


def ledger_rows(picture: DayPicture) -> CountyFairness:
    """The ledger's rows by county and tier; ValueError for a picture without ledger."""
    if picture.fairness is None:
        raise ValueError("the picture keeps no ledger of fairness")
    return picture.fairness.counties


def ledger_users(picture: DayPicture) -> UserFairness:
    """The ledger's users; ValueError for a picture without ledger."""
    if picture.fairness is None:
        raise ValueError("the picture keeps no ledger of fairness")
    return picture.fairness.users


def user_fairness_table(picture: DayPicture) -> ResultTable:
    """One row a user who may be cut: hours and volume of the season."""
    rows = ledger_users(picture)
    named: dict[str, Sequence[Cell]] = {
        "user": rows.user, "name_zh": rows.name_zh, "name_en": rows.name_en, "county": rows.county,
    }  # fmt: skip
    figures = {name: flat(getattr(rows, name)) for name in USER_FIGURES}
    return ResultTable("fairness_users", "公平台账（用户）", "Fairness by user", {**named, **figures})


def history_table(picture: DayPicture) -> ResultTable:
    """Cuts of the season up to and with the plan, in the form of the case's own table `cut_history`."""
    history = picture.fairness.history if picture.fairness else None
    columns: dict[str, Sequence[Cell]] = {
        "point": history.point if history else (),
        "gas_day": history.gas_day if history else (),
        "relief": flat(history.relief) if history else (),
        "hours": flat(history.hours) if history else (),
        "known_at": history.known_at if history else (),
    }
    return ResultTable("cut_history", "压减记录（含本方案）", "Cuts with this plan", columns)


def fairness_statement(picture: DayPicture, *, language: str) -> str:
    """What the ledger rests on, and the tier whose counties have borne the most uneven shares."""
    rows, ledger = ledger_rows(picture), picture.fairness
    earlier = len(ledger.days) if ledger else 0
    ground = pick(
        language,
        f"本季此前 {earlier} 个气日有压减记录",
        f"{earlier} earlier gas days of the season hold cuts",
    )
    if not rows.county or float(rows.tier_spread.max()) <= 0:
        return ground + pick(language, "，各县至今未曾压减", "; no county has been cut yet")
    worst = int(np.argmax(rows.tier_gini))
    tier = dict(zip(picture.tiers.tier, pick_names(picture, language), strict=True))
    name, gini = tier.get(rows.tier[worst], rows.tier[worst]), f"{float(rows.tier_gini[worst]):.2f}"
    return ground + pick(
        language,
        f"；县际最不均的层级是{name}（基尼系数 {gini}）",
        f"; counties differ most in {name} (Gini {gini})",
    )


def pick_names(picture: DayPicture, language: str) -> Sequence[str]:
    """Names of the tiers in the language asked for."""
    return picture.tiers.name_en if language.startswith("en") else picture.tiers.name_zh


def burdened_rows(picture: DayPicture) -> list[int]:
    """Rows of the ledger that gave anything this season, the largest season share first."""
    rows = ledger_rows(picture)
    order = np.lexsort((-rows.season_volume, -np.round(rows.season_share, 6)))
    return [int(row) for row in order if rows.season_volume[row] > CUBIC_METRE / 2]


def fairness_part(picture: DayPicture, language: str) -> str:
    """The counties and tiers that have given most of what they can."""
    if picture.fairness is None:
        return ""
    rows, listed = ledger_rows(picture), burdened_rows(picture)
    shown = listed[:MOST_ROWS]
    table = county_fairness_table(picture).columns
    names = pick(language, "zh", "en")
    columns = [
        words("县区", "County", [str(table[f"county_{names}"][row]) for row in shown]),
        words("层级", "Tier", [str(table[f"tier_{names}"][row]) for row in shown]),
        flows("今日压减", "Cut today", rows.relief[shown]),
        Column(
            Heading("占可压减负荷", "Of what is above safe load"),
            [percent(float(s)) for s in rows.share[shown]],
        ),
        volumes("本季累计", "This season", rows.season_volume[shown]),
        Column(Heading("本季比例", "Season share"), [percent(float(s)) for s in rows.season_share[shown]]),
        Column(Heading("层级内排位", "Rank in tier"), [str(int(rank)) for rank in rows.rank[shown]]),
        Column(
            Heading("各户时数", "Hours of users", ("小时", "h")),
            [
                f"{number(float(rows.hours_least[row]), decimals=0)}–{number(float(rows.hours_most[row]), decimals=0)}"
                for row in shown
            ],
        ),
    ]
    more = left_out(language, len(listed) - len(shown), "fairness.csv")
    title = pick(language, "公平：谁压减得多", "Fairness: who has given most")
    lead = f'<p class="source">{fairness_statement(picture, language=language)}</p>'
    return section(title, columns, language, after=lead + more)
