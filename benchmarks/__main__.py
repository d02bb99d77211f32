"""`python -m benchmarks WHICH`: run one set of measurements, print the table, fail where a goal is missed."""

from __future__ import annotations

import sys
from importlib import import_module

WHICH = ("balance", "demand", "desk")


def main(arguments: list[str]) -> int:
    """Run `benchmarks.<which>.run(arguments)` and return 1 where a goal was missed, 2 for a wrong word."""
    if not arguments or arguments[0] not in WHICH:
        sys.stderr.write(f"usage: ./nuandong bench {'|'.join(WHICH)} [--quick]\n")
        return 2
    table = import_module(f"benchmarks.{arguments[0]}").run(arguments[1:])
    table.show()
    return 0 if table.all_met else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
