"""The papers as the tests see them: which pages there are, their headings, links and commands."""

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
TOP = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def _outputs() -> Any:
    path = CHECKOUT / "tools" / "make_outputs.py"
    spec = importlib.util.spec_from_file_location("make_outputs", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made  # a dataclass looks its own module up
    spec.loader.exec_module(made)
    return made


OUTPUTS = _outputs()


def pages() -> list[Path]:
    """Every page that a reader may open: those at the root, those of the manual, those beside the examples."""
    below = [path for folder in ("docs", "examples") for path in sorted((CHECKOUT / folder).rglob("*.md"))]
    return [*(CHECKOUT / name for name in TOP), *below]


def text_of(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def prose_of(text: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    """Depth and words of every heading."""
    return [(len(hit[1]), hit[2].strip()) for hit in HEADING.finditer(prose_of(text))]


def anchor(heading: str) -> str:
    """The anchor that a heading gets: lower case, blanks to hyphens, other marks dropped."""
    words = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def links(text: str) -> list[str]:
    """Targets of every link and picture in the prose."""
    return LINK.findall(prose_of(text))
