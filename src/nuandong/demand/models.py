"""What a county's class of consumers uses at a temperature.

The first model is the one every gas engineer can check by hand: a steady part that follows the calendar and
a heating part that grows with the kelvin below a balance temperature. Coal-to-gas batches whose gas has been
turned on come on top; those that are not certified do not count as protected use.

Clauses: T-022 (estimate of demand), T-032 (coal-to-gas follows gas).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.tables import DemandModels
from nuandong.network.tables import Conversions
from nuandong.units import M3_PER_UNIT, Celsius, FloatArray
from nuandong.vocabulary import ConsumerClass


@dataclass(frozen=True, slots=True)
class ConversionRule:
    """At which mean temperature a batch's peak use is stated, and below which one its houses heat (degC).

    Judged: 18 degC indoors is the standard's floor, -10 degC is near Taiyuan's heating design temperature
    (-10.1, GB 50736-2012 appendix A).
    """

    balance_temperature: Celsius = 18.0
    peak_temperature: Celsius = -10.0


DEFAULT_CONVERSION_RULE = ConversionRule()


def modelled_use(
    *, models: DemandModels, effective_temperature: FloatArray, calendar: FloatArray
) -> FloatArray:
    """Use of each county and class on each day, (n, T) in 10^4 m3/day.

        use[n,t] = calendar[n,t] * steady_use[n]
                 + heat_use[n] * max(0, balance_temperature[n] - effective_temperature[n,t])

    `effective_temperature` (n, T) in degC is that of the row's weather area; `calendar` (n, T) is 1 on
    working days. The heating part knows no calendar: houses are heated on holidays.

    Source: degree-day model of the dossier (§5), judged.
    """
    below = np.maximum(0.0, models.balance_temperature[:, None] - effective_temperature)
    use: FloatArray = calendar * models.steady_use[:, None] + models.heat_use[:, None] * below
    return use


def reference_use(*, models: DemandModels, reference_temperature: Celsius) -> FloatArray:
    """Use of each county and class on a working day of the reference temperature, (n,) in 10^4 m3/day.

    Delivery points give their load for this day; the ratio of a day's use to it scales them.
    """
    at_reference = np.full((len(models.county), 1), reference_temperature)
    return modelled_use(
        models=models, effective_temperature=at_reference, calendar=np.ones_like(at_reference)
    )[:, 0]


def conversion_use(
    *,
    conversions: Conversions,
    effective_temperature: FloatArray,
    days: tuple[date, ...],
    rule: ConversionRule = DEFAULT_CONVERSION_RULE,
) -> FloatArray:
    """Use of each conversion batch on each day, (batches, T) in 10^4 m3/day.

        use[b,t] = on[b,t] * peak_use_m3[b] / 10^4
                 * max(0, balance_temperature - effective_temperature[b,t]) / (balance - peak temperature)

    `peak_use_m3` is the batch's use in m3/day on a day of -10 degC; `on` is 1 from the batch's gas-on day,
    if it is certified, else 0. `effective_temperature` (batches, T) in degC.

    Source: same degree-day law as the models; reference day judged.
    """
    on = np.array(
        [
            [bool(certified) and begun is not None and begun <= day for day in days]
            for certified, begun in zip(conversions.certified, conversions.gas_on_day, strict=True)
        ],
        dtype=np.float64,
    ).reshape(len(conversions.batch), len(days))
    span = rule.balance_temperature - rule.peak_temperature
    share = np.maximum(0.0, rule.balance_temperature - effective_temperature) / span
    peak = conversions.peak_use_m3 / M3_PER_UNIT
    use: FloatArray = on * peak[:, None] * share
    return use


def with_conversion_rows(*, models: DemandModels, conversions: Conversions) -> DemandModels:
    """The models, and one empty coal-to-gas row for each county that has batches but no such row yet.

    Added rows stand last, so the rows of `models` keep their places.
    """
    known = {
        county
        for county, consumer_class in zip(models.county, models.consumer_class, strict=True)
        if consumer_class is ConsumerClass.C2G
    }
    added = tuple(sorted(set(conversions.county) - known))
    if not added:
        return models
    count = len(added)
    rows = conversions.county
    return DemandModels(
        county=models.county + added,
        consumer_class=models.consumer_class + (ConsumerClass.C2G,) * count,
        steady_use=np.append(models.steady_use, np.zeros(count)),
        heat_use=np.append(models.heat_use, np.zeros(count)),
        balance_temperature=np.append(models.balance_temperature, np.full(count, 18.0)),
        rest_day_factor=np.append(models.rest_day_factor, np.ones(count)),
        evidence=models.evidence + tuple(conversions.evidence[rows.index(county)] for county in added),
        reference=models.reference + tuple(conversions.reference[rows.index(county)] for county in added),
    )
