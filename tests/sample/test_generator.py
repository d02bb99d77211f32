"""The generator writes what is shipped, byte for byte, from the public records."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample.tables import CHECKOUT, FOLDER

GEO = Path("src/nuandong/desk/control_room/static/control_room/geo/shanxi.json")


@pytest.mark.reference
def test_the_generator_writes_the_shipped_folder_again_byte_for_byte(tmp_path: Path) -> None:
    command = [sys.executable, str(CHECKOUT / "tools/sample_province/build.py"), "--root", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    again = tmp_path / "examples" / "shanxi"
    names = sorted(path.name for path in again.iterdir())
    assert names == sorted(path.name for path in FOLDER.iterdir() if path.name != "README.md")
    assert [name for name in names if (again / name).read_bytes() != (FOLDER / name).read_bytes()] == []
    assert (tmp_path / GEO).read_bytes() == (CHECKOUT / GEO).read_bytes()
    page = Path("docs/sample-province.md")
    assert (tmp_path / page).read_bytes() == (CHECKOUT / page).read_bytes()


def test_without_records_the_generator_says_what_it_wants() -> None:
    bare = {key: value for key, value in os.environ.items() if key != "NUANDONG_REFERENCE_DATA"}
    command = [sys.executable, str(CHECKOUT / "tools/sample_province/build.py")]
    outcome = subprocess.run(command, capture_output=True, text=True, env=bare, check=False)
    assert outcome.returncode == 2
    assert "NUANDONG_REFERENCE_DATA" in outcome.stderr
