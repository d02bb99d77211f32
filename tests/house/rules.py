"""The rules over the syntax tree, each a function from a module to what breaks it there."""

import ast
import re
from collections.abc import Iterator

from tests.house.source_tree import MAY_OPEN_FILES, Module

LONGEST_FUNCTION = 50
LONGEST_FILE = 300
LONGEST_TEST_FILE = 400  # tables of cases are long and easy to read
POSITIONAL_ALLOWED = 1  # at the door of a room
POSITIONAL_ALLOWED_INSIDE = 3  # between the modules of one room

WORLD_CALLS = {"print", "input", "exec", "eval", "breakpoint"}
FILE_CALLS = {"open"}
CLOCK_CALLS = {"now", "today", "utcnow"}
CLOCK_OWNERS = {"datetime", "date", "dt"}
CLOSED_IMPORTS = {
    "random",
    "time",
    "logging",
    "threading",
    "multiprocessing",
    "socket",
    "subprocess",
    "django",
}
FILE_IMPORTS = {"os", "pathlib", "shutil", "tempfile", "glob", "fileinput"}
FORBIDDEN_WORDS = frozenset(
    re.split(
        " ",
        "data info item obj manager helper util utils service handler process common base misc new old tmp",
    )
)
PHRASES = {("in", "service")}  # what the field says of a pipe or a store
WORDS_IN_A_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def touches_the_world(module: Module) -> Iterator[str]:
    """Printing, files, clock, environment, chance: a library function's answer must follow from its arguments."""
    files_closed = module.room not in MAY_OPEN_FILES
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield f"{module.at(node)}: global {', '.join(node.names)}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _closed_imports(module, node, files_closed)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in WORLD_CALLS or (files_closed and called in FILE_CALLS):
                yield f"{module.at(node)}: {called}()"
            elif _reads_the_clock(node.func):
                yield f"{module.at(node)}: {called}() reads the clock; take the instant as an argument"
            elif _is_chance(called, node):
                yield f"{module.at(node)}: {called}() without a seed; take `seed` as an argument"


def _closed_imports(module: Module, node: ast.Import | ast.ImportFrom, files_closed: bool) -> Iterator[str]:
    closed = CLOSED_IMPORTS | (FILE_IMPORTS if files_closed else set())
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        if name.partition(".")[0] in closed:
            yield f"{module.at(node)}: imports {name}"


def _reads_the_clock(func: ast.expr) -> bool:
    if not isinstance(func, ast.Attribute) or func.attr not in CLOCK_CALLS:
        return False
    return ast.unparse(func.value).rpartition(".")[2] in CLOCK_OWNERS


def _is_chance(called: str, node: ast.Call) -> bool:
    if called.endswith("default_rng"):
        return not node.args and not node.keywords
    return ".random." in f".{called}" and not called.endswith(
        ("Generator", "PCG64", "SeedSequence", "Philox")
    )


def takes_many_positionals(module: Module, *, offered: frozenset[str]) -> Iterator[str]:
    """Arguments are given by name, so that nobody mixes up two flows at a call.

    What a room offers to others takes one argument by position at most; what its own modules call, three.
    """
    for function in _public_functions(module):
        allowed = POSITIONAL_ALLOWED if function.name in offered else POSITIONAL_ALLOWED_INSIDE
        count = len([*function.args.posonlyargs, *function.args.args])
        if count > allowed:
            yield f"{module.at(function)}: {function.name} takes {count} arguments by position, {allowed} allowed"


def offered_by(door: Module) -> frozenset[str]:
    """What a room offers: the names its `__init__` brings in, and, for a room of one file, all it defines."""
    brought = (alias.asname or alias.name for node in door.tree.body for alias in getattr(node, "names", ()))
    defined = (node.name for node in door.tree.body if isinstance(node, ast.FunctionDef))
    return frozenset([*brought, *defined])


def lacks_docstring(module: Module) -> Iterator[str]:
    """Public modules, classes, functions and methods say what they are, in which unit, and what goes wrong."""
    if not ast.get_docstring(module.tree) and module.tree.body:
        yield f"{module.name}: the module says nothing of itself"
    for node in _public_definitions(module.tree):
        if not ast.get_docstring(node):
            yield f"{module.at(node)}: {node.name} has no docstring"


def _public_functions(module: Module) -> Iterator[ast.FunctionDef]:
    if not module.path.name.startswith("_") or module.path.name == "__init__.py":
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node


def _public_definitions(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                yield from _public_definitions(node)


def long_functions(module: Module) -> Iterator[tuple[str, int]]:
    """Functions of more than 50 lines; the docstring, which may be mathematics, is not counted."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            if lines > LONGEST_FUNCTION:
                yield f"{module.name}::{node.name}", lines


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def bears_a_forbidden_word(module: Module, allowed: frozenset[str]) -> Iterator[str]:
    """Names that say nothing (`data`, `helper`, `process` …); only names that the module itself gives."""
    for part in module.path.relative_to(module.path.parents[1]).parts:
        if _forbidden(part.removesuffix(".py")):
            yield f"{module.name}: the file is called {part}"
    for node in ast.walk(module.tree):
        for name in _given_names(node):
            if name not in allowed and (word := _forbidden(name)):
                yield f"{module.at(node)}: {name} ({word})"


def _given_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.alias) and node.asname:
        yield node.asname


def _forbidden(name: str) -> str:
    words = [word.lower() for word in WORDS_IN_A_NAME.findall(name)]
    pairs = zip(["", *words], words, strict=False)
    return next(
        (word for before, word in pairs if word in FORBIDDEN_WORDS and (before, word) not in PHRASES), ""
    )
