"""Collect and compress the pages' assets, once per content.

The first compression of everything takes many seconds, so a start that finds the same content does nothing. What
the asset build has squeezed already (`.br`) is put beside its hashed name, because WhiteNoise itself writes gzip
only unless a further package is installed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

STAMP = ".collected-from"
MANIFEST = "staticfiles.json"
CHARTS = "echarts.nd.js"


def collect_assets() -> bool:
    """Make STATIC_ROOT hold the present assets; False where it did already.

    Run with `NUANDONG_ASSETS=collected` in the environment, so that names are hashed by content.
    """
    root = Path(settings.STATIC_ROOT)
    sources = list(_sources())
    key = _key(sources)
    stamp = root / STAMP
    if (root / MANIFEST).is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == key:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command(
        "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["*.br", "*.gz"]
    )
    _lay_brotli_beside(root, sources)
    stamp.write_text(key, encoding="ascii")
    return True


def charts_are_built() -> bool:
    """Whether the bundle of the chart library is there; without it pages show tables only."""
    return finders.find(CHARTS) is not None


def _sources() -> Iterator[tuple[str, Path]]:
    """Every asset by the name it is asked for, and where it lies."""
    for finder in finders.get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            prefix = getattr(storage, "prefix", None)
            yield (f"{prefix}/{name}" if prefix else name), Path(storage.path(name))


def _key(sources: list[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(sources):
        digest.update(name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _lay_brotli_beside(root: Path, sources: list[tuple[str, Path]]) -> None:
    hashed = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["paths"]
    for name, path in sources:
        plain = name.removesuffix(".br")
        if name.endswith(".br") and plain in hashed:
            for target in (plain, hashed[plain]):
                shutil.copyfile(path, root / f"{target}.br")
