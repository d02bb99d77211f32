"""`python -m benchmarks WHICH`: run one set of measurements, print the table, fail where a goal is missed.

With `--write` the table also becomes its section of `docs/performance.md`; a benchmark with a page of its own
(`write_page`) writes that instead.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module

from benchmarks.figures import write_section

WHICH = ("balance", "flow", "nation", "demand", "accuracy", "extremes", "desk", "ledger", "peers")
TOGETHER = {  # one word for a whole engine
    "balance": ("balance", "flow", "nation"),
    "accuracy": ("accuracy", "extremes"),
}


def main(arguments: list[str]) -> int:
    """Run `benchmarks.<which>.run(arguments)` and return 1 where a goal was missed, 2 for a wrong word."""
    if not arguments or arguments[0] not in WHICH:
        sys.stderr.write(f"usage: ./nuandong bench {'|'.join(WHICH)} [--quick] [--load] [--write]\n")
        return 2
    all_met = True
    for which in TOGETHER.get(arguments[0], (arguments[0],)):
        benchmark = import_module(f"benchmarks.{which}")
        table = benchmark.run(arguments[1:])
        table.show()
        all_met &= table.all_met
        if "--write" in arguments:
            getattr(benchmark, "write_page", partial(write_section, which))(table)
    return 0 if all_met else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
