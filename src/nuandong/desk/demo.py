"""The demonstration: a sample province in a database of its own, built once per content.

The database is built aside and put in place whole, so that stopping at any moment leaves either the earlier
demonstration or none. A second start finds the stamp of the same content and serves at once.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import nuandong
from nuandong.findings import AssuranceError

SAMPLE = Path("examples") / "shanxi"
ONLY_SHOW = ("cli", "desk/control_room", "desk/frame", "desk/locale", "desk/formats")
DATABASE, STAMP, PASSWORD = "desk.sqlite3", "built-from", "password"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


class SampleMissing(AssuranceError):
    """The sample province is not where it should be."""

    def __init__(self, tried: list[Path]) -> None:
        self.tried = tried
        places = "、".join(str(path) for path in tried)
        super().__init__(
            f"找不到样例省 examples/shanxi（找过：{places}）；请在完整的源码目录中运行，或用 --case 指明案例文件夹。"
        )


def sample_folder() -> Path:
    """The sample province of this checkout or package. Raises SampleMissing."""
    package = Path(nuandong.__file__).resolve().parent
    tried = [package.parents[1] / SAMPLE, package / SAMPLE, Path.cwd() / SAMPLE]
    for folder in tried:
        if (folder / "case.toml").is_file():
            return folder
    raise SampleMissing(tried)


def sqlite_url(file: Path) -> str:
    """The address of a SQLite file, for NUANDONG_DATABASE_URL; any path, blanks and Chinese included."""
    return f"sqlite:///{quote(str(file.absolute()))}"


def content_key(case: Path) -> str:
    """A digest of everything that the demonstration's records and picture depend on: the case and the programme."""
    package = Path(nuandong.__file__).resolve().parent
    files = (
        [case]
        if case.is_file()
        else sorted(path for path in case.rglob("*") if path.suffix in (".csv", ".toml"))
    )
    files += [
        path
        for path in sorted(package.rglob("*"))
        if path.suffix in (".py", ".toml") and _matters(path, package)
    ]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _matters(path: Path, package: Path) -> bool:
    """Pages and the command line show the records; they do not make them."""
    return not any(path.is_relative_to(package / room) for room in ONLY_SHOW)


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Hold the demonstration's lock: of two starts at once, one builds and the other waits."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / "build.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_built(folder: Path, key: str) -> bool:
    """Whether the database in this folder was built from this content."""
    try:
        return (folder / DATABASE).is_file() and (folder / STAMP).read_text(encoding="ascii") == key
    except OSError:
        return False


def put_in_place(folder: Path, fresh: Path, key: str) -> None:
    """The fresh database becomes the demonstration's; what belonged to the earlier one goes."""
    (folder / STAMP).unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        (folder / (DATABASE + ending)).unlink(missing_ok=True)
    fresh.replace(folder / DATABASE)
    (folder / STAMP).write_text(key, encoding="ascii")


def clear_away(fresh: Path) -> None:
    """Remove what an interrupted build left."""
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{fresh}{ending}").unlink(missing_ok=True)


def demo_password(folder: Path) -> str:
    """The password of the demonstration's accounts: chosen once, readable by its owner only."""
    named = os.environ.get("NUANDONG_DEMO_PASSWORD")
    if named:
        return named
    path = folder / PASSWORD
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        chosen = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(chosen + "\n")
        return chosen
