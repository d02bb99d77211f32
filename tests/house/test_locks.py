"""Locks carry hashes, not addresses, and agree with each other and with what the project asks for."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source_tree import CHECKOUT

PYTHON_LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-peers.lock",
    "tools/locks/uv.lock",
    "tools/locks/node.lock",
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$")


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Version by package and marker."""
    lines = (CHECKOUT / lock).read_text(encoding="utf-8").splitlines()
    return {(hit[1], hit[3] or ""): hit[2] for line in lines if (hit := PIN.match(line))}


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_lock_holds_hashed_pins_and_no_address(lock: str) -> None:
    lines = (CHECKOUT / lock).read_text(encoding="utf-8").splitlines()
    assert pins(lock)
    for line in lines:
        assert PIN.match(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        pytest.param("requirements.lock", "requirements-dev.lock", id="developers-have-the-program"),
        pytest.param(
            "requirements-dev.lock", "requirements-peers.lock", id="peers-come-to-what-developers-have"
        ),
    ],
)
def test_a_larger_lock_holds_every_pin_of_the_smaller_and_moves_none(smaller: str, larger: str) -> None:
    program, developers = pins(smaller), pins(larger)
    names = {name for name, _ in program}
    both = {key: version for key, version in developers.items() if key[0] in names}
    assert {(name, version) for (name, _), version in both.items()} == {
        (name, version) for (name, _), version in program.items()
    }


def test_the_locks_satisfy_what_the_project_asks_for() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": [*groups["test"], *groups["lint"]],
        "requirements-peers.lock": project["project"]["optional-dependencies"]["peers"],
        "tools/locks/node.lock": project["project"]["optional-dependencies"]["node"],
    }
    for lock, wishes in asked.items():
        held = pins(lock)
        for wish in map(Requirement, wishes):
            versions = [
                version for (name, _), version in held.items() if name == canonicalize_name(wish.name)
            ]
            assert versions, f"{lock} does not hold {wish.name}"
            assert all(version in wish.specifier for version in versions), f"{lock}: {wish} but {versions}"


def test_the_browser_lock_holds_digests_and_no_address() -> None:
    folder = CHECKOUT / "src" / "nuandong" / "desk" / "frame" / "browser"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert lock["lockfileVersion"] == 3
    assert lock["packages"][""]["dependencies"] == asked["dependencies"]
    for path, package in lock["packages"].items():
        assert "resolved" not in package, path
        assert not path or package["integrity"].startswith("sha512-"), path
