"""The fields of a daily report, from the data dictionary: numbers, texts, and which of them are use by class."""

from __future__ import annotations

from functools import cache

from nuandong.quantities import Kind, Quantity, keys, quantity
from nuandong.vocabulary import ConsumerClass

USE_PREFIX = "use_"
# Names of people never stand among figures: duty is kept in shifts, the signature as a link to a person who can
# be erased (rulings, 16).
KEPT_ELSEWHERE = frozenset({"on_duty", "signed_by"})


@cache
def report_fields() -> dict[str, Quantity]:
    """Every field that a report fills in by itself, by its name, in the order of the dictionary."""
    return {name: quantity(f"report.{name}") for name in keys("report") if name not in KEPT_ELSEWHERE}


@cache
def number_fields() -> dict[str, Quantity]:
    """Those that are measured or counted."""
    return {name: entry for name, entry in report_fields().items() if entry.kind is Kind.NUMBER}


@cache
def text_fields() -> dict[str, Quantity]:
    """Those that are answered in words."""
    return {name: entry for name, entry in report_fields().items() if entry.kind is Kind.TEXT}


@cache
def use_fields() -> dict[str, ConsumerClass]:
    """Fields that are the use of one class, with the class."""
    classes = {f"{USE_PREFIX}{word.value.lower()}": word for word in ConsumerClass}
    return {name: classes[name] for name in report_fields() if name in classes}


def use_field(consumer_class: ConsumerClass) -> str:
    """Name of the field that reports the use of a class."""
    return f"{USE_PREFIX}{consumer_class.value.lower()}"


# What only a government or a gas supplier can tell; a works that burns gas is not asked.
NOT_OF_A_USER = frozenset({
    "cbm_supply", "sng_supply", "company_stock", "commerce_cut", "feedstock_cut", "interruptible_cut",
    "uninterruptible_cut", "lng_cut", "interruptible_use", "uninterruptible_use", "coal_to_gas_incidents",
    "households_short", "complaints", "opinion_topics", "clean_coal_stock_t", "mean_temperature", "min_temperature",
})  # fmt: skip


@cache
def asked_of(unit_kind: str, own_classes: frozenset[ConsumerClass] = frozenset()) -> tuple[str, ...]:
    """What a unit of this kind is asked.

    A department has no meters, so it answers in counts and words; a works is asked for the classes in which it uses
    gas itself (`own_classes`), not for households.
    """
    if own_classes:
        own = {use_field(word) for word in own_classes}
        return tuple(
            name
            for name in report_fields()
            if name not in NOT_OF_A_USER and (name in own or name not in use_fields())
        )
    if unit_kind != "department":
        return tuple(report_fields())
    counts = [name for name, entry in number_fields().items() if entry.unit.key in ("count", "households")]
    return (*counts, *text_fields(), "nothing_to_report")
