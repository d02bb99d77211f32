"""The private environment: a venv in the state folder, filled from the hashed locks over whatever index the site uses.

`run` is what the program needs; `dev` is the same and what tests, lint and benchmarks need besides; `peers` is `dev`
and the tools that plans are checked against. A folder that once held more keeps it.
"""

import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commands import run, try_run
from pip_settings import uv_environment
from progress import SetupRefused, timed
from state import Stamps, key_of

LOCKS = {  # each holds all of the one before
    "run": "requirements.lock",
    "dev": "requirements-dev.lock",
    "peers": "requirements-peers.lock",
}
NETWORK_ADVICE = "Is the package index within reach? The next run goes on from here."
FETCHED = re.compile(r"^\s*Downloading \S+ \(([\d.]+)\s?([kKMG])i?B\)", re.MULTILINE)
MEGABYTES = {"k": 1 / 1024, "K": 1 / 1024, "M": 1.0, "G": 1024.0}


@dataclass(frozen=True)
class Site:
    """Where things are: the checkout, the state folder, and the caller's environment."""

    checkout: Path
    state: Path
    environment: Mapping[str, str]

    @property
    def env_python(self) -> Path:
        """The private environment's own Python; everything is started by it, never by a script of the venv."""
        return self.state / "env" / "bin" / "python"

    @property
    def log(self) -> Path:
        """All output of all set-up commands."""
        return self.state / "set-up.log"


def packages_ready(site: Site, *, wanted: str) -> bool:
    """Is the environment there, and made from today's lock?"""
    stamps = Stamps(site.state)
    installed, _, key = stamps.read("packages").partition(" ")
    if installed not in LOCKS or not os.access(site.env_python, os.X_OK):
        return False
    if _larger(installed, wanted) != installed:
        return False
    if _other_python_named(site, made_with=stamps.read("python")):
        return False
    return key == _lock_key(site, installed)


def prepare_packages(site: Site, *, wanted: str) -> None:
    """Make the environment what the lock says; raises SetupRefused when it cannot."""
    stamps = Stamps(site.state)
    lock_name = _larger(stamps.read("packages").partition(" ")[0], wanted)
    uv = _find_uv(site)
    # An installation that was cut short may have left half a package behind: begin with an empty venv then.
    sound = bool(stamps.read("packages")) and _venv_is_usable(site, stamps)
    stamps.clear("packages")
    if not sound:
        _make_venv(site, stamps, with_pip=uv is None)
    lock = site.checkout / LOCKS[lock_name]
    with timed(f"installing Python packages ({LOCKS[lock_name]})") as remarks:
        fetching = ""
        if uv is None:
            uv, fetching = _fetch_uv(site)
        remarks.append(_fetched(fetching + _install(site, lock, uv)))
    stamps.write("packages", f"{lock_name} {_lock_key(site, lock_name)}")


def _larger(installed: str, wanted: str) -> str:
    """The one of two locks that holds the other; anything is larger than what is no lock."""
    sizes = list(LOCKS)
    return max(installed, wanted, key=sizes.index) if installed in LOCKS else wanted


def _lock_key(site: Site, lock_name: str) -> str:
    return key_of(site.checkout / LOCKS[lock_name])


def _other_python_named(site: Site, *, made_with: str) -> bool:
    return bool(site.environment.get("NUANDONG_PYTHON")) and made_with != _this_python()


def _this_python() -> str:
    return "{}.{}".format(*sys.version_info[:2])


def _venv_is_usable(site: Site, stamps: Stamps) -> bool:
    made_with = stamps.read("python")
    is_there = bool(made_with) and os.access(site.env_python, os.X_OK)
    return is_there and not _other_python_named(site, made_with=made_with)


def _make_venv(site: Site, stamps: Stamps, *, with_pip: bool) -> None:
    stamps.clear("python")
    shutil.rmtree(site.state / "env", ignore_errors=True)
    plain_python = getattr(
        sys, "_base_executable", sys.executable
    )  # we may run in the venv that is being replaced
    words: list[str | Path] = [plain_python, "-I", "-m", "venv", site.state / "env"]
    if not with_pip:
        words.insert(-1, "--without-pip")
    with timed(f"making a private environment with Python {_this_python()}"):
        run(
            words,
            log=site.log,
            environment=site.environment,
            advice="Python's venv or ensurepip is missing: install it (on Debian: apt-get install python3-venv).",
        )
    stamps.write("python", _this_python())


def _find_uv(site: Site) -> Path | None:
    on_path = shutil.which("uv", path=site.environment.get("PATH"))
    if on_path:
        return Path(on_path)
    own = site.state / "uv" / "bin" / "uv"
    if Stamps(site.state).read("uv") == key_of(_uv_lock(site)) and own.is_file():
        return own
    return None


def _uv_lock(site: Site) -> Path:
    return site.checkout / "tools" / "locks" / "uv.lock"


def _fetch_uv(site: Site) -> tuple[Path | None, str]:
    """uv from its own wheel, and what pip printed. Where it cannot be had, pip, three times as slow, does the work."""
    target = site.state / "uv"
    shutil.rmtree(target, ignore_errors=True)
    outcome = try_run(
        [*_pip(site), "install", "--no-deps", "--require-hashes", "--target", target, "-r", _uv_lock(site)],
        log=site.log,
        environment=site.environment,
    )
    if outcome.returncode != 0 or not (target / "bin" / "uv").is_file():
        return None, ""
    Stamps(site.state).write("uv", key_of(_uv_lock(site)))
    return target / "bin" / "uv", outcome.stdout


def _install(site: Site, lock: Path, uv: Path | None) -> str:
    """Install the lock and return what the installer printed."""
    if uv is not None:
        outcome = try_run(
            [uv, "pip", "sync", "--require-hashes", "--python", site.env_python, lock],
            log=site.log,
            environment=_for_uv(site),
        )
        if outcome.returncode == 0:
            return outcome.stdout
    if try_run([*_pip(site), "--version"], log=site.log, environment=site.environment).returncode != 0:
        advice = "Python's ensurepip is missing: install it (on Debian: apt-get install python3-venv)."
        words = [site.env_python, "-I", "-m", "ensurepip"]
        run(words, log=site.log, environment=site.environment, advice=advice)
    return run(
        [*_pip(site), "install", "--require-hashes", "-r", lock],
        log=site.log,
        environment=site.environment,
        advice=NETWORK_ADVICE,
    )


def _pip(site: Site) -> list[str | Path]:
    return [site.env_python, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _for_uv(site: Site) -> dict[str, str]:
    environment = dict(site.environment)
    environment.update(uv_environment(environment=site.environment))
    environment.update(UV_NO_PROGRESS="1", UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="hardlink")
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not _can_write_under(cache):
        environment.setdefault("UV_CACHE_DIR", str(site.state / "cache" / "uv"))
    return environment


def _can_write_under(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _fetched(output: str) -> str:
    megabytes = sum(float(size) * MEGABYTES[unit] for size, unit in FETCHED.findall(output))
    return f"{megabytes:.0f} MB downloaded" if megabytes else "nothing to download"


def prepare_node(site: Site) -> Path:
    """Node.js from its Python wheel, for a machine that has none; returns the folder to import it from."""
    lock = site.checkout / "tools" / "locks" / "node.lock"
    target = site.state / "node"
    stamps = Stamps(site.state)
    if stamps.read("node") == key_of(lock) and target.is_dir():
        return target
    shutil.rmtree(target, ignore_errors=True)
    with timed("fetching Node.js (this machine has none of version 18 or later)") as remarks:
        uv = _find_uv(site)
        words: list[str | Path] = [uv, "pip"] if uv else _pip(site)
        words += ["install", "--no-deps", "--require-hashes", "--target", target, "-r", lock]
        words += ["--python", site.env_python] if uv else []
        printed = run(words, log=site.log, environment=_for_uv(site), advice=NETWORK_ADVICE)
        remarks.append(_fetched(printed))
    stamps.write("node", key_of(lock))
    return target


def missing(module: str) -> SetupRefused:
    """The refusal for a part of the tree that is not there."""
    return SetupRefused(f"this tree has no {module}; it comes with the full checkout.")
