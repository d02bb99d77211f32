"""What may be changed in a what-if: each a small value that turns a case into the changed case.

Demand, weather, a pipe, a source, trucks, a store, a contract, a nomination. Days are gas days, first and last both
inside; where none is given, the change holds from the case's gas day to the end of its outlook.

Clauses: T-038 (extremes and failures), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

import numpy as np

from nuandong.assess.books import grown_books
from nuandong.assess.case import Case
from nuandong.assess.changing import (
    UnknownPart,
    at_least,
    contract_row,
    days_between,
    finite,
    joined,
    scaled_contracts,
    span_of,
    with_nominations,
)
from nuandong.assess.scenario import warmer, with_arc_at
from nuandong.network.tables import Inventories
from nuandong.network.terms import LimitMembers, SharedLimits
from nuandong.units import FloatArray, Flow, Share, Volume
from nuandong.vocabulary import ConsumerClass, Evidence, LimitKind, MeasureKind, SourceKind

FLEET = "what-if-fleet"


class Change(Protocol):
    """One change of a case."""

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with this change, as if it were known at `as_of`."""
        ...


@dataclass(frozen=True, slots=True)
class DemandChange:
    """Use grows by `more` (0.1 is a tenth more, -0.1 a tenth less), of a county and a class or of all.

    Models, reports, past use, conversions, plans and loads of delivery points grow together, so that neither what is
    learned nor the scaling of points takes the change back. Safe loads that were certified stay as they are.
    """

    more: Share
    county: str = ""
    consumer_class: str = ""

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with more or less use."""
        at_least(
            self.more, -1.0, "需求变化不得低于 −1（即不得少于零）。Use cannot fall by more than all of it."
        )
        models, reports, points = case.models, case.reports, case.users.delivery_points
        if self.county and self.county not in case.models.county:
            raise UnknownPart(self.county, "demand_models.csv")
        if self.consumer_class and self.consumer_class not in set(ConsumerClass):
            raise UnknownPart(self.consumer_class, "demand_models.csv")
        times = 1.0 + self.more
        here = self._chosen(models.county, models.consumer_class) * (times - 1.0) + 1.0
        filed = self._chosen(reports.county, reports.consumer_class) * (times - 1.0) + 1.0
        asked = self._chosen(points.county, points.consumer_class) * (times - 1.0) + 1.0
        batches = case.network.conversions
        burnt = self._chosen(batches.county, (ConsumerClass.C2G,) * len(batches.county)) * (times - 1.0) + 1.0
        load = points.load * asked
        held = self._chosen(case.held_back.county, case.held_back.consumer_class) * (times - 1.0) + 1.0
        return replace(
            grown_books(case=case, rows=here, held=held, points=asked),
            models=replace(models, steady_use=models.steady_use * here, heat_use=models.heat_use * here),
            reports=replace(reports, use=reports.use * filed),
            users=replace(
                case.users,
                delivery_points=replace(points, load=load, safe_load=np.minimum(points.safe_load, load)),
            ),
            network=replace(
                case.network, conversions=replace(batches, peak_use_m3=batches.peak_use_m3 * burnt)
            ),
        )

    def _chosen(self, county: Sequence[str], consumer_class: Sequence[ConsumerClass]) -> FloatArray:
        return np.asarray(
            [
                self.county in ("", place) and self.consumer_class in ("", str(word))
                for place, word in zip(county, consumer_class, strict=True)
            ],
            dtype=np.float64,
        )


@dataclass(frozen=True, slots=True)
class WeatherChange:
    """Every temperature but normals shifted by `kelvin`: above zero is warmer."""

    kelvin: float
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case in other weather."""
        finite(self.kelvin)
        first, last = span_of(case, self.first, self.last)
        return warmer(case=case, kelvin=self.kelvin, first=first, last=last)


@dataclass(frozen=True, slots=True)
class PipeChange:
    """An arc carries `share` of its capacity; 0 closes it. More than limits allow already is not given back."""

    arc: str
    share: Share = 0.0
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with a narrower pipe."""
        if self.arc not in case.network.arcs.arc:
            raise UnknownPart(self.arc, "arcs.csv")
        at_least(self.share, 0.0, "管道份额不得为负。A pipe's share cannot be negative.")
        first, last = span_of(case, self.first, self.last)
        return with_arc_at(case=case, arc=self.arc, share=self.share, first=first, last=last, known_at=as_of)


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source gives `share` of what was contracted and nominated for each day, as far as it can."""

    supply: str
    share: Share = 0.0
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with more or less from a source."""
        if self.supply not in case.network.sources.supply:
            raise UnknownPart(self.supply, "sources.csv")
        drawn = [row for row, supply in enumerate(case.network.contracts.supply) if supply == self.supply]
        return scaled_contracts(case, drawn, self, as_of=as_of)


@dataclass(frozen=True, slots=True)
class TruckChange:
    """Trucked LNG, nominated and spot, at `share` of what it is: closed roads, or a limit of tankers."""

    share: Share
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with fewer trucks. Spot LNG changes for as long as each offer stands."""
        measures, trucked = case.network.measures, _trucked_sources(case)
        drawn = [row for row, supply in enumerate(case.network.contracts.supply) if supply in trucked]
        case = scaled_contracts(case, drawn, self, as_of=as_of)
        flow = np.where(
            np.isin(measures.measure, _spot_measures(case)), measures.flow * self.share, measures.flow
        )
        return replace(case, network=replace(case.network, measures=replace(measures, flow=flow)))


@dataclass(frozen=True, slots=True)
class FleetChange:
    """All trucked LNG of the province together, nominated and spot, at most `most` in a gas day (10^4 m3)."""

    most: Volume
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with so many tankers: one more limit that all trucked gas shares."""
        at_least(self.most, 0.0, "槽车运力不得为负。A fleet's volume cannot be negative.")
        network = case.network
        first, last = span_of(case, self.first, self.last)
        trucked = (*_trucked_sources(case), *_spot_measures(case))
        limit = SharedLimits(
            limit=(FLEET,),
            name_zh=("全省槽车运力",),
            name_en=("Tankers of the province",),
            kind=(LimitKind.FLEET,),
            span=("day",),
            most=np.asarray([self.most], dtype=np.float64),
            begins=(first,),
            ends=(last,),
            evidence=(Evidence.ILLUSTRATIVE,),
            reference=("what-if",),
        )
        members = LimitMembers((FLEET,) * len(trucked), trucked, np.ones(len(trucked)))
        return replace(
            case,
            network=replace(
                network,
                shared_limits=joined(network.shared_limits, limit),
                limit_members=joined(network.limit_members, members),
            ),
        )


def _trucked_sources(case: Case) -> tuple[str, ...]:
    sources = case.network.sources
    pairs = zip(sources.supply, sources.kind, strict=True)
    return tuple(supply for supply, kind in pairs if kind is SourceKind.LNG_TRUCK)


def _spot_measures(case: Case) -> tuple[str, ...]:
    measures = case.network.measures
    pairs = zip(measures.measure, measures.kind, strict=True)
    return tuple(measure for measure, kind in pairs if kind is MeasureKind.SPOT_LNG)


@dataclass(frozen=True, slots=True)
class StoreChange:
    """A store's send-out at `sendout_share`, and, where given, `stock` in it this morning (10^4 m3)."""

    store: str
    sendout_share: Share = 1.0
    stock: Volume | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with a changed store."""
        network = case.network
        stores = network.stores
        if self.store not in stores.store:
            raise UnknownPart(self.store, "stores.csv")
        at_least(self.sendout_share, 0.0, "外输份额不得为负。A share of send-out cannot be negative.")
        row = stores.store.index(self.store)
        sendout = stores.sendout.copy()
        sendout[row] *= self.sendout_share
        network = replace(network, stores=replace(stores, sendout=sendout))
        if self.stock is not None:
            at_least(self.stock, 0.0, "库存不得为负。Stock cannot be negative.")
            reading = Inventories(
                store=(self.store,),
                gas_day=(case.settings.gas_day,),
                inventory=np.asarray([self.stock], dtype=np.float64),
                known_at=(as_of,),
            )
            network = replace(network, inventories=joined(network.inventories, reading))
        return replace(case, network=network)


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A contract brings `share` of its daily maximum and of its nominations."""

    contract: str
    share: Share = 0.0
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with a changed contract."""
        return scaled_contracts(case, [contract_row(case, self.contract)], self, as_of=as_of)


@dataclass(frozen=True, slots=True)
class NominationChange:
    """A contract's nomination is `flow` (10^4 m3/day of its own gas) on the days."""

    contract: str
    flow: Flow
    first: date | None = None
    last: date | None = None

    def applied(self, case: Case, *, as_of: datetime) -> Case:
        """The case with other nominations."""
        row = contract_row(case, self.contract)
        at_least(self.flow, 0.0, "日指定不得为负。A nomination cannot be negative.")
        days = days_between(*span_of(case, self.first, self.last))
        return with_nominations(case, [(row, day, self.flow) for day in days], as_of=as_of)


def applied(case: Case, changes: Sequence[Change], *, as_of: datetime) -> Case:
    """The case with all changes one after the other; its hash says what was done to it."""
    changed = case
    for change in changes:
        changed = change.applied(changed, as_of=as_of)
    said = "+".join([case.input_hash, *(repr(change) for change in changes)])
    return replace(changed, input_hash=said)
