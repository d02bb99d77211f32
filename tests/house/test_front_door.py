"""`import nuandong` is quick, and every name it offers is there."""

import subprocess
import sys

import pytest

import nuandong


@pytest.mark.parametrize("name", [name for name in nuandong.__all__ if not name.startswith("_")])
def test_every_name_of_the_front_door_opens(name: str) -> None:
    assert callable(getattr(nuandong, name))


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(AttributeError, match="read_case"):
        _ = nuandong.warm_the_world


def test_the_front_door_alone_brings_in_nothing_heavy() -> None:
    heavy = "('numpy', 'highspy', 'rich')"
    script = f"import sys, nuandong; dir(nuandong); sys.exit(sum(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
