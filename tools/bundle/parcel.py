"""What lies in the offline parcel, and how it is written: the installer's script, then a compressed archive."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from carried import ASSETS, ASSETS_KEY, FOLDER, WHEELS
from commands import run, try_run
from packages import NETWORK_ADVICE
from progress import SetupRefused, timed
from state import Stamps

LEFT_OUT = ("tests", "benchmarks", ".ci", ".github", "conftest.py", ".gitignore", FOLDER)
NEVER = {"__pycache__", ".git", ".nuandong", "node_modules"}
LOCK = "requirements.lock"
INSTALLER = Path(__file__).with_name("installer.sh")
BLOCK = 1 << 20
EXECUTABLE, READABLE = 0o755, 0o644


@dataclass(frozen=True)
class Parcel:
    """What the file is made from and for."""

    checkout: Path
    state: Path
    pythons: tuple[str, ...]
    system: str

    @property
    def version(self) -> str:
        """The programme's own version."""
        from nuandong import __version__

        return __version__

    @property
    def name(self) -> str:
        """What the file is called, without its ending."""
        return f"nuandong-{self.version}-{self.system.replace(' ', '-')}-py{'-'.join(self.pythons)}".lower()

    @property
    def log(self) -> Path:
        """Where the output of other programs goes."""
        return self.state / "set-up.log"


def write_parcel(parcel: Parcel, file: Path) -> int:
    """Write the file as a whole or not at all; returns its length in bytes. Raises SetupRefused."""
    if not file.resolve().parent.is_dir():
        raise SetupRefused(f"{file.resolve().parent} is not a folder; name a file in one that exists.")
    with tempfile.TemporaryDirectory(dir=parcel.state) as workshop:
        wheels = Path(workshop) / WHEELS
        fetch_wheels(parcel, wheels)
        archive = Path(workshop) / "payload.tar.gz"
        with timed("packing"):
            pack(parcel, wheels, archive)
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            _join(script(parcel, archive, file.name), archive, fresh)
            fresh.chmod(EXECUTABLE)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    return file.stat().st_size


def fetch_wheels(parcel: Parcel, wheels: Path) -> None:
    """The packages of the lock, each with the lock's hash, for every Python that is wanted."""
    _be_sure_of_pip(parcel)
    for python in parcel.pythons:
        with timed(f"fetching packages for Python {python}"):
            words = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet",
                     "--require-hashes", "--only-binary=:all:", "--no-deps", "--python-version", python,
                     "--dest", wheels, "-r", _lines_for(parcel, python, wheels)]  # fmt: skip
            run(words, log=parcel.log, environment=_environment(), advice=NETWORK_ADVICE)


def _lines_for(parcel: Parcel, python: str, wheels: Path) -> Path:
    """The lock's lines that this Python needs: pip judges their conditions by itself, not by `--python-version`."""
    from packaging.requirements import Requirement

    text = (parcel.checkout / LOCK).read_text(encoding="utf-8").replace("\\\n", " ")
    kept = []
    for line in text.splitlines():
        words = line.partition(" --hash")[0].strip()
        if not words or words.startswith("#"):
            continue
        condition = Requirement(words).marker
        about = {"python_version": python, "python_full_version": f"{python}.0"}
        if condition is None or condition.evaluate(about):
            kept.append(line.replace(words, words.partition(";")[0].strip(), 1))
    wheels.mkdir(exist_ok=True)
    lines = wheels.with_name(f"lines-{python}.txt")
    lines.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return lines


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _be_sure_of_pip(parcel: Parcel) -> None:
    """uv makes environments without pip; Python brings one along."""
    if try_run(
        [sys.executable, "-m", "pip", "--version"], log=parcel.log, environment=_environment()
    ).returncode:
        run(
            [sys.executable, "-m", "ensurepip"], log=parcel.log, environment=_environment(),
            advice="Python's ensurepip is missing: install it (on Debian: apt-get install python3-venv).",
        )  # fmt: skip


def pack(parcel: Parcel, wheels: Path, archive: Path) -> None:
    """Tree, wheels and assets in one archive, the same for the same contents whenever and by whomever it is made."""
    stamp = archive.with_name(ASSETS_KEY)
    stamp.write_text(Stamps(parcel.state).read("assets") + "\n", encoding="utf-8")
    found = {path.relative_to(parcel.checkout).as_posix(): path for path in tree_of(parcel.checkout)}
    found |= {f"{FOLDER}/{WHEELS}/{path.name}": path for path in wheels.iterdir()}
    assets = parcel.state / ASSETS
    found |= {f"{FOLDER}/{ASSETS}/{path.relative_to(assets).as_posix()}": path
              for path in assets.rglob("*") if path.is_file()}  # fmt: skip
    found[f"{FOLDER}/{ASSETS_KEY}"] = stamp
    with (
        open(archive, "wb") as out,
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=6) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, path in sorted(found.items()):
            with open(path, "rb") as content:
                member = tarfile.TarInfo(name)
                member.size = path.stat().st_size
                member.mode = EXECUTABLE if os.access(path, os.X_OK) else READABLE
                tar.addfile(member, content)


def tree_of(checkout: Path) -> list[Path]:
    """The files that run and explain the programme: what git knows or would take, or, in a parcel, those that came."""
    words = ["git", "-C", str(checkout), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [checkout / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:
        paths = [path for path in checkout.rglob("*") if not NEVER & set(path.relative_to(checkout).parts)]
    return [path for path in paths if path.is_file() and path.relative_to(checkout).parts[0] not in LEFT_OUT]


def script(parcel: Parcel, archive: Path, name: str) -> str:
    """The installer for this archive."""
    digest = hashlib.sha256()
    with open(archive, "rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
    text = INSTALLER.read_text(encoding="utf-8")
    told = {
        "VERSION": parcel.version,
        "PYTHONS": ", ".join(parcel.pythons),
        "SYSTEM": parcel.system,
        "FILE": name,
        "SUM": digest.hexdigest(),
        "BYTES": str(archive.stat().st_size),
    }
    for word, value in told.items():
        text = text.replace(f"@{word}@", value)
    return text


def _join(head: str, archive: Path, file: Path) -> None:
    with open(file, "wb") as out, open(archive, "rb") as content:
        out.write(head.encode())
        shutil.copyfileobj(content, out, BLOCK)
