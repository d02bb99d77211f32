"""Opening files of a case: bounded, ordinary files only, every trouble a finding."""

from __future__ import annotations

import stat
from pathlib import Path

from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import MEGABYTE
from nuandong.findings import Place


def is_ordinary(path: Path, *, faults: Gathering) -> bool:
    """Whether the path is a file that can be read without waiting for anybody; else a fault."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        faults.add("not_found", place=Place(path.name))
        return False
    except OSError as trouble:
        faults.add("unreadable_file", place=Place(path.name), reason=reason_of(trouble))
        return False
    if stat.S_ISREG(mode):
        return True
    faults.add("folder_for_file" if stat.S_ISDIR(mode) else "not_a_file", place=Place(path.name))
    return False


def read_bytes(path: Path, *, limit: int, faults: Gathering) -> bytes | None:
    """The bytes of an ordinary file of at most `limit` bytes; None, with a fault, otherwise."""
    if not is_ordinary(path, faults=faults):
        return None
    try:
        size = path.stat().st_size
        if size > limit:
            faults.add("file_too_large", place=Place(path.name), size=megabytes(size), limit=megabytes(limit))
            return None
        with path.open("rb") as opened:
            content = opened.read(size + 1)
    except OSError as trouble:
        faults.add("unreadable_file", place=Place(path.name), reason=reason_of(trouble))
        return None
    if len(content) != size:  # a case that is still being written must not be half-read
        reason = ("读取时文件仍在变化", "it changed while it was read")
        faults.add("unreadable_file", place=Place(path.name), reason=reason)
        return None
    return content


def reason_of(trouble: OSError) -> tuple[str, str]:
    """The operating system's reason in both languages."""
    if isinstance(trouble, PermissionError):
        return ("没有权限", "permission denied")
    written = (trouble.strerror or type(trouble).__name__).lower()
    return (written, written)


def megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / MEGABYTE:,.1f} MB"
