"""The tree as the rules see it: its modules, parsed once, and which of them are the library."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "src" / "nuandong"
NOT_LIBRARY = ("cli", "desk", "__main__")
MAY_OPEN_FILES = ("casefile",)


@dataclass(frozen=True)
class Module:
    """One parsed file; `room` is the first name below `nuandong`, empty outside the package."""

    path: Path
    room: str
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """The path as a person writes it."""
        return self.path.relative_to(CHECKOUT).as_posix()

    def at(self, node: ast.AST) -> str:
        """File and line, for a message one can click."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below the folders, tests and migrations of the desk apart."""
    paths = (path for folder in folders for path in sorted((CHECKOUT / folder).rglob("*.py")))
    return tuple(_parse(path) for path in paths if not {"node_modules", "migrations"} & set(path.parts))


def parse_text(text: str, *, room: str = "balance") -> Module:
    """A module from its text, to show a rule what it should catch."""
    return Module(PACKAGE / room / "shown.py", room, ast.parse(text), text.count("\n"))


def _parse(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    inside = path.relative_to(PACKAGE).parts if path.is_relative_to(PACKAGE) else ("",)
    return Module(path, inside[0].removesuffix(".py"), ast.parse(text), text.count("\n"))


def library() -> Iterator[Module]:
    """The modules of the library: everything that is neither desk nor command line."""
    return (module for module in modules("src") if module.room not in NOT_LIBRARY)


def own_code() -> Iterator[Module]:
    """The package and the tools, without tests."""
    return (module for module in modules("src", "tools") if "tests" not in module.path.parts)


def exceptions() -> dict[str, dict[str, str]]:
    """The reasoned exceptions."""
    return tomllib.loads((CHECKOUT / "tests" / "house" / "exceptions.toml").read_text(encoding="utf-8"))


@cache
def versioned_files() -> tuple[Path, ...]:
    """Every file of the tree that is, or is about to be, versioned."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(words, cwd=CHECKOUT, capture_output=True, check=True).stdout
        names = listed.decode("utf-8").split("\0")
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive, or another user's checkout
        names = [
            path.relative_to(CHECKOUT).as_posix()
            for path in CHECKOUT.rglob("*")
            if not {".git", ".nuandong", "node_modules", "__pycache__"} & set(path.parts)
        ]
    return tuple(path for name in names if name and (path := CHECKOUT / name).is_file())
