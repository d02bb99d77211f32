"""What stands: regions, zones, network, facilities, organisations, users, lists, reporting units.

A case names parties and departments; each becomes an organisation, because later contracts, duties and reports
refer to them. Every county, city, department, party and named user owes a daily report (rulings, 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

from nuandong.assess.case import Case
from nuandong.casefile.canonical import tables_of
from nuandong.casefile.texts import table_texts
from nuandong.curtailment.tables import UserBook
from nuandong.desk.directory import models as directory
from nuandong.desk.directory.models.network import FacilityKind
from nuandong.desk.directory.models.people import OrganisationKind
from nuandong.desk.directory.models.units import UnitKind
from nuandong.desk.directory.models.users import ListState
from nuandong.desk.outlook.intake.rows import code_or_none, keep, rows_of
from nuandong.network.tables import Network
from nuandong.vocabulary import RegionKind

OWNED = "own"
KEPT_OF_NETWORK = ("contract_terms", "shared_limits", "limit_members", "store_curves", "store_targets")
KEPT_OF_DEMAND = ("hour_shapes", "use_history", "use_held_back", "use_plans")
KEPT = (*KEPT_OF_NETWORK, *KEPT_OF_DEMAND, "cut_history")
DEPARTMENTS_EN = {  # a case names departments in Chinese alone
    "工业和信息化局": "Department of industry",
    "能源局": "Department of energy",
    "商务局": "Department of commerce",
    "住房和城乡建设局": "Department of housing and construction",
    "交通运输局": "Department of transport",
    "发展和改革委员会": "Development and reform commission",
}


def keep_standing_facts(*, case: Case, known_at: datetime) -> None:
    """Write every table of a case that does not change from day to day."""
    network = case.network
    _keep_places(network)
    _keep_organisations(case)
    _keep_network(network, known_at)
    _keep_facilities(network, known_at)
    _keep_users(case.users)
    keep(directory.ReportingUnit, _units(case))
    keep(directory.KeptTable, _kept_tables(case, known_at))


def _kept_tables(case: Case, known_at: datetime) -> Iterator[directory.KeptTable]:
    """Tables without records of their own, as they stand; an empty one is none."""
    tables = tables_of(case)
    for name in KEPT:
        texts = table_texts(name, tables[name])
        if len(texts) > 1:
            yield directory.KeptTable(name=name, texts=texts, known_at=known_at)


def _keep_places(network: Network) -> None:
    keep(
        directory.Region,
        (
            directory.Region(
                code=row.region, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind,
                parent_id=code_or_none(row.parent), population=row.population, lon=row.lon, lat=row.lat,
                weather_area=row.weather_area, evidence=row.evidence, reference=row.reference,
            )
            for row in _parents_first(network)
        ),
    )  # fmt: skip
    keep(
        directory.SupplyZone,
        (
            directory.SupplyZone(
                code=row.zone, name_zh=row.name_zh, name_en=row.name_en, evidence=row.evidence,
                reference=row.reference,
            )
            for row in rows_of(network.zones)
        ),
    )  # fmt: skip
    keep(
        directory.ZoneMembership,
        (
            directory.ZoneMembership(zone_id=row.zone, region_id=row.region)
            for row in rows_of(network.zone_members)
        ),
    )


def _parents_first(network: Network) -> list[SimpleNamespace]:
    order = {RegionKind.PROVINCE: 0, RegionKind.CITY: 1, RegionKind.COUNTY: 2}
    return sorted(rows_of(network.regions), key=lambda row: order[row.kind])


def _keep_organisations(case: Case) -> None:
    """Governments, departments, parties and named users.

    A government's code is `gov:` and its region's; any other's is its name in the case, or the user's code.
    """
    province = _province_of(case.network)
    departments = {
        name: directory.Organisation(
            code=name, name_zh=name, name_en=DEPARTMENTS_EN.get(name, ""), kind=OrganisationKind.DEPARTMENT,
            region_id=province,
        )
        for name in departments_of(case.users)
    }  # fmt: skip
    parties = {
        name: directory.Organisation(code=name, name_zh=name, kind=OrganisationKind.SUPPLIER)
        for name in parties_of(case.network)
    }
    users = {
        row.user: directory.Organisation(
            code=row.user, name_zh=row.name_zh, name_en=row.name_en, kind=OrganisationKind.USER,
            region_id=row.county,
        )
        for row in rows_of(case.users.users)
        if not row.is_group
    }  # fmt: skip
    governments = {
        f"gov:{row.region}": directory.Organisation(
            code=f"gov:{row.region}", name_zh=f"{row.name_zh}人民政府", name_en=f"Government of {row.name_en}",
            kind=OrganisationKind.GOVERNMENT, region_id=row.region,
        )
        for row in rows_of(case.network.regions)
        if row.kind in (RegionKind.CITY, RegionKind.COUNTY)
    }  # fmt: skip
    keep(directory.Organisation, ({**users, **parties, **departments, **governments}).values())


def departments_of(book: UserBook) -> list[str]:
    """Departments that guide users, each once, in the order of the case."""
    return list(dict.fromkeys(name for name in book.users.department if name))


def parties_of(network: Network) -> list[str]:
    """Parties of contracts and owners or tenants of stores, each once."""
    return list(
        dict.fromkeys(name for name in (*network.contracts.party, *network.store_shares.party) if name)
    )


def _province_of(network: Network) -> str:
    """Code of the province; a case without one gives its first region that duty."""
    kinds = zip(network.regions.region, network.regions.kind, strict=True)
    return next((code for code, kind in kinds if kind is RegionKind.PROVINCE), network.regions.region[0])


def _keep_network(network: Network, known_at: datetime) -> None:
    keep(
        directory.NetworkNode,
        (
            directory.NetworkNode(
                code=row.node, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind,
                region_id=code_or_none(row.region), lon=row.lon, lat=row.lat, evidence=row.evidence,
                reference=row.reference,
            )
            for row in rows_of(network.nodes)
        ),
    )  # fmt: skip
    keep(
        directory.NetworkArc,
        (
            directory.NetworkArc(
                code=row.arc, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind,
                from_node_id=row.from_node, to_node_id=row.to_node, segment=row.segment,
                capacity=row.capacity, capacity_back=row.capacity_back, length_km=row.length_km,
                diameter_mm=row.diameter_mm, pressure_min=row.pressure_min, pressure_max=row.pressure_max,
                in_service_from=row.in_service_from, in_service_to=row.in_service_to,
                evidence=row.evidence, reference=row.reference,
            )
            for row in rows_of(network.arcs)
        ),
    )  # fmt: skip
    keep(
        directory.ArcLimit,
        (
            directory.ArcLimit(
                arc_id=row.arc, begins=row.begins, ends=row.ends, share=row.share, reason=row.reason,
                known_at=row.known_at,
            )
            for row in rows_of(network.arc_limits)
        ),
    )  # fmt: skip


def _keep_facilities(network: Network, known_at: datetime) -> None:
    sources, stores = list(rows_of(network.sources)), list(rows_of(network.stores))
    keep(directory.Facility, (_facility(row, row.supply, FacilityKind.SOURCE) for row in sources))
    keep(directory.Facility, (_facility(row, row.store, FacilityKind.STORE) for row in stores))
    keep(
        directory.SupplySource,
        (
            directory.SupplySource(
                facility_id=row.supply, kind=row.kind, statistical_scope=row.statistical_scope,
                max_flow=row.max_flow, heating_value_mj=row.heating_value_mj,
            )
            for row in sources
        ),
    )  # fmt: skip
    keep(
        directory.GasStore,
        (
            directory.GasStore(
                facility_id=row.store, kind=row.kind, working_capacity=row.working_capacity,
                opening=row.opening, reserve=row.reserve, sendout=row.sendout, injection=row.injection,
                boil_off=row.boil_off,
            )
            for row in stores
        ),
    )  # fmt: skip
    for row in rows_of(network.store_shares):
        claim = directory.FacilityShare if row.right == OWNED else directory.FacilityLease
        claim.objects.create(
            facility_id=row.store, party_id=row.party, share=row.share, begins=row.begins, ends=row.ends,
            known_at=known_at,
        )  # fmt: skip


def _facility(row: SimpleNamespace, code: str, kind: FacilityKind) -> directory.Facility:
    return directory.Facility(
        code=code, kind=kind, name_zh=row.name_zh, name_en=row.name_en, node_id=row.node,
        in_service_from=row.in_service_from, evidence=row.evidence, reference=row.reference,
    )  # fmt: skip


def _keep_users(book: UserBook) -> None:
    keep(
        directory.GasUser,
        (
            directory.GasUser(
                code=row.user, name_zh=row.name_zh, name_en=row.name_en, county_id=row.county,
                department=row.department, organisation_id=None if row.is_group else row.user,
                is_group=row.is_group, cumulative_hours=row.cumulative_hours, evidence=row.evidence,
                reference=row.reference,
            )
            for row in rows_of(book.users)
        ),
    )  # fmt: skip
    keep(
        directory.DeliveryPoint,
        (
            directory.DeliveryPoint(
                code=row.point, user_id=row.user, county_id=row.county, consumer_class=row.consumer_class,
                load=row.load, safe_load=row.safe_load, ramp_hours=row.ramp_hours,
                notice_hours=row.notice_hours, is_interruptible=row.is_interruptible,
                interruptible_days_left=row.interruptible_days_left, is_dual_fuel=row.is_dual_fuel,
                evidence=row.evidence, reference=row.reference,
            )
            for row in rows_of(book.delivery_points)
        ),
    )  # fmt: skip
    keep(
        directory.CurtailmentList,
        (
            directory.CurtailmentList(
                code=row.curtailment_list, region_id=row.region, begins=row.begins, ends=row.ends,
                state=ListState.APPROVED, approved_by=row.approved_by, approved_at=row.approved_at,
            )
            for row in rows_of(book.curtailment_lists)
        ),
    )  # fmt: skip
    keep(
        directory.ListedPoint,
        (
            directory.ListedPoint(curtailment_list_id=row.curtailment_list, point_id=row.point)
            for row in rows_of(book.list_entries)
        ),
    )


def _units(case: Case) -> Iterator[directory.ReportingUnit]:
    unit, province = directory.ReportingUnit, _province_of(case.network)
    kinds = {RegionKind.COUNTY: UnitKind.COUNTY, RegionKind.CITY: UnitKind.CITY}
    for row in rows_of(case.network.regions):
        if row.kind in kinds:
            yield unit(code=row.region, name_zh=row.name_zh, name_en=row.name_en, kind=kinds[row.kind],
                       region_id=row.region)  # fmt: skip
    for name in departments_of(case.users):
        yield unit(code=f"department:{name}", name_zh=name, name_en=DEPARTMENTS_EN.get(name, ""),
                   kind=UnitKind.DEPARTMENT, region_id=province, organisation_id=name)  # fmt: skip
    for name in parties_of(case.network):
        yield unit(code=f"company:{name}", name_zh=name, kind=UnitKind.COMPANY, region_id=province,
                   organisation_id=name)  # fmt: skip
    for row in rows_of(case.users.users):
        if not row.is_group:
            yield unit(code=f"company:{row.user}", name_zh=row.name_zh, name_en=row.name_en,
                       kind=UnitKind.COMPANY, region_id=row.county, organisation_id=row.user)  # fmt: skip
