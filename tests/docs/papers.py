"""The papers as the tests see them: which pages there are, their headings, links and commands."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.make_outputs import blocks

CHECKOUT = Path(__file__).resolve().parents[2]
TOP = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:\./)?nuandong ([a-z][a-z-]*)(.*)")


def pages() -> list[Path]:
    """Every page that a reader may open: those at the root, those of the manual, those beside the examples."""
    below = [path for folder in ("docs", "examples") for path in sorted((CHECKOUT / folder).rglob("*.md"))]
    return [*(CHECKOUT / name for name in TOP), *below]


def name_of(page: Path) -> str:
    return page.relative_to(CHECKOUT).as_posix()


def text_of(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def headings(text: str) -> list[tuple[int, str]]:
    """Depth and words of every heading."""
    return [(len(hit[1]), hit[2].strip()) for hit in HEADING.finditer(FENCE.sub("", text))]


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its depth or above."""
    depth = len(heading) - len(heading.lstrip("#"))
    after = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{depth}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def anchors(text: str) -> set[str]:
    """The anchors that a page's headings get: lower case, blanks to hyphens, other marks dropped."""
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words) for _, words in headings(text))
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in plain}


def links(text: str) -> list[str]:
    """Targets of every link and picture outside fenced blocks."""
    return LINK.findall(COMMENT.sub("", FENCE.sub("", text)))


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every command of ours that a page shows: the verb and its options."""
    lines = [line for block in blocks(text) if block.language == "sh" for line in block.body.splitlines()]
    for line in [*lines, *INLINE.findall(FENCE.sub("", text))]:
        if shown := COMMAND.match(line.partition("  #")[0].strip()):
            yield shown[1], re.findall(r"(?<!\S)--[a-z-]+", shown[2])
