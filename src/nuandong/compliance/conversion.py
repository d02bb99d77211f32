"""Gates of coal-to-gas conversion: gas first, then conversion; old heating stays until the new is proven.

Clauses: T-032 (conversion by available gas), T-033 (build before breaking), T-035 (only with gas on),
T-036 (no dismantling).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuandong.units import Flow


@dataclass(frozen=True, slots=True)
class ConversionState:
    """What is known of one converted village or batch on the day of asking.

    `full_seasons` counts heating seasons of real use from first to last day; `open_shortages` incidents
    of short or failed supply that are not closed.
    """

    is_certified: bool
    is_gas_on: bool
    full_seasons: int = 0
    open_shortages: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a gate opens; if not, every reason, in both languages."""

    is_open: bool
    reasons_zh: tuple[str, ...] = ()
    reasons_en: tuple[str, ...] = ()


def can_enter_guarantee(*, state: ConversionState) -> Verdict:
    """Whether a conversion enters the guaranteed range: certified, and gas really on (notice 三(一))."""
    return _verdict(_supply_faults(state))


def can_dismantle(*, state: ConversionState, seasons_from: float) -> Verdict:
    """Whether old heating may be taken away: certified, gas on, a full season used, no shortage open.

    `seasons_from` is policy `conversion.seasons_from`: the least number of full heating seasons.
    """
    faults = _supply_faults(state)
    if state.full_seasons < seasons_from:
        faults.append(
            (
                f"只经过 {state.full_seasons} 个完整采暖季，须满 {seasons_from:g} 个",
                f"{state.full_seasons} full heating seasons of use; {seasons_from:g} are needed",
            )
        )
    if state.open_shortages > 0:
        faults.append(
            (
                f"尚有 {state.open_shortages} 起供气不足未办结",
                f"{state.open_shortages} shortages of supply are still open",
            )
        )
    return _verdict(faults)


def can_convert(*, contracted_peak: Flow, existing_peak: Flow, planned_peak: Flow) -> Verdict:
    """Whether further households may be converted: the contract covers old and planned design-day use.

    contracted_peak >= existing_peak + planned_peak        (10^4 m3/day)
    """
    missing = round(existing_peak + planned_peak - contracted_peak, 4)
    if missing <= 0:
        return Verdict(True)
    return _verdict(
        [
            (
                f"高峰日合同气量还差 {missing:g} 万m³/d：以气定改",
                f"the peak-day contract lacks {missing:g} 10⁴ m³/d: gas first, then conversion",
            )
        ]
    )


def may_remove_on(*, removal: date, gas_on: date | None, tested: date | None) -> bool:
    """Whether a removal date comes after gas was on and the test was passed: build before breaking."""
    return gas_on is not None and tested is not None and removal > max(gas_on, tested)


def _supply_faults(state: ConversionState) -> list[tuple[str, str]]:
    faults = []
    if not state.is_certified:
        faults.append(("未通过完工认证", "completion is not certified"))
    if not state.is_gas_on:
        faults.append(("尚未通气", "gas is not on"))
    return faults


def _verdict(faults: list[tuple[str, str]]) -> Verdict:
    return Verdict(not faults, tuple(zh for zh, _ in faults), tuple(en for _, en in faults))
