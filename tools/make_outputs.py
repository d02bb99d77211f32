"""Run the examples of the papers and write what they really say below them.

    make_outputs.py [PAGE …]      all pages with examples where none is named

A page is run from its first line to its last in an empty folder in which only `examples` stands. What a fenced block
means follows from its info string:

    csv my-province/nodes.csv     the file is written (any language; the second word is its path)
    sh, python                    runs where a `text` block follows at once, or where the second word is `run`
    text                          what the block above it said: replaced by what it says now

Programs of one page share their names. In a `sh` block a line that begins with `./nuandong` is answered by the command
line of this very tree.
"""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nuandong import cli

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "docs/tutorial.md",
    "docs/tutorial.zh-CN.md",
    "docs/python.md",
    "docs/beyond-a-day.md",
    "docs/forecast-any-utility.md",
)
FENCED = re.compile(
    r"^```(?P<language>[a-z]+)(?: (?P<word>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
PAGE_WIDTH = "120"


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page and where its body stands in the page's text."""

    language: str
    word: str
    body: str
    begins: int
    ends: int


def blocks(text: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [
        Block(hit["language"], hit["word"] or "", hit["body"], *hit.span("body"))
        for hit in FENCED.finditer(text)
    ]


def rewritten(text: str, folder: Path) -> str:
    """The page with every output as it comes out when the page is run in `folder`."""
    found = blocks(text)
    answers = []
    names: dict[str, Any] = {"__name__": "page"}
    for block, following in zip(found, [*found[1:], None], strict=True):
        answered = following is not None and _follows(text, block, following)
        if block.word and block.word != "run":
            _write(folder / block.word, block.body)
        elif block.language in ("sh", "python") and (answered or block.word == "run"):
            said = said_by(block, folder, names)
            if answered and following is not None:
                answers.append((following, said))
    for block, said in reversed(answers):
        text = text[: block.begins] + said + text[block.ends :]
    return text


def said_by(block: Block, folder: Path, names: dict[str, Any]) -> str:
    """What a block says on both streams when it runs in `folder`, without blanks at line ends.

    `names` is what earlier programs of the page have defined.
    """
    said = io.StringIO()
    width = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = PAGE_WIDTH
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            _run(block, names)
    finally:
        os.environ.pop("COLUMNS")
        if width is not None:
            os.environ["COLUMNS"] = width
    return "".join(f"{line.rstrip()}\n" for line in said.getvalue().strip("\n").splitlines())


def prepared(folder: Path) -> Path:
    """A folder in which a page can run: the examples are at hand, nothing else is."""
    (folder / "examples").symlink_to(CHECKOUT / "examples")
    return folder


def _run(block: Block, names: dict[str, Any]) -> None:
    if block.language == "python":
        exec(compile(block.body, "page", "exec"), names)
        return
    for line in _lines(block.body):
        if line.startswith("./nuandong "):
            cli.main(line.split()[1:])
        else:
            outcome = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
            sys.stdout.write(outcome.stdout)


def _lines(body: str) -> Iterator[str]:
    for line in body.splitlines():
        command = line.partition("  #")[0].strip()
        if command:
            yield command


def _follows(text: str, block: Block, following: Block) -> bool:
    between = text[block.ends : following.begins].removeprefix("```").partition("```")[0]
    return following.language == "text" and not between.strip()


def _write(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8")


def main(names: list[str]) -> int:
    """Rewrite the pages and say which have changed."""
    for name in names or PAGES:
        page = CHECKOUT / name
        before = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            after = rewritten(before, prepared(Path(folder)))
        page.write_text(after, encoding="utf-8")
        print(f"{name}: {'outputs changed' if after != before else 'outputs stand'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
