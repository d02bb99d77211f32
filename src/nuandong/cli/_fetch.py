"""Fetching over http: with a time limit, a few tries, and words for what went wrong.

Proxies are those that the environment names (HTTPS_PROXY, NO_PROXY). Only http and https are followed. A key
travels to the address asked and not to where that one sends us on, and stands in no message.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from nuandong import __version__
from nuandong.findings import AssuranceError

LARGEST = 64_000_000  # bytes; a year of hourly values at a hundred places is a tenth of it
CHUNK = 65_536
LONGEST_WAIT = 30.0  # seconds between tries, whatever the source asks for
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers that may be better in a moment
QUOTED = 200


class NotFetched(AssuranceError):
    """Nothing came: the address, why, and after how many tries."""

    def __init__(self, address: str, reason: str, tries: int) -> None:
        self.address, self.reason, self.tries = address, reason, tries
        super().__init__(
            f"{address}: 取不到（{tries} 次）：{reason}。不联网时请追加气温表，--source 文件.csv。"
            f"Nothing came in {tries} tries: {reason}. Without a network, add a table: "
            f"nuandong weather CASE --source FILE.csv."
        )


class NotAnAddress(AssuranceError):
    """An address that is no http or https one."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"{address!r}: 请给出 http:// 或 https:// 开头的地址。Name an address that begins with http:// or https://."
        )


class _Trouble(Exception):
    """One try that failed, and whether another may succeed; `wait` is what the source asked for, in seconds."""

    def __init__(self, reason: str, *, again: bool, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.again, self.wait = reason, again, wait


def fetch(
    address: str,
    *,
    parameters: Mapping[str, str] | None = None,
    bearer: str = "",
    timeout: float = 20.0,
    retries: int = 2,
    pause: Callable[[float], None] = time.sleep,
) -> bytes:
    """The whole body of an answer; NotFetched after 1 + `retries` tries of at most `timeout` seconds each.

    Between tries it waits 1, 2, 4 … seconds, or as long as the source asks, at most half a minute.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAnAddress(address)
    asked = "&".join(filter(None, (parts.query, urlencode(parameters or {}, safe=","))))
    request = Request(urlunsplit(parts._replace(query=asked, fragment="")))
    request.add_header("User-Agent", f"nuandong/{__version__}")
    request.add_header("Accept-Encoding", "identity")
    if bearer:
        request.add_unredirected_header("Authorization", f"Bearer {bearer}")
    shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))
    for attempt in range(1 + retries):
        try:
            return _body(request, timeout)
        except _Trouble as trouble:
            if not trouble.again or attempt == retries:
                raise NotFetched(shown, trouble.reason, attempt + 1) from None
            pause(min(LONGEST_WAIT, max(trouble.wait, 2.0**attempt)))
    raise AssertionError("unreachable: the last try returns or raises")


def _body(request: Request, timeout: float) -> bytes:
    """One try; _Trouble where it fails."""
    until = time.monotonic() + timeout
    try:
        with closing(_opener().open(request, timeout=timeout)) as answer:
            return _whole(answer, until, timeout)
    except HTTPError as refused:
        with closing(refused):
            raise _Trouble(
                f"HTTP {refused.code} {_said(refused)}".strip(),
                again=refused.code in AGAIN,
                wait=_seconds(refused.headers.get("Retry-After", "")),
            ) from None
    except TimeoutError:
        raise _Trouble(_too_slow(timeout), again=True) from None
    except URLError as trouble:
        slow = isinstance(trouble.reason, TimeoutError)
        raise _Trouble(_too_slow(timeout) if slow else str(trouble.reason), again=True) from None
    except (OSError, http.client.HTTPException) as trouble:
        raise _Trouble(f"{type(trouble).__name__} {trouble}".strip(), again=True) from None


def _opener() -> OpenerDirector:
    """What speaks http and https, through a proxy where the environment names one, and nothing else."""
    opener = OpenerDirector()
    for part in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPDefaultErrorHandler,
                 HTTPErrorProcessor):  # fmt: skip
        opener.add_handler(part())
    return opener


def _whole(answer: http.client.HTTPResponse, until: float, timeout: float) -> bytes:
    """The body, all of it: an answer shorter than it says, too long or too slow is none."""
    body = bytearray()
    while chunk := answer.read1(CHUNK):
        body += chunk
        if len(body) > LARGEST:
            raise _Trouble(f"more than {LARGEST // 1_000_000} MB", again=False)
        if time.monotonic() > until:
            raise _Trouble(_too_slow(timeout), again=True)
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and len(body) < int(promised):
        raise _Trouble(f"only {len(body)} of {promised} bytes", again=True)
    return bytes(body)


def _said(refused: HTTPError) -> str:
    """What a refusal says of itself: the `reason` of a JSON body, else the status line's words."""
    try:
        written = json.loads(refused.read(20_000))
        return str(written["reason"])[:QUOTED]
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
        return str(refused.reason)[:QUOTED]


def _seconds(written: str) -> float:
    return float(written) if written.isdigit() else 0.0


def _too_slow(timeout: float) -> str:
    return f"no whole answer within {timeout:g} s"
