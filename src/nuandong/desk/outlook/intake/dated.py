"""What becomes known over time: contracts with their terms, nominations, inventories, measures, weather, models.

A case says of contracts, measures, batches and models only that they are; they count as known from the first
morning of the season. Everything else bears its own instant.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from nuandong.assess.case import Case
from nuandong.desk.outlook.intake.rows import code_or_none, keep, rows_of
from nuandong.desk.outlook.models import HeatLoadModel
from nuandong.desk.reporting import models as reporting
from nuandong.network.tables import Network


def keep_dated_facts(*, case: Case, known_at: datetime) -> None:
    """Write every table of a case that grows day by day, but for the reports of use."""
    network = case.network
    _keep_contracts(network, known_at)
    _keep_nominations(network)
    _keep_stock_and_measures(network, known_at)
    _keep_conversions(network, known_at)
    _keep_weather(case)
    _keep_models(case, known_at)


def _keep_contracts(network: Network, known_at: datetime) -> None:
    rows = list(rows_of(network.contracts))
    keep(
        reporting.Contract,
        (
            reporting.Contract(
                code=row.contract, party_id=row.party, link=row.link, supply_id=row.supply,
                delivery_node_id=code_or_none(row.delivery_node),
            )
            for row in rows
        ),
    )  # fmt: skip
    keep(
        reporting.ContractTerms,
        (
            reporting.ContractTerms(
                contract_id=row.contract, daily_min=row.daily_min, daily_max=row.daily_max,
                season_max=row.season_max, livelihood_share=row.livelihood_share,
                price=None if row.price is None else Decimal(repr(row.price)), begins=row.begins,
                ends=row.ends, known_at=known_at, evidence=row.evidence, reference=row.reference,
            )
            for row in rows
        ),
    )  # fmt: skip


def _keep_nominations(network: Network) -> None:
    kind_of = dict(zip(network.sources.supply, network.sources.kind, strict=True))
    supply_of = dict(zip(network.contracts.contract, network.contracts.supply, strict=True))
    keep(
        reporting.Nomination,
        (
            reporting.Nomination(
                contract_id=row.contract, gas_day=row.gas_day, revision=row.revision, filed_at=row.filed_at,
                flow=row.flow, gas_kind=str(kind_of.get(supply_of[row.contract], "storage")),
            )
            for row in rows_of(network.nominations)
        ),
    )  # fmt: skip


def _keep_stock_and_measures(network: Network, known_at: datetime) -> None:
    keep(
        reporting.InventoryReading,
        (
            reporting.InventoryReading(
                store_id=row.store, gas_day=row.gas_day, inventory=row.inventory, known_at=row.known_at
            )
            for row in rows_of(network.inventories)
        ),
    )
    keep(
        reporting.SupplyMeasure,
        (
            reporting.SupplyMeasure(
                code=row.measure, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind, node_id=row.node,
                flow=row.flow, lead_hours=row.lead_hours, begins=row.begins, ends=row.ends,
                known_at=known_at, evidence=row.evidence, reference=row.reference,
            )
            for row in rows_of(network.measures)
        ),
    )  # fmt: skip


def _keep_conversions(network: Network, known_at: datetime) -> None:
    keep(
        reporting.ConversionBatch,
        (
            reporting.ConversionBatch(
                code=row.batch, county_id=row.county, households=row.households, certified=row.certified,
                gas_on_day=row.gas_on_day, peak_use_m3=row.peak_use_m3, known_at=known_at,
                evidence=row.evidence, reference=row.reference,
            )
            for row in rows_of(network.conversions)
        ),
    )  # fmt: skip


def _keep_weather(case: Case) -> None:
    keep(
        reporting.WeatherValue,
        (
            reporting.WeatherValue(
                area=row.weather_area, gas_day=row.gas_day, mean_temperature=row.mean_temperature,
                mean_wind=row.mean_wind, kind=row.kind, issue_at=row.issue_at, reference=row.reference,
            )
            for row in rows_of(case.weather)
        ),
    )  # fmt: skip


def _keep_models(case: Case, known_at: datetime) -> None:
    keep(
        HeatLoadModel,
        (
            HeatLoadModel(
                county_id=row.county, consumer_class=row.consumer_class, steady_use=row.steady_use,
                heat_use=row.heat_use, balance_temperature=row.balance_temperature,
                rest_day_factor=row.rest_day_factor, known_at=known_at, evidence=row.evidence,
                reference=row.reference,
            )
            for row in rows_of(case.models)
        ),
    )  # fmt: skip
