"""Fetching from a real server: tries, time limits, half answers, refusals, keys and redirections."""

from __future__ import annotations

import json
import time

import pytest

from nuandong.cli._fetch import NotAnAddress, NotFetched, fetch
from tests.cli.web import answering, no_proxy, served, silent  # noqa: F401 - the fixture is asked for by its name

pytestmark = pytest.mark.usefixtures("no_proxy")
WHOLE = b'{"hourly": {}}'


def test_the_whole_body_comes_with_the_parameters_in_the_address() -> None:
    with served(answering(WHOLE)) as web:
        assert fetch(f"{web.address}?site=1", parameters={"latitude": "37.8,40.1", "name": "a b"}) == WHOLE
    assert web.queries == [{"site": ["1"], "latitude": ["37.8,40.1"], "name": ["a b"]}]
    assert web.asked[0][1]["User-Agent"].startswith("nuandong/")


def test_a_failing_source_is_tried_again_and_waited_for_longer_each_time() -> None:
    waited: list[float] = []
    with served(answering(b"", status=503), answering(b"", status=502), answering(WHOLE)) as web:
        assert fetch(web.address, retries=2, pause=waited.append) == WHOLE
    assert waited == [1.0, 2.0]
    assert len(web.asked) == 3


def test_a_source_that_asks_for_patience_gets_it_up_to_half_a_minute() -> None:
    waited: list[float] = []
    busy = [answering(b"", status=429, headers={"Retry-After": after}) for after in ("7", "3600")]
    with served(*busy, answering(WHOLE)) as web:
        fetch(web.address, retries=2, pause=waited.append)
    assert waited == [7.0, 30.0]


def test_a_refusal_is_not_tried_again_and_its_reason_is_repeated() -> None:
    refused = json.dumps({"error": True, "reason": "Latitude must be in range"}).encode()
    wanted = "HTTP 400 Latitude must be in range"
    with served(answering(refused, status=400)) as web, pytest.raises(NotFetched, match=wanted) as caught:
        fetch(web.address, retries=5, pause=lambda seconds: None)
    assert caught.value.tries == 1
    assert "--source FILE.csv" in str(caught.value)


def test_half_an_answer_is_none() -> None:
    with served(answering(WHOLE[:5], promised=len(WHOLE)), answering(WHOLE)) as web:
        assert fetch(web.address, retries=1, pause=lambda seconds: None) == WHOLE
    half = answering(WHOLE[:5], promised=len(WHOLE))
    with served(half) as web, pytest.raises(NotFetched, match="only 5 of 14 bytes"):
        fetch(web.address, retries=0)


@pytest.mark.parametrize("begun", [b"", b'{"hourly"'], ids=["never-begins", "stops-midway"])
def test_a_source_that_hangs_is_left_after_the_time_limit(begun: bytes) -> None:
    with served(silent(3.0, begun=begun)) as web:
        before = time.monotonic()
        with pytest.raises(NotFetched, match=r"0\.3 s"):
            fetch(web.address, timeout=0.3, retries=0)
        assert time.monotonic() - before < 2.0


def test_nobody_at_the_address_is_said_without_a_trace() -> None:
    with served(answering(WHOLE)) as web:
        address = web.address
    with pytest.raises(NotFetched, match="2 tries"):
        fetch(address, retries=1, timeout=2.0, pause=lambda seconds: None)


@pytest.mark.parametrize(
    "address", ["", "file:///etc/hostname", "ftp://weather.example/a", "weather.example", "http://"]
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    with pytest.raises(NotAnAddress):
        fetch(address)


def test_a_redirection_is_followed_to_the_web_only_and_the_key_stays_behind() -> None:
    with served(answering(WHOLE)) as there:
        moved = answering(b"", status=302, headers={"Location": there.address})
        with served(moved) as web:
            assert fetch(web.address, bearer="secret") == WHOLE
    assert web.asked[0][1]["Authorization"] == "Bearer secret"
    assert "Authorization" not in there.asked[0][1]
    astray = answering(b"", status=302, headers={"Location": "file:///etc/hostname"})
    with served(astray) as web, pytest.raises(NotFetched):
        fetch(web.address, retries=0)


def test_a_proxy_that_the_environment_names_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(answering(WHOLE)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        assert fetch("http://weather.example/v1/forecast", parameters={"a": "1"}) == WHOLE
    assert proxy.asked[0][0] == "http://weather.example/v1/forecast?a=1"


def test_no_key_and_no_password_stands_in_a_message() -> None:
    with served(answering(b"", status=403)) as web:
        address = web.address.replace("127.0.0.1", "user:password@127.0.0.1")
        with pytest.raises(NotFetched) as caught:
            fetch(address, parameters={"apikey": "secret"}, bearer="token", retries=0)
    assert not {"secret", "token", "password"} & set(
        str(caught.value).replace("=", " ").replace("@", " ").split()
    )
    assert "secret" not in str(caught.value)
    assert "password" not in str(caught.value)
