"""One weighted program of a balance case in other people's modelling tools, each as a user of it would write it who
wants it quick: whole arrays where the tool has them, its direct way to HiGHS, HiGHS with the same options.

`python -m benchmarks.peer_models TOOL WINTER DAYS` solves one instance and says as JSON what came out, how many CPU
seconds building and solving took, and the most memory that the process held.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.instances import province
from nuandong.balance import BalanceCase
from nuandong.balance.peers import rank_weights, to_pypsa, weighted_cost
from nuandong.balance.program import DUAL_SIMPLEX, Program

HIGHS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "solver": "simplex",
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


def by_highs(case: BalanceCase, weights: np.ndarray) -> float:
    """Our own way: arrays in column order, handed to HiGHS."""
    cost = weighted_cost(case=case, weights=weights)
    return Program(case).minimise(cost, strategy=DUAL_SIMPLEX)


def by_pypsa(case: BalanceCase, weights: np.ndarray) -> float:
    """PyPSA at its leanest: model, solution, and nothing of what `optimize` works out afterwards."""
    network = to_pypsa(case=case, weights=weights)
    network.optimize.create_model(include_objective_constant=False)
    network.model.solve("highs", io_api="direct", **HIGHS)
    network.optimize.assign_solution()
    return float(network.objective)


def by_pypsa_optimize(case: BalanceCase, weights: np.ndarray) -> float:
    """PyPSA as its users call it."""
    network = to_pypsa(case=case, weights=weights)
    network.optimize(solver_name="highs", io_api="direct", include_objective_constant=False, **HIGHS)
    return float(network.objective)


def by_linopy(case: BalanceCase, weights: np.ndarray) -> float:
    """linopy: one variable a block, all node balances by one grouped sum."""
    import linopy

    model = linopy.Model()
    block = _linopy_blocks(model, case)
    _linopy_nodes(model, case, block)
    _linopy_stores(model, case, block)
    priced = (
        ("forward", case.links.cost), ("backward", case.links.cost), ("take", case.supplies.cost),
        ("withdrawal", case.tanks.cost), ("unserved", weights[case.demands.rank]),
    )  # fmt: skip
    days = case.steps.days
    terms = [(block[name] * _frame(np.outer(cost, days))).sum() for name, cost in priced if name in block]
    model.add_objective(linopy.merge(terms, dim="_term"))
    model.solve("highs", io_api="direct", **HIGHS)
    return float(model.objective.value)


def _linopy_blocks(model: Any, case: BalanceCase) -> dict[str, Any]:
    links, tanks = case.links, case.tanks
    full = np.repeat(tanks.capacity[:, None], case.steps.count, axis=1)
    upper = {
        "forward": links.capacity,
        "backward": links.capacity_back,
        "take": case.supplies.limit,
        "withdrawal": tanks.sendout,
        "injection": tanks.injection,
        "inventory": full,
        "unserved": case.demands.quantity,
    }
    lower = {name: np.zeros_like(most) for name, most in upper.items()}
    lower["inventory"] = np.minimum(tanks.least, full)
    return {
        name: model.add_variables(_frame(lower[name]), _frame(most), name=name)
        for name, most in upper.items()
        if most.size
    }


def _frame(values: np.ndarray) -> Any:
    import xarray

    rows, steps = values.shape
    return xarray.DataArray(values, {"row": np.arange(rows), "step": np.arange(steps)})


def _linopy_nodes(model: Any, case: BalanceCase, block: dict[str, Any]) -> None:
    import linopy
    import xarray

    links, tanks, demands = case.links, case.tanks, case.demands
    entering = (
        ("forward", links.head, 1.0), ("forward", links.tail, -1.0), ("backward", links.tail, 1.0),
        ("backward", links.head, -1.0), ("take", case.supplies.node, 1.0), ("withdrawal", tanks.node, 1.0),
        ("injection", tanks.node, -1.0), ("unserved", demands.node, 1.0),
    )  # fmt: skip
    begin, parts, at = 0, [], []
    for name, node, sign in entering:
        if name in block:
            numbers = np.arange(begin, begin + node.size)
            parts.append((sign * block[name]).assign_coords(row=numbers))
            at.append(node)
            begin += node.size
    node = xarray.DataArray(np.concatenate(at), {"row": np.arange(begin)}, name="node")
    balance = linopy.merge(parts, dim="row").groupby(node).sum()
    wanted = np.zeros((case.nodes, case.steps.count))
    np.add.at(wanted, demands.node, demands.quantity)
    present = np.unique(node.values)
    right = xarray.DataArray(wanted[present], {"node": present, "step": np.arange(case.steps.count)})
    model.add_constraints(balance == right, name="node_balance")


def _linopy_stores(model: Any, case: BalanceCase, block: dict[str, Any]) -> None:
    tanks, days = case.tanks, case.steps.days
    if not tanks.node.size:
        return
    kept = 1.0 - tanks.boil_off[:, None] * days[None, :]
    held = block["inventory"]
    length = _frame(np.broadcast_to(days, kept.shape))
    change = held - length * block["injection"] + length * block["withdrawal"]
    opening = np.zeros_like(kept)
    opening[:, 0] = kept[:, 0] * tanks.opening
    before = np.where(np.arange(days.size) > 0, kept, 0.0)
    stored = change - _frame(before) * held.shift(step=1)
    model.add_constraints(stored == _frame(opening), name="store_continuity")


def by_oemof(case: BalanceCase, weights: np.ndarray) -> float:
    """oemof.solph: one converter a way of a pipe, one sink a node; steps must be whole days."""
    from oemof import solph

    if not (case.steps.days == 1.0).all():
        raise ValueError("oemof's storage begins at a time point; this model of it knows whole days only")
    system = solph.EnergySystem(timeindex=range(case.steps.count + 1), infer_last_interval=False)
    buses = [solph.Bus(label=f"node {node}") for node in range(case.nodes)]
    system.add(*buses, *_oemof_ways(solph, case, buses, weights), *_oemof_stores(solph, case, buses))
    model = solph.Model(system)
    model.solve(solver="highs", cmdline_options=HIGHS)
    return float(model.objective())


def _oemof_flow(solph: Any, limit: np.ndarray, cost: float = 0.0) -> Any:
    most = float(limit.max())
    return solph.Flow(
        nominal_capacity=most, maximum=limit / most if most else 0.0, variable_costs=float(cost)
    )


def _oemof_ways(solph: Any, case: BalanceCase, buses: list[Any], weights: np.ndarray) -> Iterator[Any]:
    """Pipes, supplies, uses and what of them is not served."""
    links, supplies, demands = case.links, case.supplies, case.demands
    for row, ends in enumerate(zip(links.tail, links.head, strict=True)):
        ways = ((ends, links.capacity[row]), (ends[::-1], links.capacity_back[row]))
        for way, ((tail, head), capacity) in enumerate(ways):
            if capacity.any():
                yield solph.components.Converter(
                    label=f"link {row} {way}",
                    inputs={buses[tail]: _oemof_flow(solph, capacity, links.cost[row])},
                    outputs={buses[head]: solph.Flow()},
                )
    for row, node in enumerate(supplies.node):
        flow = _oemof_flow(solph, supplies.limit[row], supplies.cost[row])
        yield solph.components.Source(label=f"supply {row}", outputs={buses[node]: flow})
    for row, node in enumerate(demands.node):
        flow = _oemof_flow(solph, demands.quantity[row], weights[demands.rank[row]])
        yield solph.components.Source(label=f"unserved {row}", outputs={buses[node]: flow})
    wanted = np.zeros((case.nodes, case.steps.count))
    np.add.at(wanted, demands.node, demands.quantity)
    for node in np.flatnonzero(wanted.any(axis=1)):
        most = float(wanted[node].max())
        flow = solph.Flow(nominal_capacity=most, fix=wanted[node] / most)
        yield solph.components.Sink(label=f"use {node}", inputs={buses[node]: flow})


def _oemof_stores(solph: Any, case: BalanceCase, buses: list[Any]) -> Iterator[Any]:
    tanks = case.tanks
    for row, node in enumerate(tanks.node):
        room = float(tanks.capacity[row])
        yield solph.components.GenericStorage(
            label=f"store {row}",
            inputs={buses[node]: _oemof_flow(solph, tanks.injection[row])},
            outputs={buses[node]: _oemof_flow(solph, tanks.sendout[row], tanks.cost[row])},
            nominal_capacity=room,
            initial_storage_level=float(tanks.opening[row]) / room,
            balanced=False,
            loss_rate=float(tanks.boil_off[row]),
            min_storage_level=np.concatenate([[0.0], np.minimum(tanks.least[row] / room, 1.0)]),
        )


TOOLS: dict[str, Callable[[BalanceCase, np.ndarray], float]] = {
    "highs": by_highs,
    "linopy": by_linopy,
    "pypsa": by_pypsa,
    "pypsa-optimize": by_pypsa_optimize,
    "oemof": by_oemof,
}


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status")
    if (
        status.exists()
    ):  # what the parent held before this program began does not count here, as it would below
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def release(tool: str) -> str:
    """The version of what a tool is installed from."""
    return version({"highs": "highspy", "oemof": "oemof.solph"}.get(tool, tool.partition("-")[0]))


def unpriced(case: BalanceCase) -> BalanceCase:
    """The case with gas and carriage for nothing: only what is missing counts, as in the benchmark of the balance."""
    return replace(
        case,
        links=replace(case.links, cost=np.zeros_like(case.links.cost)),
        supplies=replace(case.supplies, cost=np.zeros_like(case.supplies.cost)),
        tanks=replace(case.tanks, cost=np.zeros_like(case.tanks.cost)),
    )


def main(arguments: list[str]) -> int:
    """Solve one instance with one tool; two days of it come first, so that nobody is charged for imports.

    The answer is the last line of what is printed: solvers and tools greet on the way.
    """
    tool, winter, days = arguments[0], arguments[1], int(arguments[2])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    solve = TOOLS[tool]
    cases = [unpriced(province(winter=winter, days=count)) for count in (2, days)]
    weights = rank_weights(ranks=cases[0].ranks, least=1.0)
    solve(cases[0], weights)
    begin = time.process_time()
    objective = solve(cases[1], weights)
    seconds = time.process_time() - begin
    found = {
        "objective": objective,
        "seconds": seconds,
        "megabytes": peak_megabytes(),
        "version": release(tool),
    }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
