"""The audit of dependencies asks about every pin, fails on a finding, and says so where nobody answers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from tests.house.source_tree import CHECKOUT
from tests.house.test_locks import pins
from tools import audit_dependencies as audit


class Source(BaseHTTPRequestHandler):
    """A source of advisories that knows one faulty package."""

    faulty: ClassVar[str] = ""
    status: ClassVar[int] = 200
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Source.asked = body["queries"]
        told = [
            {"vulns": [{"id": "TEST-1"}]} if one["package"]["name"] == self.faulty else {}
            for one in Source.asked
        ]
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(json.dumps({"results": told}).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def a_source(*, faulty: str = "", status: int = 200) -> Iterator[str]:
    Source.faulty, Source.status = faulty, status
    server = HTTPServer(("127.0.0.1", 0), Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_every_pin_of_every_lock_is_asked_about(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    with a_source() as address:
        monkeypatch.setenv("NUANDONG_ADVISORIES", address)
        assert audit.main() == 0
    asked = {(one["package"]["ecosystem"], one["package"]["name"], one["version"]) for one in Source.asked}
    for lock in ("requirements.lock", "requirements-peers.lock"):
        for (name, _), version in pins(lock).items():
            assert ("PyPI", name.lower(), version) in asked
    browser = json.loads((CHECKOUT / audit.BROWSER_LOCK).read_text(encoding="utf-8"))["packages"]
    assert sum(ecosystem == "npm" for ecosystem, _, _ in asked) == len(
        {(path.rpartition("node_modules/")[2], facts["version"]) for path, facts in browser.items() if path}
    )
    assert "0 with known faults" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["django", "esbuild"])
def test_a_finding_fails_and_is_named(name: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    if name not in {one.name for one in audit.packages()}:
        pytest.fail(f"{name} is in no lock; name another here")
    with a_source(faulty=name) as address:
        monkeypatch.setenv("NUANDONG_ADVISORIES", address)
        assert audit.main() == 1
    told = capsys.readouterr().out
    assert name in told
    assert "TEST-1" in told


def test_an_advisory_that_was_looked_into_is_excused_until_its_day(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "advisories.toml"
    kept.write_text(
        '[[advisory]]\nid = "TEST-1"\nreason = "not called here"\nuntil = 2027-01-01\n', encoding="utf-8"
    )
    monkeypatch.setattr(audit, "ACCEPTED", kept)
    assert audit.accepted(date(2026, 12, 31)) == {"TEST-1"}
    assert audit.accepted(date(2027, 1, 2)) == set()


@pytest.mark.parametrize("status", [404, 500])
def test_a_source_that_does_not_answer_audits_nothing_and_says_so(
    status: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with a_source(faulty="django", status=status) as address:
        monkeypatch.setenv("NUANDONG_ADVISORIES", address)
        assert audit.main() == 0
    assert "not audited: no advisory source reachable" in capsys.readouterr().out


def test_without_a_network_nothing_is_audited_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("NUANDONG_ADVISORIES", "http://127.0.0.1:9")
    assert audit.main() == 0
    assert "not audited: no advisory source reachable" in capsys.readouterr().out


def test_continuous_integration_audits() -> None:
    run = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    assert "tools/audit_dependencies.py" in run
