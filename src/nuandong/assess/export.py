"""The balance problem of a case for other modelling tools: what the plan of its gas day solves, or its season.

An analyst can so check the plan against a tool of somebody else, and go on there (`nuandong.balance.peers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from nuandong.assess.day import day_answers
from nuandong.assess.problem import measured_problem
from nuandong.assess.proof import problem_names
from nuandong.assess.season import season_asked
from nuandong.balance import BalanceCase
from nuandong.balance.certificate import Names
from nuandong.balance.peers import PypsaTables, Terms, pypsa_tables, pypsa_terms
from nuandong.balance.peers.network import network_of
from nuandong.policy import PolicyBook
from nuandong.units import FloatArray

if TYPE_CHECKING:
    import pypsa

    from nuandong.assess.case import Case
    from nuandong.assess.day import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """A balance problem with the names of its rows and its gas days.

    `weights` of the methods are CNY per m3 unserved by rank; left out, `rank_weights` gives them.
    """

    problem: BalanceCase
    names: Names
    gas_days: tuple[date, ...]

    def tables(self, *, weights: FloatArray | None = None) -> PypsaTables:
        """The tables of PyPSA's components; nothing needs PyPSA."""
        return pypsa_tables(case=self.problem, names=self.names, gas_days=self.gas_days, weights=weights)

    def network(self, *, weights: FloatArray | None = None) -> pypsa.Network:
        """The network; raises `PeerMissing` where PyPSA is not installed."""
        return network_of(self.tables(weights=weights))

    def terms(self, *, weights: FloatArray | None = None) -> Terms:
        """What `network.optimize(extra_functionality=…)` needs where `tables().notes` names something."""
        return pypsa_terms(case=self.problem, names=self.names, weights=weights)


def day_problem(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> Exported:
    """What the plan of the gas day and its outlook solves, inside the powers that the day's level gives.

    Arguments and errors as of `assess_day`, whose runs come first: the level follows from them.
    """
    work = day_answers(case=case, as_of=as_of, policy=policy, progress=progress).work
    rows = work.plan.rows
    problem = measured_problem(grounds=work.grounds, rows=rows, powers=work.powers)
    names = problem_names(grounds=work.grounds, tiers=work.loads.tiers, rows=rows)
    return Exported(problem, names, work.axes.days)


def season_problem(
    *, case: Case, as_of: datetime | None = None, policy: PolicyBook | None = None
) -> Exported:
    """What the outlook of the whole season solves; arguments and errors as of `plan_season`."""
    asked = season_asked(case=case, as_of=as_of, policy=policy)
    names = problem_names(grounds=asked.grounds, tiers=asked.loads.tiers, rows=asked.rows)
    return Exported(asked.problem, names, asked.axes.days)
