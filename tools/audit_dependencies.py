"""Ask whether any version in our locks has a known fault: `python tools/audit_dependencies.py`.

Every pin of the Python locks and of the browser's lock is put, in one question, to a source of advisories that speaks
the interface of OSV (`POST /v1/querybatch`). A finding fails. Where no source answers, that is said plainly and nothing
fails, for nothing is known: a desk is built on networks that reach nothing.

`NUANDONG_ADVISORIES` names another source than the public one: a mirror inside a closed network. An advisory that does
not touch us stands in `tools/advisories.toml` with its reason and a last day.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
import urllib.request
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHON_LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-peers.lock",
    "tools/locks/uv.lock",
)
BROWSER_LOCK = "src/nuandong/desk/frame/browser/package-lock.json"
ACCEPTED = CHECKOUT / "tools" / "advisories.toml"
PUBLIC_SOURCE = "https://api.osv.dev"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
WAIT_S = 20
WELL, FOUND = 0, 1


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One pinned package of one ecosystem."""

    ecosystem: str
    name: str
    version: str

    def question(self) -> dict[str, Any]:
        """As OSV is asked."""
        return {"package": {"name": self.name, "ecosystem": self.ecosystem}, "version": self.version}


class NoSource(Exception):
    """No source of advisories answered."""


def packages() -> list[Package]:
    """Every pin of every lock, once."""
    found = set()
    for lock in PYTHON_LOCKS:
        for line in (CHECKOUT / lock).read_text(encoding="utf-8").splitlines():
            if pin := PIN.match(line):
                found.add(Package("PyPI", pin[1].lower(), pin[2]))
    kept = json.loads((CHECKOUT / BROWSER_LOCK).read_text(encoding="utf-8"))["packages"]
    for path, facts in kept.items():
        if path:
            found.add(Package("npm", path.rpartition("node_modules/")[2], facts["version"]))
    return sorted(found)


def advisories(asked: list[Package], *, source: str) -> dict[Package, list[str]]:
    """Names of the advisories that touch each package. Raises NoSource."""
    question = json.dumps({"queries": [one.question() for one in asked]}).encode()
    request = urllib.request.Request(
        f"{source.rstrip('/')}/v1/querybatch", data=question, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            told = json.load(answer)["results"]
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise NoSource(str(trouble)) from trouble
    if len(told) != len(asked):
        raise NoSource(f"{len(told)} answers to {len(asked)} questions")
    named = ([one["id"] for one in result.get("vulns") or []] for result in told)
    return {package: names for package, names in zip(asked, named, strict=True) if names}


def accepted(today: date) -> set[str]:
    """Advisories that somebody looked into and found not to touch us, until their day."""
    if not ACCEPTED.is_file():
        return set()
    rows = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("advisory", [])
    return {row["id"] for row in rows if row["reason"] and row["until"] >= today}


def main() -> int:
    """Audit, and say what came of it."""
    source = os.environ.get("NUANDONG_ADVISORIES") or PUBLIC_SOURCE
    asked = packages()
    try:
        found = advisories(asked, source=source)
    except NoSource as trouble:
        print(f"not audited: no advisory source reachable ({trouble})")
        return WELL
    excused = accepted(datetime.now(UTC).date())
    left = {package: [name for name in names if name not in excused] for package, names in found.items()}
    for package, names in left.items():
        for name in names:
            print(f"{package.ecosystem} {package.name} {package.version}: {name}")
    faulty = sum(map(bool, left.values()))
    print(f"{len(asked)} packages audited, {faulty} with known faults")
    return FOUND if faulty else WELL


if __name__ == "__main__":
    sys.exit(main())
