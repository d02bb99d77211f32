"""Records of the watch."""

from nuandong.desk.watch.models.matters import Matter, MatterAct, MatterEntry, MatterKind, MatterState
from nuandong.desk.watch.models.plants import PlantDay
from nuandong.desk.watch.models.sites import Expected, SiteAlarm, SiteMark

__all__ = [
    "Expected",
    "Matter",
    "MatterAct",
    "MatterEntry",
    "MatterKind",
    "MatterState",
    "PlantDay",
    "SiteAlarm",
    "SiteMark",
]
