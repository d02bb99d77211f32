"""Take the pictures of the README anew: the tests of the screens run on a real desk and keep what they see.

    python tools/make_screenshots.py          writes docs/screenshots/*.png

Needs Chromium and the built assets, as `./nuandong test` does. Look at every picture before you commit it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "docs" / "screenshots"
TESTS = CHECKOUT / "tests" / "browser" / "test_screenshots.py"


def main() -> int:
    """Run the tests that take the pictures; their exit code is ours."""
    os.environ["NUANDONG_SCREENSHOTS"] = str(FOLDER)
    outcome = pytest.main(
        [
            "-c",
            str(CHECKOUT / "pyproject.toml"),
            "--rootdir",
            str(CHECKOUT),
            "-q",
            "-p",
            "no:xdist",
            str(TESTS),
        ]
    )
    for picture in sorted(FOLDER.glob("*.png")):
        print(f"{picture.relative_to(CHECKOUT)}  {picture.stat().st_size // 1024} KB")
    return int(outcome)


if __name__ == "__main__":
    sys.exit(main())
