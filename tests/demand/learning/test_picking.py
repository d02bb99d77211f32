"""The few telling columns, against plain least squares on the columns that made the use."""

from __future__ import annotations

import numpy as np

from nuandong.demand.learning.picking import picked_coefficients


def test_the_columns_that_made_the_use_are_found_and_fitted_as_least_squares_fits_them() -> None:
    dice = np.random.default_rng(2)
    columns = np.column_stack([np.ones(400), dice.standard_normal((400, 11))])
    truth = np.zeros((3, 12))
    truth[:, 0], truth[0, 4], truth[1, 7], truth[2, [2, 9]] = 5.0, 3.0, -2.0, (1.0, 4.0)
    use = truth @ columns.T + 0.1 * dice.standard_normal((3, 400))
    power = np.repeat((columns.T @ columns)[None], 3, axis=0)
    found = picked_coefficients(
        power=power,
        moment=use @ columns,
        squares=(use**2).sum(axis=1),
        counted=np.full(3, 400.0),
        first=1,
        picks=4,
    )
    for unit in range(3):
        taken = np.flatnonzero(found[unit])
        assert set(np.flatnonzero(truth[unit])) <= set(taken)
        plain = np.linalg.lstsq(columns[:, taken], use[unit], rcond=None)[0]
        np.testing.assert_allclose(found[unit, taken], plain, rtol=1e-8)


def test_chance_alone_is_not_picked() -> None:
    dice = np.random.default_rng(3)
    columns = np.column_stack([np.ones(500), dice.standard_normal((500, 5))])
    use = 2.0 + dice.standard_normal((1, 500))
    found = picked_coefficients(
        power=(columns.T @ columns)[None],
        moment=use @ columns,
        squares=(use**2).sum(axis=1),
        counted=np.full(1, 500.0),
        first=1,
        picks=5,
    )
    assert np.flatnonzero(found[0]).tolist() == [0]
