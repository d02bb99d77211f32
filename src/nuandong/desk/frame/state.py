"""Where the desk keeps what it writes: database, secret key, collected assets.

The folder is `NUANDONG_STATE`; without it, the user's own state home. Nothing is ever written beside the code.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_FILE = "secret-key"  # in the state folder, unless NUANDONG_KEY_FILE names another place
DATABASE_FILE = "desk.sqlite3"


def state_folder() -> Path:
    """The state folder by the environment; it need not exist yet."""
    named = os.environ.get("NUANDONG_STATE")
    if named:
        return Path(named).absolute()
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home).absolute() / "nuandong" / "installed"


def key_file(folder: Path) -> Path:
    """Where the desk's key lies: in a container on the volume, so that it outlives it. A drill has a key of its own."""
    named = "" if os.environ.get("NUANDONG_WORLD") == "drill" else os.environ.get("NUANDONG_KEY_FILE")
    return Path(named).absolute() if named else folder / KEY_FILE


def read_secret_key(folder: Path) -> str:
    """The key that signs sessions and that second factors hang on; where none was kept (tests, one-off verbs), one of
    its own for this process."""
    try:
        return key_file(folder).read_text(encoding="ascii").strip() or secrets.token_urlsafe(48)
    except OSError:
        return secrets.token_urlsafe(48)


def keep_secret_key(folder: Path) -> Path:
    """Make the key once, readable by its owner only, so that a restart signs nobody out."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = key_file(folder)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return path
