"""A real web server on a free port, for tests of what fetches: it answers what it is told, in turn, and remembers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Web:
    """Where the server listens, and what was asked of it: path with query, and headers."""

    address: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        """The parameters of each request."""
        return [parse_qs(urlsplit(path).query) for path, _ in self.asked]


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine's proxy is, the server beside us is asked directly."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def served(*answers: Answering) -> Iterator[Web]:
    """A server that gives each answer once and the last one again and again."""
    web = Web("")

    class Speaking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, dict(self.headers)))
            answers[min(len(web.asked), len(answers)) - 1](self)

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Speaking)
    server.daemon_threads = True
    web.address = f"http://127.0.0.1:{server.server_port}/v1/forecast"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(
    body: bytes, *, status: int = 200, headers: dict[str, str] | None = None, promised: int | None = None
) -> Answering:
    """A body with a status; `promised` bytes in its heading where that is not what comes."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in (headers or {}).items():
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(body) if promised is None else promised))
        to.end_headers()
        to.wfile.write(body)

    return answer


def silent(seconds: float, *, begun: bytes = b"") -> Answering:
    """Nothing for so long, or a heading, the first bytes, and then nothing."""
    still = threading.Event()

    def answer(to: BaseHTTPRequestHandler) -> None:
        if begun:
            to.send_response(200)
            to.send_header("Content-Length", "100000")
            to.end_headers()
            to.wfile.write(begun)
            to.wfile.flush()
        still.wait(seconds)
        to.close_connection = True

    return answer
