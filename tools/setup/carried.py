"""What an offline parcel carries beside the checkout: packages and built browser assets, so that no network is asked.

`./nuandong bundle` lays them into `carried/`; a checkout from anywhere else has no such folder.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from progress import timed
from state import Stamps

FOLDER, WHEELS, ASSETS, ASSETS_KEY = "carried", "wheels", "assets", "assets.key"
OTHER_SOURCES = ("PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL")


def with_carried_packages(checkout: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which installers look into the parcel alone; unchanged where there is no parcel."""
    wheels = checkout / FOLDER / WHEELS
    if not wheels.is_dir():
        return dict(environment)
    kept = {name: value for name, value in environment.items() if name not in OTHER_SOURCES}
    # A site's own settings file may name an index: what is said here outranks it for pip, and for uv through pip.
    return kept | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}


def lay_out_assets(checkout: Path, state: Path, *, key: str) -> bool:
    """Copy the carried assets into the state folder; False where none are carried or they belong to another tree."""
    folder = checkout / FOLDER
    stamp = folder / ASSETS_KEY
    if not stamp.is_file() or stamp.read_text(encoding="utf-8").strip() != key:
        return False
    with timed("laying out the browser assets"):
        shutil.rmtree(state / ASSETS, ignore_errors=True)
        shutil.copytree(folder / ASSETS, state / ASSETS)
    Stamps(state).write("assets", key)
    return True
