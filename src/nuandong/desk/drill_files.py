"""Files of a drill: its script, what its records depend on, and the drills that were played before.

Nothing here needs Django, which is started only once the drill's own database is known.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from nuandong.desk.demo import DATABASE, content_key, sample_folder
from nuandong.desk.drill.script import Script
from nuandong.findings import AssuranceError

SCRIPTS = Path("drills")
EARLIER = "earlier"


class NoSuchScript(AssuranceError):
    """No script of this name; says which there are."""

    def __init__(self, named: str, there: list[str]) -> None:
        self.named, self.there = named, tuple(there)
        known = "、".join(there) or "（无）"
        super().__init__(f"找不到演练脚本 {named}；可用：{known}，或写出一个 .toml 文件的路径。")


def script_file(named: str) -> Path:
    """A script by its path, or by its name among the shipped ones. Raises NoSuchScript."""
    if named.endswith(".toml"):
        if Path(named).is_file():
            return Path(named)
        raise NoSuchScript(named, [])
    folder = sample_folder().parent / SCRIPTS
    found = folder / f"{named}.toml"
    if not found.is_file():
        raise NoSuchScript(named, sorted(path.stem for path in folder.glob("*.toml")))
    return found


def drill_key(*, case: Path, script: Script) -> str:
    """A digest of everything that a drill's records depend on."""
    return hashlib.sha256(f"{content_key(case)}\n{script.text}".encode()).hexdigest()


def set_aside(folder: Path) -> None:
    """Keep the drill that was played before, records and all, under a name of its own."""
    database = folder / DATABASE
    if not database.is_file():
        return
    kept = folder / EARLIER
    kept.mkdir(mode=0o700, exist_ok=True)
    number = 1 + sum(1 for path in kept.iterdir() if path.name.endswith(".sqlite3"))
    for ending in ("", "-wal", "-shm"):
        part = Path(f"{database}{ending}")
        if part.exists():
            part.replace(kept / f"drill-{number:03d}.sqlite3{ending}")
