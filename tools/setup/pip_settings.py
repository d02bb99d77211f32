"""What the site has told pip (mirror, certificate, proxy), said again in the words of uv.

In China a mirror is the rule, and it is set for pip. uv does not read pip's settings, so without this it would knock
at an address that the site does not reach.
"""

import configparser
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
UV_INDEX_SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL")
SEPARATOR = {"UV_FIND_LINKS": ","}


def uv_environment(*, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that make uv use the index, certificate and proxy of the site's pip; none that are set already."""
    said = pip_settings(environment=environment)
    own_index = any(environment.get(name) for name in UV_INDEX_SETTINGS)
    translated = {}
    for pip_name, uv_name in PIP_TO_UV.items():
        if pip_name not in said or environment.get(uv_name):
            continue
        if own_index and uv_name in UV_INDEX_SETTINGS:
            continue
        translated[uv_name] = SEPARATOR.get(uv_name, " ").join(said[pip_name].split())
    if "UV_INDEX" in translated:
        # pip looks in every index; uv stops at the first that knows the name. The lock's hashes keep this safe.
        translated["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return translated


def pip_settings(*, environment: Mapping[str, str]) -> dict[str, str]:
    """pip's own settings, later sources winning: system, user, site, then the environment."""
    found: dict[str, str] = {}
    for path in _settings_files(environment):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("global", "install"):
            if parser.has_section(section):
                found.update(parser.items(section))
    for name in PIP_TO_UV:
        said = environment.get("PIP_" + name.upper().replace("-", "_"))
        if said:
            found[name] = said
    return {name: found[name] for name in PIP_TO_UV if found.get(name)}


def _settings_files(environment: Mapping[str, str]) -> Iterator[Path]:
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    home = Path.home()
    for folder in reversed(environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")):
        yield Path(folder) / "pip" / "pip.conf"
    yield Path("/etc/pip.conf")
    yield Path("/Library/Application Support/pip/pip.conf")
    yield home / ".pip" / "pip.conf"
    yield home / "Library" / "Application Support" / "pip" / "pip.conf"
    yield Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    if named:
        yield Path(named)
