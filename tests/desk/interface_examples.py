"""The examples of docs/interface.md as calls: who asks, what, and what the page says comes back.

```http officer              the account of the example that calls
POST /api/orders/{order}/issue
Idempotency-Key: issue-1
```
```json 201 order=rows.0.id   the status, and what of the answer later examples name in braces
{"rows": [{"id": 1, "…": "…"}]}
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

PAGE = Path(__file__).resolve().parents[2] / "docs" / "interface.md"
PAIR = re.compile(
    r"^```http (?P<who>\w+)\n(?P<asked>.*?)\n```\n+```json (?P<status>\d+)(?P<kept>[^\n]*)\n(?P<told>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
LEFT_OUT = "…"
Named = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One call of the page, and the answer beside it."""

    who: str
    verb: str
    address: str
    headers: dict[str, str]
    body: str
    status: int
    keeps: dict[str, str]
    told: Any

    def asked_by(self, client: Client, names: Named) -> Any:
        """The answer of the desk, names in braces filled in."""
        address, body = (re.sub(r"\{(\w+)\}", lambda hit: str(names[hit[1]]), part) for part in (
            self.address, self.body))  # fmt: skip
        if self.verb == "GET":
            return client.get(address, headers=self.headers)
        return client.post(address, body, content_type="application/json", headers=self.headers)

    def keep(self, answer: Any, names: Named) -> None:
        """What later examples name."""
        for name, path in self.keeps.items():
            found = answer
            for step in path.split("."):
                found = found[int(step)] if step.lstrip("-").isdecimal() else found[step]
            names[name] = found


def examples() -> Iterator[Example]:
    """Every example of the page, in its order."""
    for hit in PAIR.finditer(PAGE.read_text(encoding="utf-8")):
        head, _, body = hit["asked"].partition("\n\n")
        first, *lines = head.splitlines()
        verb, _, address = first.partition(" ")
        headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
        keeps = dict(word.split("=", 1) for word in hit["kept"].split())
        yield Example(
            hit["who"], verb, address, headers, body, int(hit["status"]), keeps, json.loads(hit["told"])
        )


def differences(shown: Any, told: Any, place: str = "answer") -> Iterator[str]:
    """Where an answer has another shape than the page shows; whatever the page leaves out may be anything."""
    if shown == LEFT_OUT:
        return
    if isinstance(shown, dict) and isinstance(told, dict):
        names = set(shown) - {LEFT_OUT}
        if names - set(told) or (LEFT_OUT not in shown and set(told) - names):
            yield f"{place}: {sorted(names ^ set(told))}"
        for name in sorted(names & set(told)):
            yield from differences(shown[name], told[name], f"{place}.{name}")
    elif isinstance(shown, list) and isinstance(told, list):
        if bool(shown) != bool(told):
            yield f"{place}: {len(told)} rows"
        for one in shown[:1]:
            for row in told[:1]:
                yield from differences(one, row, f"{place}.0")
    elif kind_of(shown) != kind_of(told):
        yield f"{place}: {shown!r} is shown, {told!r} came"


def kind_of(value: Any) -> str:
    """What a value is, as JSON knows it."""
    return (
        "number" if isinstance(value, float | int) and not isinstance(value, bool) else type(value).__name__
    )
