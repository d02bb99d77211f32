"""The description of the interface: every call says what it does, what it answers, and how it says no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja.responses import NinjaJSONEncoder

from nuandong.desk.api.interface import SUBJECTS, api

Operation = tuple[str, str, dict[str, Any]]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "interface.md"
SMALLEST = {"get": 42, "post": 32}
TOO_OFTEN = "429"


@cache
def description() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))
    return told


def operations() -> Iterator[Operation]:
    """Calls of the daily round; what programmes are told of by themselves has tests of its own."""
    for path, verbs in description()["paths"].items():
        for verb, told in verbs.items():
            if set(told["tags"]) <= set(SUBJECTS):
                yield verb, path, told


OPERATIONS = list(operations())
NAMES = [f"{verb} {path}" for verb, path, _ in OPERATIONS]


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_a_call_has_subject_words_and_a_shape_for_every_answer(operation: Operation) -> None:
    verb, _, told = operation
    assert len(told["tags"]) == 1
    assert len(told["summary"]) > 3
    assert told["description"].endswith(".")
    statuses = set(told["responses"]) - {TOO_OFTEN}
    refused = {"400", "401", "403", "404", "422"} | ({"409"} if verb == "post" else set())
    assert statuses == refused | ({"200", "201"} if verb == "post" else {"200"})
    for status, answer in told["responses"].items():
        (content,) = answer["content"].values()
        assert content["schema"], status
        if status in refused:
            assert content["schema"]["$ref"].endswith("/FaultsOut")


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_whatever_does_something_names_its_call_and_every_list_is_paged(operation: Operation) -> None:
    verb, path, told = operation
    asked = {one["name"] for one in told.get("parameters", ())}
    assert ("Idempotency-Key" in asked) is (verb == "post")
    answer = told["responses"]["200"]["content"].get("application/json")
    if answer is None:
        return
    shape = description()["components"]["schemas"][answer["schema"]["$ref"].rpartition("/")[2]]
    assert ("next" in shape["properties"]) is ("cursor" in asked), path
    assert shape.get("description"), path


def test_every_subject_is_described_and_has_calls() -> None:
    told = description()
    assert {tag["name"] for tag in told["tags"]} >= set(SUBJECTS)
    used = {tag for _, _, operation in OPERATIONS for tag in operation["tags"]}
    assert used == set(SUBJECTS)
    counts = {verb: sum(one[0] == verb for one in OPERATIONS) for verb in SMALLEST}
    assert all(counts[verb] >= SMALLEST[verb] for verb in SMALLEST), counts


def test_every_call_stands_in_the_manual_and_no_other() -> None:
    shown = {
        tuple(line.split("`")[1].split(" ", 1))
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith(("| `GET /", "| `POST /"))
    }
    assert shown == {(verb.upper(), path) for verb, path, _ in OPERATIONS}


@pytest.mark.django_db
def test_the_description_is_there_for_everybody(client: Client) -> None:
    assert client.get("/api/openapi.json").json() == description()
