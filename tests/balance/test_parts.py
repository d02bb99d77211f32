"""What falls apart is solved apart: no open column joins two parts, and their proofs hold for the whole."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import province
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.certificate import Names, certificate_of
from nuandong.balance.parts import Part, parts_with
from nuandong.balance.program import PRIMAL_SIMPLEX, Program
from nuandong.balance.start import START_RATIO, Start, first_run, start_cost
from nuandong.balance.zeros import hold_zeros
from nuandong.casefile.verify import verify_certificate
from tests.balance.small import random_case

WINTERS = ("mild", "cold", "extreme")


def held_program(case: BalanceCase) -> Program:
    """The program with its first ranks held, so that some of it stands still."""
    program = first_run(case=case, ratio=START_RATIO, start=Start())
    hold_zeros(program)
    return program


@pytest.mark.parametrize("winter", WINTERS)
def test_no_open_column_joins_two_parts_and_none_is_left_out(winter: str) -> None:
    program = held_program(province(winter=winter, days=7))
    is_open = program.upper > program.lower
    parts = parts_with(program, np.flatnonzero(is_open))
    owner = np.full(program.right.size, -1)
    for number, (rows, _) in enumerate(parts):
        assert (owner[rows] == -1).all()
        owner[rows] = number
    together = np.concatenate([columns for _, columns in parts])
    assert sorted(together) == sorted(np.flatnonzero(is_open))
    for number, (_, columns) in enumerate(parts):
        touched = program.rows.row[np.isin(program.rows.column, columns)]
        assert (owner[touched] == number).all()


@pytest.mark.parametrize("seed", range(10))
def test_a_part_solved_apart_stays_a_plan_of_the_whole(seed: int) -> None:
    program = held_program(random_case(seed, steps=3))
    leaning = start_cost(program, START_RATIO)
    best = float(leaning @ program.value)
    for rows, columns in parts_with(program, np.flatnonzero(program.upper > program.lower)):
        part = Part(program, row_numbers=rows, columns=columns)
        part.minimise(leaning[columns], strategy=PRIMAL_SIMPLEX)
        program.adopt(part)
    reached = np.bincount(
        program.rows.row,
        program.rows.value * program.value[program.rows.column],
        minlength=program.right.size,
    )
    assert reached == pytest.approx(program.right, abs=1e-7)
    assert float(leaning @ program.value) == pytest.approx(best, rel=1e-9)
    assert program.is_least(leaning)


def certificate_checked(case: BalanceCase) -> str:
    sizes = (
        case.nodes,
        case.links.tail.size,
        case.supplies.node.size,
        case.tanks.node.size,
        case.demands.node.size,
    )
    tables = zip("naskd", sizes, strict=True)
    names = Names(*(tuple(f"{letter}{row}" for row in range(size)) for letter, size in tables))
    certificate = certificate_of(case=case, plan=solve_tiers(case=case), names=names)
    return verify_certificate(json.loads(json.dumps(certificate)))


@pytest.mark.parametrize("winter", WINTERS)
def test_the_proofs_of_a_winter_are_accepted(winter: str) -> None:
    assert "hold" in certificate_checked(province(winter=winter, days=5))


@pytest.mark.parametrize("seed", [9, 22, 36, 41, 66, *range(100, 140)])
def test_proofs_hold_for_who_knows_nothing_of_pipes_that_just_suffice(seed: int) -> None:
    """Round figures leave pipes, sources and uses that meet to the last unit: some ranks only just miss nothing."""
    rng = np.random.default_rng(seed)
    case = random_case(
        seed, nodes=int(rng.integers(3, 9)), steps=int(rng.integers(1, 4)), ranks=3, lossy=seed % 2 == 0
    )
    links, supplies, demands = case.links, case.supplies, case.demands
    case = replace(
        case,
        links=replace(
            links, capacity=rounded(links.capacity, 4), capacity_back=rounded(links.capacity_back, 4)
        ),
        supplies=replace(supplies, limit=rounded(supplies.limit, 4)),
        demands=replace(demands, quantity=rounded(demands.quantity, 2)),
    )
    assert "hold" in certificate_checked(case)


def rounded(amount: np.ndarray, unit: int) -> np.ndarray:
    return np.asarray(np.round(amount / unit) * unit)
