"""What the component tables of an export mean by PyPSA's rules, as a plain linear program for scipy."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from nuandong.balance.peers.tables import Component, PypsaTables


def objective_of(tables: PypsaTables) -> float:
    """Least cost of the network that the tables describe.

    Bus by bus: generators - loads - links leaving + links arriving + stores = 0, and of a store
    e[t] = (1 - standing_loss[t])^days[t] e[t-1] - days[t] p[t], where the opening stock loses nothing.
    """
    days, parts = tables.days, tables.components
    steps, bus_at = days.size, {name: row for row, name in enumerate(parts["buses"].name)}
    generators, links, stores = parts["generators"], parts["links"], parts["stores"]
    counts = [len(each.name) * steps for each in (generators, links, stores, stores)]
    first = np.concatenate([[0], np.cumsum(counts)])
    entries: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def enter(buses: np.ndarray, begin: int, sign: float) -> None:
        columns = begin + np.arange(buses.size * steps)
        rows = (buses[:, None] * steps + np.arange(steps)).ravel()
        entries.append((rows, columns, np.full(columns.size, sign)))

    def at(component: Component, key: str) -> np.ndarray:
        return np.array([bus_at[name] for name in component.columns[key]], dtype=np.int64)

    enter(at(generators, "bus"), first[0], 1.0)
    enter(at(links, "bus0"), first[1], -1.0)
    enter(at(links, "bus1"), first[1], 1.0)
    enter(at(stores, "bus"), first[2], 1.0)
    wanted = np.zeros((len(bus_at), steps))
    np.add.at(wanted, at(parts["loads"], "bus"), dense(parts["loads"], "p_set", steps))
    balance, begins = _stock_rows(tables, (first[2], first[3]), wanted.size)
    entries += balance
    rows, columns, values = (np.concatenate(each) for each in zip(*entries, strict=True))
    right = np.concatenate([wanted.ravel(), begins])
    upper = [_most(generators, steps), _most(links, steps)]
    room, least = stores.columns["e_nom"], dense(stores, "e_min_pu", steps)
    bounds = [(0.0, most) for most in np.concatenate(upper)]
    bounds += [(None, None)] * counts[2]
    bounds += list(zip((least * room[:, None]).ravel(), np.repeat(room, steps), strict=True))
    cost = np.zeros(first[-1])
    for component, begin in ((generators, first[0]), (links, first[1])):
        priced = np.outer(component.columns["marginal_cost"], days)
        cost[begin : begin + priced.size] = priced.ravel()
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(right.size, first[-1]))
    answer = linprog(cost, A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
    assert answer.status == 0, answer.message
    return float(answer.fun)


def dense(component: Component, key: str, steps: int) -> np.ndarray:
    """A column with its series laid over it, (n, t)."""
    full = np.repeat(np.asarray(component.columns[key])[:, None], steps, axis=1)
    series = component.series[key]
    full[series.rows] = series.values
    return full


def _most(component: Component, steps: int) -> np.ndarray:
    return (dense(component, "p_max_pu", steps) * component.columns["p_nom"][:, None]).ravel()


def _stock_rows(
    tables: PypsaTables, first: tuple[int, int], above: int
) -> tuple[list[tuple[np.ndarray, np.ndarray, np.ndarray]], np.ndarray]:
    """e[t] - kept[t] e[t-1] + days[t] p[t] = 0 below `above` rows, with the opening stock on the right."""
    stores, days = tables.components["stores"], tables.days
    count, steps = len(stores.name), days.size
    number = np.arange(count * steps).reshape(count, steps)
    kept = (1.0 - dense(stores, "standing_loss", steps)) ** days
    rows = above + number
    right = np.zeros((count, steps))
    right[:, 0] = stores.columns["e_initial"]
    return [
        (rows.ravel(), (first[0] + number).ravel(), np.tile(days, count)),
        (rows.ravel(), (first[1] + number).ravel(), np.ones(number.size)),
        (rows[:, 1:].ravel(), (first[1] + number[:, :-1]).ravel(), -kept[:, 1:].ravel()),
    ], right.ravel()
