"""Prepare what the wanted verb needs, then become it:

./nuandong demo|plan|serve|…   the program                (packages: run)
./nuandong test|lint|bench     for those who work on it   (packages: dev; test --all and what is compared: peers)
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import NoReturn

from carried import lay_out_assets, with_carried_packages
from commands import try_run
from packages import Site, missing, packages_ready, prepare_node, prepare_packages
from progress import SetupRefused, say, timed
from state import Stamps, key_of, one_at_a_time, state_folder

HELP = """\
暖冬 Nuandong, in a checkout:

  ./nuandong demo [--once]         the sample province's day as a table, then the desk in your browser
  ./nuandong test [--all] [WHAT]   the tests; --all runs the slow ones too and fails on a skip; WHAT goes to pytest
  ./nuandong lint                  format, lint, types, import contracts
  ./nuandong bench WHICH           balance (with flow and nation), demand, accuracy, desk or peers: figures
                                   beside their goals
  ./nuandong bundle [FILE]         one file that installs all of this where there is no network
  ./nuandong python [FILE …]       Python with the library at hand: `import nuandong`
  ./nuandong VERB …                anything else is the command line that `pip install` gives as `nuandong`

Settings: NUANDONG_STATE (folder for everything written; default .nuandong here), NUANDONG_PYTHON (which Python to use).
"""
DEVELOPER_VERBS = ("test", "lint", "bench")
VERBS_WITH_SCREENS = ("demo", "serve", "test", "bench", "bundle")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COMPARING = {"peers", "accuracy", "demand"}  # benchmarks beside other people's tools
OLDEST_NODE = 18
BROWSER_DOWNLOAD_SECONDS = 300


def main(words: list[str]) -> int:
    """Set up, then replace this process by the verb; returns only when refused or interrupted."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    checkout = Path(__file__).resolve().parent.parent.parent
    try:
        state = state_folder(checkout=checkout, environment=os.environ)
        site = Site(checkout, state, _clean_environment(checkout, state))
        verb = next((word for word in words if not word.startswith("-")), "")
        if not verb and "--version" not in words:
            return _help(site)
        _refuse_what_is_missing(site, verb)
        _set_up(site, verb, wanted=wanted_packages(verb, words))
    except SetupRefused as refusal:
        say(str(refusal))
        return 2
    except KeyboardInterrupt:
        say("stopped; the next run goes on from here.")
        return 128 + signal.SIGINT
    _become(site, verb, words)


def _clean_environment(checkout: Path, state: Path) -> dict[str, str]:
    """The caller's environment without what would lead Python astray, and with the way to this tree."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")}
    kept = with_carried_packages(checkout, kept)
    kept["PYTHONPATH"] = os.pathsep.join([str(checkout / "src"), str(checkout)])
    kept["PYTHONNOUSERSITE"] = "1"
    kept["NUANDONG_STATE"] = str(state)
    kept.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(state / "browsers"))
    kept.setdefault("NUMBA_CACHE_DIR", str(state / "cache" / "numba"))
    if not os.access(checkout / "src", os.W_OK):  # compiled code then finds no place beside its source
        kept.setdefault("PYTHONPYCACHEPREFIX", str(state / "cache" / "python"))
    return kept


def _help(site: Site) -> int:
    print(HELP)
    if packages_ready(site, wanted="run"):
        words = [os.fspath(site.env_python), "-m", "nuandong", "--help"]
        return subprocess.run(words, env=dict(site.environment), check=False).returncode
    print("The command line's own help appears here after the first run of any verb.")
    return 0


def _refuse_what_is_missing(site: Site, verb: str) -> None:
    if verb == "bench" and not (site.checkout / "benchmarks" / "__main__.py").is_file():
        raise missing("benchmarks/")
    if verb == "test" and not (site.checkout / "tests").is_dir():
        raise missing("tests/")


def wanted_packages(verb: str, words: list[str]) -> str:
    """Which lock a verb needs: only those who compare with other tools are made to fetch them."""
    compares = verb == "bench" and not COMPARING.isdisjoint(words)
    if (verb == "test" and "--all" in words) or compares:
        return "peers"
    return "dev" if verb in DEVELOPER_VERBS else "run"


def _set_up(site: Site, verb: str, *, wanted: str) -> None:
    screens = verb in VERBS_WITH_SCREENS
    if _is_ready(site, wanted=wanted, screens=screens, browser=verb == "test"):
        return
    with one_at_a_time(site.state):
        if not packages_ready(site, wanted=wanted):
            prepare_packages(site, wanted=wanted)
        if screens and not _assets_ready(site):
            _build_assets(site)
        if verb == "test" and not _browser_settled(site):
            _fetch_browser(site)
        if wanted != "run" and not _kernels_ready(site):
            _compile_kernels(site)


def _is_ready(site: Site, *, wanted: str, screens: bool, browser: bool) -> bool:
    return (
        packages_ready(site, wanted=wanted)
        and (not screens or _assets_ready(site))
        and (not browser or _browser_settled(site))
        and (wanted == "run" or _kernels_ready(site))
    )


def _assets_key(site: Site) -> str:
    frame = site.checkout / "src" / "nuandong" / "desk" / "frame"
    made_from = [
        *sorted(path for path in (frame / "browser").glob("*") if path.is_file()),
        frame / "assets.py",
    ]
    return key_of(*made_from, site.checkout / "requirements.lock")


def _assets_ready(site: Site) -> bool:
    return Stamps(site.state).read("assets") == _assets_key(site) and (site.state / "assets").is_dir()


def _build_assets(site: Site) -> None:
    key = _assets_key(site)
    if lay_out_assets(site.checkout, site.state, key=key):
        return
    environment = dict(site.environment)
    certificate = environment.get("SSL_CERT_FILE") or _site_certificate(site)
    if certificate:
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificate)
    if not _has_node(site):
        environment["PYTHONPATH"] += os.pathsep + str(prepare_node(site))
    with timed("building the browser assets") as remarks:
        words: list[str | Path] = [site.env_python, "-m", "nuandong.desk.frame.assets", site.state]
        outcome = try_run(words, log=site.log, environment=environment)
        if outcome.returncode != 0:
            tail = "\n    ".join(outcome.stdout.strip().splitlines()[-12:])
            raise SetupRefused(f"the browser assets could not be built:\n    {tail}\n(whole log: {site.log})")
        remarks.append(outcome.stdout.strip().splitlines()[-1])
    Stamps(site.state).write("assets", key)


def _kernels_key(site: Site) -> str:
    flow = site.checkout / "src" / "nuandong" / "balance" / "flow"
    return key_of(*sorted(flow.glob("*.py")), site.checkout / "requirements-dev.lock")


def _kernels_ready(site: Site) -> bool:
    return Stamps(site.state).read("kernels") == _kernels_key(site)


def _compile_kernels(site: Site) -> None:
    """Once, so that nobody waits for it later; where it fails, each program compiles for itself."""
    words: list[str | Path] = [site.env_python, "-c", "from nuandong.balance.flow import warm; warm()"]
    with timed("compiling the flow engine") as remarks:
        outcome = try_run(words, log=site.log, environment=site.environment)
        remarks.append("kept" if outcome.returncode == 0 else f"not kept (log: {site.log})")
    Stamps(site.state).write("kernels", _kernels_key(site))


def _site_certificate(site: Site) -> str | None:
    from pip_settings import pip_settings

    return pip_settings(environment=site.environment).get("cert")


def _has_node(site: Site) -> bool:
    path = site.environment.get("PATH")
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    said = try_run([node, "--version"], log=site.log, environment=site.environment, seconds=20)
    major = said.stdout.strip().removeprefix("v").partition(".")[0]
    return said.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NODE


def _browser_settled(site: Site) -> bool:
    """A system browser is there, or playwright's own download was tried once; the tests say loudly if it failed."""
    path = site.environment.get("PATH")
    if any(shutil.which(name, path=path) for name in BROWSERS):
        return True
    return Stamps(site.state).read("browser") != ""


def _fetch_browser(site: Site) -> None:
    words: list[str | Path] = [site.env_python, "-m", "playwright", "install", "chromium"]
    with timed("no Chromium on this machine: trying playwright's own download") as remarks:
        outcome = try_run(words, log=site.log, environment=site.environment, seconds=BROWSER_DOWNLOAD_SECONDS)
        remarks.append("it is there" if outcome.returncode == 0 else "it could not be had")
    Stamps(site.state).write("browser", "there" if outcome.returncode == 0 else "not to be had")


def _become(site: Site, verb: str, words: list[str]) -> NoReturn:
    python = os.fspath(site.env_python)
    rest = list(words)
    if verb in (*DEVELOPER_VERBS, "bundle", "python"):
        rest.remove(verb)
    starts = {
        "test": [os.fspath(site.checkout / "tools" / "run_tests.py")],
        "lint": [os.fspath(site.checkout / "tools" / "lint.py")],
        "bench": ["-m", "benchmarks"],
        "bundle": [os.fspath(site.checkout / "tools" / "bundle")],
        "python": [],
    }
    start = starts.get(verb, ["-m", "nuandong"])
    os.execve(python, [python, *start, *rest], dict(site.environment))
