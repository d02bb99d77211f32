"""What a site copies from `deploy/` names verbs, settings and files that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nuandong.cli import verbs

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
VERBS = {*verbs(), "python"}  # `python` is a word of the entrance itself


def started() -> list[tuple[str, str, str]]:
    """(file, verb, the rest) of every start of the entrance."""
    return [
        (path.name, *found)
        for path in (*UNITS, DEPLOY / "Containerfile")
        for found in re.findall(r"nuandong/nuandong (\S+)(.*)", path.read_text(encoding="utf-8"))
    ]


def test_units_start_verbs_that_exist() -> None:
    assert {file for file, _, _ in started()} == {
        "nuandong-web.service", "nuandong-worker.service", "nuandong-backup.service"
    }  # fmt: skip
    assert {verb for _, verb, _ in started()} <= VERBS


def test_settings_of_the_example_are_in_the_manual() -> None:
    manual = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    named = re.findall(
        r"^(?:# )?([A-Z_]+)=", (DEPLOY / "environment.example").read_text("utf-8"), re.MULTILINE
    )
    assert len(named) >= 4
    assert [name for name in named if f"`{name}`" not in manual] == []


def test_pages_and_worker_are_units_of_their_own_that_come_back() -> None:
    for name in ("nuandong-web.service", "nuandong-worker.service"):
        unit = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
        assert "Restart=always" in unit
        assert "User=nuandong" in unit
    assert "--no-worker" in next(rest for file, _, rest in started() if file == "nuandong-web.service")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for unit in UNITS:  # the programme lies elsewhere here than at a site
        text = unit.read_text(encoding="utf-8").replace("/opt/nuandong/nuandong", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    words = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    ours = [line for line in told.stderr.splitlines() if "nuandong" in line]
    assert ours == []
