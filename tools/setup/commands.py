"""Run another program: its output goes to the set-up log, and only its end is shown when it fails."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from progress import SetupRefused

LINES_SHOWN = 12


def run(words: Sequence[str | Path], *, log: Path, environment: Mapping[str, str], advice: str) -> str:
    """Run a program quietly and return what it printed.

    Raises SetupRefused, with the last lines of the output and `advice`, when the program fails.
    """
    outcome = try_run(words, log=log, environment=environment)
    if outcome.returncode != 0:
        tail = "\n    ".join(outcome.stdout.strip().splitlines()[-LINES_SHOWN:])
        raise SetupRefused(f"{Path(words[0]).name} failed:\n    {tail}\n{advice} (whole log: {log})")
    return outcome.stdout


def try_run(
    words: Sequence[str | Path], *, log: Path, environment: Mapping[str, str], seconds: float | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a program quietly; a failure, or more than `seconds`, is the caller's to judge by the return code."""
    with open(log, "a", encoding="utf-8") as record:
        record.write(f"\n$ {' '.join(map(str, words))}\n")
        try:
            outcome = subprocess.run(
                [os.fspath(word) for word in words],
                cwd=log.parent,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as trouble:
            outcome = subprocess.CompletedProcess(list(words), 1, stdout=str(trouble))
        record.write(outcome.stdout)
    return outcome
