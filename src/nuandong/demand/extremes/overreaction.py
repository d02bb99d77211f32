"""The heck-with-it hook: on days near the design day people turn up more than the model of ordinary cold says.

Where it has been looked for, demand on the peak day of a cold spell exceeds what a response fitted to ordinary
winters gives. No figure of it is published for China, so it is off by default; a province that has seen it
sets `share` in its policy, and the term stands beside the demand by itself, never inside a fitted slope.

Source: PSIG-1403 (2014), which names the effect; form and start judged. Clauses: T-038, T-022.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.units import Celsius, FloatArray, Share
from nuandong.vocabulary import Evidence


class WrongOverreaction(AssuranceError):
    """A term of over-reaction that is negative or grows over no kelvin at all."""

    def __init__(self, share: Share, over: Celsius) -> None:
        self.share, self.over = share, over
        super().__init__(
            f"Over-reaction of {share:g} growing over {over:g} K: the share must be 0 or more, the range above 0. "
            f"Set the share to 0 to leave it out."
        )


@dataclass(frozen=True, slots=True)
class Overreaction:
    """Share of the heating use added at the design temperature; it grows from nothing `over` kelvin above it.

        added = share * min(2, max(0, 1 - (temperature - design) / over))

    It goes on growing below the design day, to twice the share at most. Judged; 0 is off.
    """

    share: Share = 0.0
    over: Celsius = 6.0
    evidence: Evidence = Evidence.JUDGED

    def __post_init__(self) -> None:
        """WrongOverreaction for a negative share or an empty range."""
        if self.share < 0 or self.over <= 0:
            raise WrongOverreaction(self.share, self.over)

    def added(
        self, *, heating_use: FloatArray, effective_temperature: FloatArray, design: Celsius
    ) -> FloatArray:
        """Use that the response does not know, in the unit of `heating_use`, broadcast with the temperatures."""
        near = np.clip(1.0 - (effective_temperature - design) / self.over, 0.0, 2.0)
        extra: FloatArray = self.share * near * heating_use
        return extra


NO_OVERREACTION = Overreaction()
