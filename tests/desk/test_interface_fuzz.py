"""The whole interface under schemathesis: whatever is sent, as the description says or against it, no call breaks.

The programme is called through its WSGI door, on a province with a day in it, by tokens of several roles and by none.
Places of what really stands there are put into what was made up, or nearly every call would end at "no such record".
Each call is undone, so that what one did never spares the next.
"""

from __future__ import annotations

import contextlib
import random
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from ninja import Schema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nuandong.desk.alerts.models import Declaration, Incident, Proposal
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.hooks import actions as hooks
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.models import Event, Subscription, TokenScope
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import DeliveryPoint, Region, ReportingUnit
from nuandong.desk.dispatch.models import Card, Notice, Objection, Order
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.reporting.models import IntegrityFinding, ReportVersion
from tests.desk.alerting import everything_alerted
from tests.desk.brief_day import everything_briefed
from tests.desk.directory_everywhere import everything_in_the_directory
from tests.desk.order_day import everything_ordered
from tests.desk.report_day import everything_reported
from tests.desk.roles import ROLES

pytestmark = pytest.mark.django_db
SERVER_ERROR = 500
SHAPE = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
SLOW_ACTS = ("/api/orders/{order}/examine", "/api/ledger/verify")  # seconds each: asked less often


@dataclass(frozen=True)
class Province:
    """What stands in the province by the name under which calls ask for it, and who may call."""

    places: dict[str, list[Any]]
    tokens: list[str]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Calls go through the application itself, whose requests would end the connection that holds the records."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def province(season: Season, at: datetime, account: Callable[[str], Any], settings: Any) -> Province:
    settings.CLOCK_FROM, settings.CALLS_A_MINUTE = at.isoformat(), 0
    settings.STRANGERS_A_MINUTE = 0
    settings.DEBUG_PROPAGATE_EXCEPTIONS = (
        True  # an error that the desk would answer with 500 is shown as it is
    )
    people = [account(role) for role in ROLES]
    scopes = [*[TokenScope.ACT] * len(people), TokenScope.READ, TokenScope.FILE]
    tokens = [
        give_token(name="fuzz", scope=scope, days=1, by=who, at=at)[1]
        for who, scope in zip([*people, people[0], people[0]], scopes, strict=True)
    ]
    everything_reported(at)
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    everything_ordered(run, at=at)
    everything_alerted(run, at=at)
    everything_in_the_directory(at=at)
    everything_briefed(run, at=at)
    settings.HOOKS_INNER = True
    for who in people[:-1]:
        kept, _ = hooks.subscribe(
            name="n", address="http://127.0.0.1:9/", kinds=EventKind.values, by=who, at=at
        )
        hooks.send_trial(subscription=kept, by=who, at=at)
    settings.HOOKS_INNER = False
    return Province(_places(run), [*tokens, "nd_nobody", ""])


def _places(run: Run) -> dict[str, list[Any]]:
    codes = {
        "region": list(Region.objects.values_list("code", flat=True)),
        "unit": list(ReportingUnit.objects.values_list("code", flat=True)),
        "point": list(DeliveryPoint.objects.values_list("code", flat=True)),
        "notice": list(Notice.objects.values_list("code", flat=True)),
    }
    numbers = {
        "version": ReportVersion, "finding": IntegrityFinding, "order": Order, "objection": Objection, "card": Card,
        "declaration": Declaration, "proposal": Proposal, "incident": Incident, "brief": Brief, "run": Run,
        "subscription": Subscription,
    }  # fmt: skip
    kept = {name: list(model.objects.values_list("pk", flat=True)) for name, model in numbers.items()}
    return {
        **codes,
        **kept,
        "gas_day": [run.gas_day.isoformat(), "2023-12-19"],
        "scope": ["140000", *codes["region"]],
        "number": [run.pk, *Event.objects.values_list("number", flat=True)],
        "level": ["none", "blue", "yellow", "orange", "red"],
        "code": list(Notice.objects.values_list("phone_code", flat=True)),
        "edition": [1, 2, 3],
        "entry": [1, 2, 3],
    }


def seasoned(value: Any, places: dict[str, list[Any]], chance: random.Random) -> Any:
    """The same with places that there are, most of the time."""
    if isinstance(value, dict):
        return {
            name: chance.choice(places[name])
            if places.get(name) and not isinstance(inner, (dict, list)) and chance.random() < 0.8
            else seasoned(inner, places, chance)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [seasoned(inner, places, chance) for inner in value]
    return value


def operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for found in schema.get_all_operations():
        yield found.ok()


def try_all(province: Province, examples: int) -> dict[str, dict[int, int]]:
    """Call every operation with so many examples as described, and as many against; statuses met by operation."""
    met: dict[str, dict[int, int]] = {}
    troubles: list[str] = []
    for operation in operations():
        rounds = max(1, examples // 6) if operation.path in SLOW_ACTS else examples
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            try:
                _try(operation, mode, province, rounds, met.setdefault(operation.label, {}))
            except (Exception, BaseExceptionGroup) as wrong:
                if not isinstance(wrong, BaseExceptionGroup):
                    traceback.print_exception(wrong)
                troubles.append(f"== {operation.label} {mode.value}: {str(wrong)[:1500]}")
    assert not troubles, "\n\n".join(troubles)
    return met


def _try(operation: Any, mode: Any, province: Province, rounds: int, met: dict[int, int]) -> None:
    is_negative = mode is schemathesis.GenerationMode.NEGATIVE
    cases = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=rounds, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases, token=st.sampled_from(province.tokens), seed=st.integers(0, 2**16))
    def call(case: Any, token: str, seed: int) -> None:
        chance = random.Random(seed)
        if not is_negative:
            case.path_parameters = seasoned(dict(case.path_parameters or {}), province.places, chance)
            case.query = seasoned(dict(case.query or {}), province.places, chance)
            case.body = seasoned(case.body, province.places, chance)
            case.headers["Idempotency-Key"] = f"fuzz-{seed}"
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {token}"} if token else {})}
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        met[response.status_code] = met.get(response.status_code, 0) + 1
        assert response.status_code < SERVER_ERROR, (
            operation.label,
            response.status_code,
            response.text[:500],
        )
        case.validate_response(response, checks=SHAPE)
        if is_negative and operation.method == "post" and response.status_code < 300:
            case.validate_response(response, checks=[negative_data_rejection])

    with contextlib.suppress(Unsatisfiable):  # nothing can be sent that this call would not take
        call()


def test_no_two_shapes_of_the_interface_bear_one_name() -> None:
    """The description knows shapes by their name alone: of two, one would be told as the other."""
    import_module("nuandong.desk.api.interface")
    names = Counter(shape.__name__ for shape in shapes())
    assert len(names) > 60
    assert not [name for name, times in names.items() if times > 1]


def shapes(kind: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every shape of the interface."""
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("nuandong."):
            yield inner
        yield from shapes(inner)


def test_no_call_breaks_whatever_is_sent(province: Province) -> None:
    met = try_all(province, 2)
    assert len(met) > 60
    assert sum(200 in statuses or 201 in statuses for statuses in met.values()) > len(met) / 5, met


@pytest.mark.slow
def test_no_call_breaks_under_a_long_run(province: Province) -> None:
    met = try_all(province, 24)
    assert all(set(statuses) - {401} for statuses in met.values()), met
