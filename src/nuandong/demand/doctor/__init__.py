"""The data doctor: what is wrong with series of use and temperature before anything is fitted to them.

`examine` finds and explains; `apply_repairs` does what was chosen, and nothing else.
"""

from nuandong.demand.doctor.diagnosis import Diagnosis, Fault, FaultKind
from nuandong.demand.doctor.examine import examine
from nuandong.demand.doctor.mend import Mended, MendedHistory, UnknownRepair, apply_repairs
from nuandong.demand.doctor.raw import CrookedSeries, Measure, RawSeries, raw_from_history
from nuandong.demand.doctor.repairs import Act, Repair, Stretch, Words

__all__ = [
    "Act",
    "CrookedSeries",
    "Diagnosis",
    "Fault",
    "FaultKind",
    "Measure",
    "Mended",
    "MendedHistory",
    "RawSeries",
    "Repair",
    "Stretch",
    "UnknownRepair",
    "Words",
    "apply_repairs",
    "examine",
    "raw_from_history",
]
