"""Records of the directory, one file a family."""

from nuandong.desk.directory.models.contacts import ContactDuty, ContactPost, TaskForceMember
from nuandong.desk.directory.models.duty import AbsenceNote, DutyRota, DutyShift, RollCall, RotaState
from nuandong.desk.directory.models.grants import GrantRequest, GrantState
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
from nuandong.desk.directory.models.people import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Role,
)
from nuandong.desk.directory.models.places import Region, SupplyZone, ZoneMembership
from nuandong.desk.directory.models.plans import BalancePlan, MeasureSort, PlannedMeasure, PlanState, PlanWeek
from nuandong.desk.directory.models.second_factors import RecoveryCode, SecondFactor
from nuandong.desk.directory.models.tables import KeptTable
from nuandong.desk.directory.models.units import ReportingUnit, UnitKind
from nuandong.desk.directory.models.users import (
    CurtailmentList,
    DeliveryPoint,
    GasUser,
    ListedPoint,
    ListState,
)

__all__ = [
    "AbsenceNote",
    "Account",
    "ArcLimit",
    "BalancePlan",
    "ContactDuty",
    "ContactPost",
    "CurtailmentList",
    "DeliveryPoint",
    "DutyRota",
    "DutyShift",
    "Facility",
    "FacilityLease",
    "FacilityShare",
    "GasStore",
    "GasUser",
    "GrantRequest",
    "GrantState",
    "KeptTable",
    "ListState",
    "ListedPoint",
    "MeasureSort",
    "Membership",
    "NetworkArc",
    "NetworkNode",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PlanState",
    "PlanWeek",
    "PlannedMeasure",
    "RecoveryCode",
    "Region",
    "ReportingUnit",
    "Role",
    "RollCall",
    "RotaState",
    "SecondFactor",
    "SupplySource",
    "SupplyZone",
    "TaskForceMember",
    "UnitKind",
    "ZoneMembership",
]
