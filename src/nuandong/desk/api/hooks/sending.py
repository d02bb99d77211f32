"""One message to one address: no redirect followed, no proxy asked, a few seconds and no more."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from nuandong import __version__
from nuandong.desk.api.hooks.addresses import Target, reached_at, target_of
from nuandong.desk.frame.world import refuse_outward

WAIT_S = 5.0  # for a connection and for each sign of life
DEADLINE_S = 10.0  # for the whole message, however slowly the other side drips


class Unreached(Exception):
    """Nobody answered there; the words say what went wrong."""


def post(*, address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that the address answers with. Raises Unreached, AddressRefused, NotInADrill."""
    refuse_outward("向订阅地址推送事件")
    target = target_of(address)
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Nuandong/{__version__}",
        **headers,
    }
    try:
        connection = _connection(target, reached_at(target))
        with _at_most(DEADLINE_S, connection):
            connection.request("POST", target.path, body=body, headers=sent)
            return connection.getresponse().status  # what else it says is nobody's affair
    except (OSError, http.client.HTTPException, ssl.CertificateError) as trouble:
        raise Unreached(f"{type(trouble).__name__}: {trouble}"[:300]) from trouble


def _connection(target: Target, number: str) -> http.client.HTTPConnection:
    """A connection to the very number that was looked at, under the name that the address has."""
    if target.scheme == "https":
        kept = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            target.host, target.port, timeout=WAIT_S, context=kept
        )
    else:
        kept = None
        connection = http.client.HTTPConnection(target.host, target.port, timeout=WAIT_S)
    plain = socket.create_connection((number, target.port), timeout=WAIT_S)
    try:
        connection.sock = kept.wrap_socket(plain, server_hostname=target.host) if kept else plain
    except BaseException:
        plain.close()
        raise
    return connection


@contextmanager
def _at_most(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Cut the connection when the time is over; each byte that drips in would renew a mere time-out."""
    line = connection.sock

    def cut() -> None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        connection.close()
