"""Acts upon a brief that are refused, each with what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nuandong.findings import AssuranceError


class NoRunYet(AssuranceError):
    """There is no run to draft from."""

    def __init__(self) -> None:
        super().__init__(_("This gas day has not been assessed. Ask for a run first, then draft the brief."))


class NotADraft(AssuranceError):
    """A brief that was signed or discarded is not changed any more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This brief is no draft any more and cannot be changed. Draft a further one; it supersedes this one."
            )
        )


class SameEyes(AssuranceError):
    """Whoever drafted or edited a brief may not sign it."""

    def __init__(self) -> None:
        super().__init__(_("You drafted or edited this brief. Somebody else has to sign it."))


class NobodySigns(AssuranceError):
    """A brief is signed by a person."""

    def __init__(self) -> None:
        super().__init__(_("A brief is signed by a person with an account of their own."))


class NotOfThisRegion(AssuranceError):
    """The account does not hold the region of the brief."""

    def __init__(self) -> None:
        super().__init__(_("This account may not write briefs of this region."))


class EditedMeanwhile(AssuranceError):
    """Somebody changed the brief since this page was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this brief since your page was shown. Read it again, then do what you wanted."
            )
        )
