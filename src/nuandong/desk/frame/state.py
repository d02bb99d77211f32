"""Where the desk keeps what it writes: database, secret key, collected assets.

The folder is `NUANDONG_STATE`; without it, the user's own state home. Nothing is ever written beside the code.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_FILE = "secret-key"
DATABASE_FILE = "desk.sqlite3"


def state_folder() -> Path:
    """The state folder by the environment; it need not exist yet."""
    named = os.environ.get("NUANDONG_STATE")
    if named:
        return Path(named).absolute()
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home).absolute() / "nuandong" / "installed"


def read_secret_key(folder: Path) -> str:
    """The key that signs sessions; one of its own for this process where none was kept (tests, one-off verbs)."""
    try:
        return (folder / KEY_FILE).read_text(encoding="ascii").strip() or secrets.token_urlsafe(48)
    except OSError:
        return secrets.token_urlsafe(48)


def keep_secret_key(folder: Path) -> Path:
    """Make the key once, readable by its owner only, so that a restart signs nobody out."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return path
