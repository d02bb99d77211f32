"""`python -m benchmarks WHICH`: run one set of measurements, print the table, fail where a goal is missed.

With `--write` the table also becomes its section of `docs/performance.md`; a benchmark with a page of its own
(`write_page`) writes that instead.
"""

from __future__ import annotations

import os
import platform
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks.figures import FigureTable

WHICH = ("balance", "flow", "nation", "demand", "accuracy", "extremes", "desk", "ledger", "peers")
TOGETHER = {  # one word for a whole engine
    "balance": ("balance", "flow", "nation"),
    "accuracy": ("accuracy", "extremes"),
}

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Measured

Ratios inside one run, CPU time, medians; the machine is named with each table. `./nuandong bench balance --write` (or
`demand`, `desk`, `peers`) measures again: the page is made from what was measured, goals that are missed say so.
"""


def write_section(which: str, table: FigureTable) -> None:
    """Replace the section of one benchmark on the page, other sections stay."""
    kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    begin, end = f"<!-- {which} -->\n", f"<!-- /{which} -->\n"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
    section = f"{begin}\n{table.markdown()}\n{machine}\n{end}"
    if begin in kept:
        before, _, rest = kept.partition(begin)
        kept = before + section + rest.partition(end)[2]
    else:
        kept = f"{kept.rstrip()}\n\n{section}"
    PAGE.write_text(kept, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run `benchmarks.<which>.run(arguments)` and return 1 where a goal was missed, 2 for a wrong word."""
    if not arguments or arguments[0] not in WHICH:
        sys.stderr.write(f"usage: ./nuandong bench {'|'.join(WHICH)} [--quick] [--write]\n")
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
