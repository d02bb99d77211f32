"""Records of the directory, one file a family."""

from nuandong.desk.directory.models.network import (
    ArcLimit,
    Facility,
    FacilityLease,
    FacilityShare,
    GasStore,
    NetworkArc,
    NetworkNode,
    SupplySource,
)
from nuandong.desk.directory.models.people import Account, DutyShift, Membership, Organisation, Person, Role
from nuandong.desk.directory.models.places import Region, SupplyZone, ZoneMembership
from nuandong.desk.directory.models.tables import KeptTable
from nuandong.desk.directory.models.units import ReportingUnit, UnitKind
from nuandong.desk.directory.models.users import CurtailmentList, DeliveryPoint, GasUser, ListedPoint

__all__ = [
    "Account",
    "ArcLimit",
    "CurtailmentList",
    "DeliveryPoint",
    "DutyShift",
    "Facility",
    "FacilityLease",
    "FacilityShare",
    "GasStore",
    "GasUser",
    "KeptTable",
    "ListedPoint",
    "Membership",
    "NetworkArc",
    "NetworkNode",
    "Organisation",
    "Person",
    "Region",
    "ReportingUnit",
    "Role",
    "SupplySource",
    "SupplyZone",
    "UnitKind",
    "ZoneMembership",
]
