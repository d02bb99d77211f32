"""Acts upon orders that are refused, each with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nuandong.findings import AssuranceError, Findings


class Refused(AssuranceError):
    """An act upon an order that is not open now; says why and what to do."""


class SameEyes(Refused):
    """Whoever drafted or edited an order may not approve it."""

    def __init__(self) -> None:
        super().__init__(
            _("You drafted or edited this order; another person with the right to approve must decide.")
        )


class NoRight(Refused):
    """The account may not do this, or not for the whole province."""

    def __init__(self) -> None:
        super().__init__(_("This needs the right to do so for the whole province."))


class NotInState(Refused):
    """The order stands elsewhere than the act needs."""

    def __init__(self, number: str, state: str) -> None:
        self.number, self.state = number, state
        super().__init__(_("%(number)s is: %(state)s. Reload the page.") % {"number": number, "state": state})


class NoLevelInForce(Refused):
    """Nobody declared a level for the gas day, so nothing may be ordered."""

    def __init__(self) -> None:
        super().__init__(
            _("No level is in force for this gas day, so nothing may be ordered. Declare the level first.")
        )


class Broken(Refused):
    """Lines that break a guard; all of them at once."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        count = len(findings.errors)
        super().__init__(_("%(count)d faults forbid this order; mend each.") % {"count": count})


class WordsMissing(Refused):
    """An act that wants a reason came without one."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in at least four characters."))
