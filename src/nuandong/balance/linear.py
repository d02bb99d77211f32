"""A linear program of equations inside HiGHS, kept warm: only costs and bounds change between solves.

A run that begins at a basis moves no cost aside (HiGHS perturbs costs against degeneracy): it is near its end, and what
is moved aside has to be brought back, which costs more than all the rest.
"""

from __future__ import annotations

import highspy
import numpy as np

from nuandong.balance.constraints import Rows
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, FloatArray

DUAL_TOLERANCE = 1e-7
WRONG_SIGN = 1e-9  # a reduced cost this far on the wrong side of zero asks for a pivot, as in HiGHS itself
PRIMAL_SIMPLEX = 4
DUAL_SIMPLEX = 1
STEPS_A_ROW = 1  # a run from a basis that needs more than one step a row was not near its end
FEWEST_STEPS = 2000
TOLERANCE = 1e-9  # of every bound and reduced cost
WIDER = (1e-8, 1e-7)
NO_LIMIT = 2**31 - 1


LOST = (
    highspy.HighsModelStatus.kIterationLimit,
    highspy.HighsModelStatus.kUnknown,
    highspy.HighsModelStatus.kSolveError,
    highspy.HighsModelStatus.kNotset,
)


class SolverFailure(AssuranceError):
    """The solver ended without a proven optimum."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(
            f"The solver stopped with '{status}' and proved no optimum. Check the case with `nuandong check`; "
            f"if it has no findings, keep the case folder and report it."
        )


class NoPlan(SolverFailure):
    """Least stocks, capacities of stores or volumes over a window cannot be kept, whatever is left unserved."""

    def __init__(self, status: str) -> None:
        AssuranceError.__init__(
            self,
            f"No plan keeps what must be kept ({status}): least stocks, capacities of stores, volumes over a window. "
            f"Lower a least stock or raise a limit.",
        )
        self.status = status


class OutOfTime(SolverFailure):
    """The time limit was reached before any plan was found."""

    def __init__(self, status: str) -> None:
        AssuranceError.__init__(
            self,
            f"No plan within the time limit ({status}). Give more seconds, or ask for fewer days.",
        )
        self.status = status


class LinearProgram:
    """One HiGHS object that holds equations over bounded columns and stays warm."""

    def __init__(self, rows: Rows, lower: FloatArray, upper: FloatArray) -> None:
        self.rows, self.right = rows, rows.right
        self.lower, self.upper = lower, upper
        self._highs = highspy.Highs()
        _silence(self._highs)
        check(_pass(self._highs, rows, lower, upper))
        self._columns = np.arange(lower.size, dtype=np.int32)
        self._waiting = np.zeros(lower.size, dtype=np.bool_)
        self._has_plan = False
        self._is_near = False  # whether the next run begins at a basis
        self._at_vertex = False  # whether `value` belongs to the basis that HiGHS holds
        self.reduced_cost: FloatArray = np.zeros(lower.size)
        self.value: FloatArray = np.zeros(lower.size)
        self.row_dual: FloatArray = np.zeros(rows.right.size)
        self.limit = np.inf

    @property
    def solver(self) -> highspy.Highs:
        """The HiGHS object, for rows that come and go (`share_rows`)."""
        return self._highs

    @property
    def basis(self) -> highspy.HighsBasis:
        """Where the last solve ended."""
        found: highspy.HighsBasis = self._highs.getBasis()
        return found

    def begin_at(self, basis: highspy.HighsBasis) -> None:
        """Begin the next solve where another program of the same shape ended; one that does not fit is ignored."""
        self._is_near = self._highs.setBasis(basis) == highspy.HighsStatus.kOk

    def forget(self) -> None:
        """Begin the next run from nothing."""
        self._highs.clearSolver()
        self._is_near = False

    @property
    def spent(self) -> float:
        """Seconds of wall time that all runs have taken."""
        return float(self._highs.getRunTime())

    def give(self, seconds: float) -> None:
        """Let further runs take at most so many seconds of wall time together with those already made."""
        self.limit = seconds
        check(self._highs.setOptionValue("time_limit", seconds))

    def minimise(self, cost: FloatArray, *, strategy: int) -> float:
        """Least `cost @ columns` within the present bounds, from the last basis where there is one."""
        highs = self._highs
        check(highs.changeColsCost(self._columns.size, self._columns, np.asarray(cost, dtype=np.float64)))
        check(highs.setOptionValue("simplex_strategy", strategy))
        self.run()
        solution = highs.getSolution()
        self.value = np.asarray(solution.col_value, dtype=np.float64)[: self.lower.size]
        self.reduced_cost = np.asarray(solution.col_dual, dtype=np.float64)[: self.lower.size]
        self.row_dual = np.asarray(solution.row_dual, dtype=np.float64)
        self._at_vertex = True
        return float(highs.getInfo().objective_function_value)

    def run(self) -> None:
        """Solve with the present costs and bounds; a run that began near the end and lost its way begins again."""
        self._close()
        is_near, self._is_near, self._at_vertex = self._is_near, True, False
        status = _run(self._highs, moves_aside=not is_near, may_lose=is_near)
        if is_near and status in LOST:
            status = self._run_anew(TOLERANCE)
        if status in LOST:
            # What was moved aside could not be brought back: slower, but nothing is left to bring back.
            status = self._run_anew(TOLERANCE, moves_aside=False)
        for wider in WIDER if self._has_plan else ():
            if status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
                break
            status = self._run_anew(wider)
        _refuse_unproven(self._highs, status)
        self._has_plan = True

    def _run_anew(self, tolerance: float, *, moves_aside: bool = True) -> highspy.HighsModelStatus:
        """Solve from nothing. What earlier runs hold is rounded, so that a program which has a plan may miss it by a
        hair: then a wider tolerance finds it."""
        self._highs.clearSolver()
        check(self._highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX))
        check(self._highs.setOptionValue("primal_feasibility_tolerance", tolerance))
        status = _run(self._highs, moves_aside=moves_aside, may_lose=False)
        check(self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE))
        return status

    def is_least(self, cost: FloatArray) -> bool:
        """Whether the last plan has least `cost @ columns` too; then its duals are those of this cost.

        Prices the last basis: y = B'^-1 cost_B, reduced cost = cost - A'y. No column that may still move has a
        reduced cost on the wrong side, so that a run would find nothing to do. False where that is not so, or
        where the solver holds no basis of the last plan.
        """
        priced = self._prices(cost) if self._at_vertex else None
        if priced is None:
            return False
        reduced = cost - np.bincount(
            self.rows.column, self.rows.value * priced[self.rows.row], minlength=cost.size
        )
        room_below, room_above = self.value - self.lower, self.upper - self.value
        may_rise, may_fall = room_above > room_below, room_below > room_above
        inside = np.minimum(room_below, room_above) > DUAL_TOLERANCE
        moves = self.upper > self.lower
        wrong = moves & ((may_rise & (reduced < -WRONG_SIGN)) | (may_fall & (reduced > WRONG_SIGN)))
        if wrong.any() or (inside & (np.abs(reduced) > WRONG_SIGN)).any():
            return False
        self.reduced_cost, self.row_dual = reduced, priced
        return True

    def _prices(self, cost: FloatArray) -> FloatArray | None:
        """Duals of all rows at the last basis, or None where the solver cannot tell."""
        status, basic = self._highs.getBasicVariables()
        if status != highspy.HighsStatus.kOk:
            return None
        right = np.where(basic >= 0, cost[np.maximum(basic, 0)], 0.0)
        status, priced = self._highs.getBasisTransposeSolve(right)
        return np.asarray(priced, dtype=np.float64) if status == highspy.HighsStatus.kOk else None

    def fix(self, where: BoolArray, at: FloatArray) -> None:
        """Hold columns at a value: bounds close, the basis stays; the solver is told before its next run."""
        held = np.clip(at[where], self.lower[where], self.upper[where])
        self.lower[where], self.upper[where] = held, held
        self._waiting |= where

    def _close(self) -> None:
        chosen = np.flatnonzero(self._waiting).astype(np.int32)
        if chosen.size:
            check(self._highs.changeColsBounds(chosen.size, chosen, self.lower[chosen], self.upper[chosen]))
            self._waiting[:] = False

    def hold_face(self) -> None:
        """Keep to the optimal face of the last solve.

        A column whose reduced cost is not zero sits at the same bound in every optimum; all rows are
        equations. Holding these columns therefore keeps exactly the set of optima, without the leak of a
        tolerance row.
        """
        self.fix(np.abs(self.reduced_cost) > DUAL_TOLERANCE, self.nearest_bound())

    def nearest_bound(self) -> FloatArray:
        """For each column the bound that its value is next to."""
        to_lower = np.abs(self.value - self.lower) <= np.abs(self.upper - self.value)
        bound: FloatArray = np.where(to_lower, self.lower, self.upper)
        return bound


def _pass(highs: highspy.Highs, rows: Rows, lower: FloatArray, upper: FloatArray) -> highspy.HighsStatus:
    """Hand the program over as whole arrays; through `HighsLp` every number would be handed over by itself."""
    order = np.argsort(rows.column, kind="stable")  # the parts are sorted runs, which this merges
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.column, minlength=lower.size))])
    status: highspy.HighsStatus = highs.passModel(
        lower.size,
        rows.right.size,
        rows.value.size,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        np.zeros(lower.size),
        lower,
        upper,
        rows.right,
        rows.right,
        starts.astype(np.int32),
        rows.row[order].astype(np.int32),
        rows.value[order],
        np.zeros(lower.size, dtype=np.int32),  # all continuous
    )
    return status


def _run(highs: highspy.Highs, *, moves_aside: bool, may_lose: bool) -> highspy.HighsModelStatus:
    """One run; costs and bounds are moved aside against degeneracy or not, and it is given up early if it may be."""
    steps = max(FEWEST_STEPS, STEPS_A_ROW * highs.getNumRow())
    for name, setting in (
        ("dual_simplex_cost_perturbation_multiplier", float(moves_aside)),
        ("primal_simplex_bound_perturbation_multiplier", float(moves_aside)),
        ("simplex_iteration_limit", steps if may_lose else NO_LIMIT),
    ):
        check(highs.setOptionValue(name, setting))
    highs.run()  # what came of it is the status of the model
    status: highspy.HighsModelStatus = highs.getModelStatus()
    return status


def _refuse_unproven(highs: highspy.Highs, status: highspy.HighsModelStatus) -> None:
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise OutOfTime(highs.modelStatusToString(status))
    if status == highspy.HighsModelStatus.kInfeasible:
        raise NoPlan(highs.modelStatusToString(status))
    if status != highspy.HighsModelStatus.kOptimal:
        raise SolverFailure(highs.modelStatusToString(status))


def _silence(highs: highspy.Highs) -> None:
    """One thread, one seed, no output: the same case gives the same bits."""
    for name, setting in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
        check(highs.setOptionValue(name, setting))
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        check(highs.setOptionValue(name, TOLERANCE))


def check(status: highspy.HighsStatus) -> None:
    """An option that HiGHS does not know fails without a word; ask every time."""
    if status == highspy.HighsStatus.kError:
        raise SolverFailure(str(status))
