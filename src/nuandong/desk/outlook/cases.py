"""Records become a case: what one gas day's picture needs, and only what was known at one instant.

This is the only place of the desk where records turn into arrays; it reads and never writes. A row counts when
its `known_at`, `filed_at`, `issue_at` or `approved_at` is not after `as_of`, so that any past moment can be
computed again as it was known then (rulings, 12). One exception, which every page names: a season that is a
replay (实况回放) may see observed weather of days still to come.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from nuandong.assess.case import Case, Settings
from nuandong.casefile import input_hash
from nuandong.casefile.texts import table_from_texts
from nuandong.curtailment import tables as users
from nuandong.demand import tables as demand
from nuandong.demand.books import Books, books_as_known
from nuandong.desk.directory import models as directory
from nuandong.desk.directory.province import policy_book
from nuandong.desk.outlook.columns import table_from_rows, table_of
from nuandong.desk.outlook.intake.standing import KEPT_OF_NETWORK
from nuandong.desk.outlook.models import HeatLoadModel, Season
from nuandong.desk.reporting import models as reporting
from nuandong.findings import AssuranceError
from nuandong.network import tables as network
from nuandong.policy import PolicyBook, read_policy
from nuandong.vocabulary import WeatherKind


class NoSeason(AssuranceError):
    """The records hold no season for this gas day."""

    def __init__(self, gas_day: date) -> None:
        self.gas_day = gas_day
        super().__init__(f"气日 {gas_day} 不在任何已登记的采暖季内；请先导入该季的案例，或改问其他气日。")


def season_holding(gas_day: date) -> Season:
    """The season of a gas day. Raises NoSeason."""
    season = Season.objects.filter(first_day__lte=gas_day, last_day__gte=gas_day).order_by("-id").first()
    if season is None:
        raise NoSeason(gas_day)
    return season


def policy_on(gas_day: date) -> PolicyBook:
    """The rules for a gas day: the province's, with what its season adds."""
    season = Season.objects.filter(first_day__lte=gas_day, last_day__gte=gas_day).order_by("-id").first()
    if season is None or not season.policy_text:
        return policy_book()
    return read_policy(province=season.province, overrides=season.policy_text)


def day_case(gas_day: date, as_of: datetime) -> Case:
    """The case of a gas day as known at an instant. Raises NoSeason."""
    season = season_holding(gas_day)
    kept = _kept(as_of)
    books = _books(kept, as_of)
    case = Case(
        settings=_settings(season, gas_day, as_of),
        network=_network(as_of, {name: table for name, table in kept.items() if name in KEPT_OF_NETWORK}),
        models=_models(as_of),
        weather=_weather(as_of, season),
        reports=_reports(as_of),
        users=_users(as_of, kept.get("cut_history", users.NO_CUT_HISTORY)),
        hour_shapes=kept.get("hour_shapes", demand.NO_HOUR_SHAPES),
        past_use=books.past,
        held_back=books.held_back,
        use_plans=kept.get("use_plans", demand.NO_USE_PLANS),
        policy_text=season.policy_text,
    )
    return replace(case, input_hash=input_hash(case=case))


def _settings(season: Season, gas_day: date, as_of: datetime) -> Settings:
    return Settings(
        name_zh=season.name_zh,
        name_en=season.name_en,
        province=season.province,
        gas_day=gas_day,
        season_first=season.first_day,
        season_last=season.last_day,
        decided_at=as_of,
        horizon_days=season.horizon_days,
        effective_weights=tuple(season.effective_weights),
        reference_temperature=season.reference_temperature,
        note_zh=season.note_zh,
        note_en=season.note_en,
    )


def _kept(as_of: datetime) -> dict[str, Any]:
    """Tables that are kept whole, by name."""
    return {
        name: table_from_texts(name, texts)
        for name, texts in directory.KeptTable.objects.texts(as_of).items()
    }


def _books(kept: dict[str, Any], as_of: datetime) -> Books:
    """Past use and what was held back, as they were known then."""
    past, held = kept.get("use_history", demand.NO_PAST_USE), kept.get("use_held_back", demand.NO_HELD_BACK)
    return books_as_known(books=Books(past, held), as_of=as_of)


def _network(as_of: datetime, kept: dict[str, Any]) -> network.Network:
    return network.Network(
        **_places(),
        nodes=table_of(
            network.Nodes,
            directory.NetworkNode.objects.all(),
            lookups={"node": "code", "region": "region_id"},
        ),
        arcs=table_of(
            network.Arcs,
            directory.NetworkArc.objects.all(),
            lookups={"arc": "code", "from_node": "from_node_id", "to_node": "to_node_id"},
        ),
        arc_limits=table_of(
            network.ArcLimits,
            directory.ArcLimit.objects.filter(known_at__lte=as_of),
            lookups={"arc": "arc_id"},
        ),
        **_facilities(as_of),
        **_supply(as_of),
        conversions=table_of(
            network.Conversions,
            _newest(reporting.ConversionBatch, as_of, "code"),
            lookups={"batch": "code", "county": "county_id"},
        ),
        **kept,
    )


def _places() -> dict[str, Any]:
    return {
        "regions": table_of(
            network.Regions, directory.Region.objects.all(), lookups={"region": "code", "parent": "parent_id"}
        ),
        "zones": table_of(network.Zones, directory.SupplyZone.objects.all(), lookups={"zone": "code"}),
        "zone_members": table_of(
            network.ZoneMembers,
            directory.ZoneMembership.objects.all(),
            lookups={"zone": "zone_id", "region": "region_id"},
        ),
    }


def _facilities(as_of: datetime) -> dict[str, Any]:
    of_facility = {
        name: f"facility__{name}"
        for name in ("name_zh", "name_en", "in_service_from", "evidence", "reference")
    }
    node = {"node": "facility__node_id"}
    return {
        "sources": table_of(
            network.Sources,
            directory.SupplySource.objects.all(),
            lookups={**of_facility, **node, "supply": "facility_id"},
        ),
        "stores": table_of(
            network.Stores,
            directory.GasStore.objects.all(),
            lookups={**of_facility, **node, "store": "facility_id"},
        ),
        "store_shares": _claims(as_of),
        "inventories": table_of(
            network.Inventories,
            reporting.InventoryReading.objects.filter(known_at__lte=as_of),
            lookups={"store": "store_id"},
        ),
    }


def _claims(as_of: datetime) -> network.StoreShares:
    rows: list[tuple[Any, ...]] = []
    for right, model in (("own", directory.FacilityShare), ("lease", directory.FacilityLease)):
        known = model.objects.filter(known_at__lte=as_of)
        columns = known.values_list("facility_id", "party_id", "share", "begins", "ends")
        rows += [(store, party, right, *rest) for store, party, *rest in columns]
    return table_from_rows(network.StoreShares, rows)


def _supply(as_of: datetime) -> dict[str, Any]:
    of_contract = {
        "party": "party_id",
        "link": "link",
        "supply": "supply_id",
        "delivery_node": "delivery_node_id",
    }
    return {
        "contracts": table_of(
            network.Contracts,
            reporting.ContractTerms.objects.known(as_of),
            lookups={
                "contract": "contract_id",
                **{name: f"contract__{path}" for name, path in of_contract.items()},
            },
        ),
        "nominations": table_of(
            network.Nominations,
            reporting.Nomination.objects.filter(filed_at__lte=as_of),
            lookups={"contract": "contract_id"},
        ),
        "measures": table_of(
            network.Measures,
            _newest(reporting.SupplyMeasure, as_of, "code"),
            lookups={"measure": "code", "node": "node_id"},
        ),
    }


def _models(as_of: datetime) -> demand.DemandModels:
    records = _newest(HeatLoadModel, as_of, "county_id", "consumer_class")
    return table_of(demand.DemandModels, records, lookups={"county": "county_id"})


def _weather(as_of: datetime, season: Season) -> demand.Weather:
    known = Q(issue_at__lte=as_of)
    if season.is_replay:
        known |= Q(kind=WeatherKind.OBSERVED)
    return table_of(
        demand.Weather, reporting.WeatherValue.objects.filter(known), lookups={"weather_area": "area"}
    )


def _reports(as_of: datetime) -> demand.UseReports:
    """Use by class from the newest version of each county's report that was filed by then."""
    versions = reporting.ReportVersion.objects.known_at(as_of).filter(report__unit__kind="county")
    figures = reporting.ReportFigure.objects.filter(version__in=versions, consumer_class__isnull=False)
    return table_of(
        demand.UseReports,
        figures.order_by("version__filed_at", "id"),
        lookups={
            "county": "version__report__unit__region_id",
            "gas_day": "version__report__gas_day",
            "use": "amount",
            "filed_at": "version__filed_at",
        },
    )


def _users(as_of: datetime, history: users.CutHistory) -> users.UserBook:
    lists = directory.CurtailmentList.objects.standing(known_at=as_of)
    return users.UserBook(
        users=table_of(
            users.Users, directory.GasUser.objects.all(), lookups={"user": "code", "county": "county_id"}
        ),
        delivery_points=table_of(
            users.DeliveryPoints,
            directory.DeliveryPoint.objects.all(),
            lookups={"point": "code", "user": "user_id", "county": "county_id"},
        ),
        curtailment_lists=table_of(
            users.CurtailmentLists, lists, lookups={"curtailment_list": "code", "region": "region_id"}
        ),
        list_entries=table_of(
            users.ListEntries,
            directory.ListedPoint.objects.filter(curtailment_list__in=lists),
            lookups={"curtailment_list": "curtailment_list_id", "point": "point_id"},
        ),
        cut_history=history,
    )


def _newest(model: Any, as_of: datetime, *key: str) -> QuerySet[Any]:
    """Of each key the row known last by then."""
    same = {name: OuterRef(name) for name in key}
    last = (
        model.objects.filter(known_at__lte=as_of, **same)
        .order_by()
        .values(*key)
        .annotate(last=Max("known_at"))
        .values("last")
    )
    records: QuerySet[Any] = model.objects.filter(known_at=Subquery(last))
    return records
