"""The desk behind nginx as `deploy/` sets it up: https outside, and nobody chooses the address a lockout counts by."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
HOST = "desk.example"
SECONDS = 60.0
WRONG_BEFORE_LOCKOUT = 12  # more than any policy of lockouts allows
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None or shutil.which("openssl") is None, reason="no nginx on this machine"),
]


@dataclass(frozen=True)
class Front:
    """Where nginx listens, plain and with TLS."""

    plain: int
    secure: int

    def ask(
        self, path: str, *, headers: dict[str, str] | None = None, form: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """One request over TLS, by the name of the certificate."""
        trusted = ssl.create_default_context()
        trusted.check_hostname, trusted.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, context=trusted, timeout=30)
        sent = {"Host": HOST, "Referer": f"https://{HOST}/", **(headers or {})}
        body = urllib.parse.urlencode(form) if form is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", path, body, sent)
        return connection.getresponse()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        assert running.poll() is None, log.read_text(encoding="utf-8")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A desk with empty tables and nginx before it, by the files of `deploy/` with ports and folders of this test."""
    place = tmp_path_factory.mktemp("behind-nginx")
    inside, ports = free_port(), Front(free_port(), free_port())
    certify(place)
    configure(place, inside, ports)
    environment = {
        **{
            name: value for name, value in os.environ.items() if not name.startswith(("NUANDONG_", "DJANGO_"))
        },
        "NUANDONG_STATE": str(place / "state"),
        "NUANDONG_HOSTS": HOST,
        "NUANDONG_HTTPS": "1",
        "PYTHONPATH": str(CHECKOUT / "src"),
    }
    (place / "state").mkdir()
    assets = Path(os.environ.get("NUANDONG_STATE", CHECKOUT / ".nuandong")) / "assets"
    (place / "state" / "assets").symlink_to(assets, target_is_directory=True)
    log = place / "log.txt"
    serve = [sys.executable, "-m", "nuandong", "serve", "--port", str(inside), "--no-worker"]
    with open(log, "wb") as out:
        desk = subprocess.Popen(serve, env=environment, stdout=out, stderr=out, cwd=place)
        try:
            wait_for(inside, desk, log)
            words = [str(NGINX), "-p", str(place), "-c", "nginx.conf", "-e", "error.log"]
            checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
            assert checked.returncode == 0, checked.stderr
            nginx = subprocess.Popen([*words, "-g", "daemon off;"], stdout=out, stderr=out)
            try:
                wait_for(ports.secure, nginx, log)
                yield ports
            finally:
                nginx.terminate()
                nginx.wait(10)
        finally:
            desk.terminate()
            desk.wait(20)


def certify(place: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    subprocess.run(
        [*words, "-keyout", place / "desk.key", "-out", place / "desk.crt"], check=True, capture_output=True
    )


def configure(place: Path, inside: int, ports: Front) -> None:
    text = (CHECKOUT / "deploy" / "nginx" / "nuandong.conf").read_text(encoding="utf-8")
    for was, now in (
        ("127.0.0.1:8848", f"127.0.0.1:{inside}"),
        ("listen 80;", f"listen 127.0.0.1:{ports.plain};"),
        ("listen 443", f"listen 127.0.0.1:{ports.secure}"),
        ("/etc/nuandong/", f"{place}/"),
    ):
        assert was in text
        text = text.replace(was, now)
    head = f"pid {place}/nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n"
    for folder in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        head += f"{folder}_temp_path {place}/{folder};\n"
    (place / "nginx.conf").write_text(f"{head}{text}}}\n", encoding="utf-8")


def test_plain_http_leads_to_https(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    connection.request("GET", "/report/?day=2023-12-20", headers={"Host": HOST})
    told = connection.getresponse()
    assert (told.status, told.headers["Location"]) == (301, f"https://{HOST}/report/?day=2023-12-20")


def test_pages_come_with_secure_cookies_and_a_promise_of_https(front: Front) -> None:
    told = front.ask("/accounts/login/")
    page = told.read().decode()
    assert told.status == 200
    assert "max-age=" in (told.headers["Strict-Transport-Security"] or "")
    cookies = told.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in one for one in cookies), cookies
    style = re.search(r'href="(/static/[^"]+[.]css)"', page)
    assert style
    assert front.ask(style[1]).status == 200


def test_another_host_s_name_is_refused(front: Front) -> None:
    assert front.ask("/accounts/login/", headers={"Host": "elsewhere.example"}).status == 400


def test_a_visitor_cannot_choose_the_address_that_a_lockout_counts_by(front: Front) -> None:
    answers = []
    for number in range(WRONG_BEFORE_LOCKOUT):
        form = front.ask("/accounts/login/")
        page = form.read().decode()
        mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert mark, answers
        cookie = "; ".join(one.partition(";")[0] for one in form.headers.get_all("Set-Cookie") or [])
        typed = {"csrfmiddlewaretoken": mark[1], "username": "zhiban", "password": f"guess-{number}"}
        claimed = {"X-Forwarded-For": f"203.0.113.{number}", "Cookie": cookie}
        answers.append(front.ask("/accounts/login/", headers=claimed, form=typed).status)
        if answers[-1] == 429:
            break
    assert answers[-1] == 429, answers
