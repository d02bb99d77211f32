"""Serve the desk: granian for the pages, one worker beside it, both ended by Ctrl-C or SIGTERM.

Everything that differs from desk to desk is handed on by the environment, because both are processes of their own.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from nuandong.findings import AssuranceError

APPLICATION = "nuandong.desk.wsgi:application"
SECONDS_TO_START = 60
SECONDS_TO_END = 10
LOOK_S = 0.2  # how often a worker is looked after
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
# Pages are computed, and one interpreter computes one of them at a time.
PROCESSES = min(2, os.cpu_count() or 1)
THREADS = 4  # in each; whoever else comes waits in line, and costs neither a thread nor a connection


class PortTaken(AssuranceError):
    """The port that was asked for is in use."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"{host}:{port} 已被占用；请换一个 --port，或不写 --port 由系统选一个空闲端口。")


class NeverReady(AssuranceError):
    """The desk was started and gave no page."""

    def __init__(self, told: str) -> None:
        self.told = told
        super().__init__(
            f"值守台启动后 {SECONDS_TO_START} 秒内没有给出页面（{told}）；"
            f"请设 NUANDONG_LOG=INFO 再启动一次，看它报告的原因。"
        )


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


def serve_desk(
    *, host: str, port: int, state: Path, when_ready: Callable[[str], None], with_worker: bool = True
) -> None:
    """Serve until stopped; `when_ready` is told the address once the desk answers.

    Web process and worker come back when they die. Without a worker somebody else runs `python -m
    nuandong.desk.worker`: a unit of its own, or another machine on the same PostgreSQL.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked server would keep the settings of the process that built the database, its address included.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,  # no page holds its answer open, and by ASGI each request had a thread of its own
        workers=PROCESSES,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        process_name=None,
        respawn_failed_workers=True,  # granian gives up where one dies twice within 5.5 s
    )
    with worker_beside(log=state / "worker.log") if with_worker else nullcontext():
        troubles = _tell_when_ready(host=host, port=port, when_ready=when_ready)
        server.serve()
    if troubles:
        raise NeverReady(troubles[0])


@contextmanager
def worker_beside(*, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run one worker as long as the block runs; its words go to `log`. One that dies is followed by another."""
    ended = threading.Event()
    with open(log, "ab") as record:
        keeper = threading.Thread(target=_keep_working, args=(record, dict(environment or os.environ), ended))
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()


def _keep_working(record: IO[bytes], environment: dict[str, str], ended: threading.Event) -> None:
    wait_s = SHORTEST_WAIT_S
    while not ended.is_set():
        begun = time.monotonic()
        worker = subprocess.Popen(
            [sys.executable, "-m", "nuandong.desk.worker", "--with-parent"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=record,
            stderr=record,
            start_new_session=True,  # Ctrl-C reaches us; we end it
        )
        while worker.poll() is None and not ended.wait(LOOK_S):
            pass
        if ended.is_set():
            _end(worker)
        else:  # it may have died of what it does: each time it lives for a shorter while, the next one waits longer
            lived_s = time.monotonic() - begun
            wait_s = SHORTEST_WAIT_S if lived_s > LONGEST_WAIT_S else min(2 * wait_s, LONGEST_WAIT_S)
            record.write(f"the worker ended ({worker.returncode}); another follows\n".encode())
            record.flush()
            ended.wait(wait_s)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        worker.kill()


def _tell_when_ready(*, host: str, port: int, when_ready: Callable[[str], None]) -> list[str]:
    """Look until the desk answers; a desk that never does is ended, and why stands in the list that is returned."""
    address, troubles = address_of(host=host, port=port), list[str]()

    def wait() -> None:
        give_up, last = time.monotonic() + SECONDS_TO_START, "no answer"
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(address + "health/", timeout=5):
                    when_ready(address)
                    return
            except OSError as trouble:  # not listening yet, or an answer that says no
                last = str(trouble)
                time.sleep(0.1)
        troubles.append(last)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()
    return troubles
