"""Serve the desk: granian for the pages, one worker beside it, both ended by Ctrl-C or SIGTERM.

Everything that differs from desk to desk is handed on by the environment, because both are processes of their own.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nuandong.findings import AssuranceError

APPLICATION = "nuandong.desk.asgi:application"
SECONDS_TO_START = 60
SECONDS_TO_END = 10
THREADS = 8  # a page waits for the database most of its time


class PortTaken(AssuranceError):
    """The port that was asked for is in use."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"{host}:{port} 已被占用；请换一个 --port，或不写 --port 由系统选一个空闲端口。")


def free_port(*, host: str, wanted: int) -> int:
    """The wanted port, or any free one for 0. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as trouble:
            if trouble.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken(host, wanted) from trouble
            raise
        return int(probe.getsockname()[1])


def address_of(*, host: str, port: int) -> str:
    """The address as a person opens it."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def serve_desk(*, host: str, port: int, state: Path, when_ready: Callable[[str], None]) -> None:
    """Serve until stopped; `when_ready` is told the address once the desk answers."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked server would keep the settings of the process that built the database, its address included.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,  # Django has no use for the lifespan protocol
        workers=1,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        process_name=None,
    )
    with worker_beside(log=state / "worker.log"):
        _tell_when_ready(host=host, port=port, when_ready=when_ready)
        server.serve()


@contextmanager
def worker_beside(*, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run one worker as long as the block runs; its words go to `log`."""
    with open(log, "ab") as record:
        worker = subprocess.Popen(
            [sys.executable, "-m", "nuandong.desk.worker", "--with-parent"],
            env=dict(environment or os.environ),
            stdin=subprocess.DEVNULL,
            stdout=record,
            stderr=record,
            start_new_session=True,  # Ctrl-C reaches us; we end it
        )
        try:
            yield
        finally:
            worker.terminate()
            try:
                worker.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                worker.kill()


def _tell_when_ready(*, host: str, port: int, when_ready: Callable[[str], None]) -> None:
    address = address_of(host=host, port=port)

    def wait() -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(address + "health/", timeout=5) as answer:
                    if answer.status == 200:
                        when_ready(address)
                        return
            except OSError:
                time.sleep(0.1)

    threading.Thread(target=wait, daemon=True).start()
