"""The answers to a gas day, from which every explanation of it is made."""

from __future__ import annotations

import pytest

from nuandong.assess import Case
from nuandong.assess.day import Answers, day_answers


@pytest.fixture(scope="module")
def answers(case: Case) -> Answers:
    return day_answers(case=case)
