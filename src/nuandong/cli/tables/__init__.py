"""A picture as tables that a person reads in a terminal, in colour where there is some and plainly where not.

`print_day` is what `nuandong plan` and `nuandong demo` both show of a gas day, `print_findings` what `check` says.
"""

from nuandong.cli.tables.day import print_day
from nuandong.cli.tables.faults import print_findings
from nuandong.cli.tables.season import print_season

__all__ = ["print_day", "print_findings", "print_season"]
