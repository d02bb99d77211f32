"""Filing without a network: the form as one file, and the package that it saves, through the gate of everybody."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuandong.desk.directory.models import Account
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import Channel, ReportBook, ReportVersion
from nuandong.desk.reporting.offline.package import FORM, read_handed, read_package
from tests.desk.roles import COUNTY, OTHER_COUNTY

DAY = "2023-12-18"


def package(reports: Any, **changed: Any) -> bytes:
    """A package as the form saves it."""
    text = reports if isinstance(reports, str) else json.dumps(reports, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(
        {"form": FORM, "reports": text, "sha256": digest} | changed, ensure_ascii=False
    ).encode()


def report(unit: str = COUNTY, **cells: str) -> dict[str, Any]:
    return {
        "unit": unit,
        "gas_day": DAY,
        "cells": cells or {"nothing_to_report": "是", "note": "检修停用，无用气"},
    }


# ---- reading a package: pure ---------------------------------------------------------------------------------------


def test_a_package_gives_the_columns_of_a_workbook() -> None:
    columns, faults = read_handed(package([report(use_c2g="12.5", note="寒潮影响"), report(OTHER_COUNTY)]))
    assert not list(faults)
    assert [(one.unit, one.gas_day) for one in columns] == [(COUNTY, DAY), (OTHER_COUNTY, DAY)]
    assert columns[0].cells == {"use_c2g": "12.5", "note": "寒潮影响"}


def test_a_byte_changed_on_the_way_is_noticed() -> None:
    content = package([report(use_c2g="12.5")]).replace(b"12.5", b"92.5")
    columns, faults = read_package(content)
    assert columns == []
    assert [one.code for one in faults] == ["package.changed"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "package.unreadable"),
        (b"{}", "package.unreadable"),
        (b'{"form": 3}', "package.unreadable"),
        (b'{"form": "x", "reports": "[]"}', "package.unreadable"),
        (b"{" * 100_000, "package.unreadable"),
        (package("[]"), "package.empty"),
        (package('{"a": 1}'), "package.empty"),
        (package("[" * 100_000), "package.empty"),
        (package(["x"]), "package.report"),
        (package([{"unit": COUNTY, "gas_day": DAY, "cells": {"use_moon": "1"}}]), "package.field"),
        (package([{"unit": COUNTY, "gas_day": DAY, "cells": {"use_c2g": 1}}]), "package.cell"),
        (package([report()]) + b" " * 6_000_000, "package.too_large"),
    ],
)
def test_what_is_no_package_is_told_in_words(content: bytes, code: str) -> None:
    assert code in [one.code for one in read_package(content)[1]]


# ---- on the desk ---------------------------------------------------------------------------------------------------


@pytest.fixture
def clerk(season: Season, account: Callable[[str], Account], settings: Any, at: datetime) -> Client:
    settings.CLOCK_FROM = at.isoformat()
    client = Client()
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "日报"), ("en", "Daily report without a network")]
)
def test_the_form_is_one_file_that_asks_no_network(clerk: Client, language: str, words: str) -> None:
    clerk.cookies["nuandong_language"] = language
    answer = clerk.get("/report/books/offline.html")
    page = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert words in page
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?/""", page)
    known = json.loads(
        page.partition('<script id="known" type="application/json">')[2].partition("</script>")[0]
    )
    assert [unit["code"] for unit in known["units"]] == [COUNTY]
    assert known["form"] == FORM
    assert {"use_c2g", "actual_supply"} <= {field["name"] for field in known["fields"]}


@pytest.mark.django_db
def test_a_package_is_shown_before_it_is_filed_and_filed_once(clerk: Client) -> None:
    before = ReportVersion.objects.count()
    handed = SimpleUploadedFile("daily-report.json", package([report()]))
    page = clerk.post("/report/books/", {"workbook": handed}, follow=True)
    assert page.status_code == 200
    assert ReportVersion.objects.count() == before
    book = ReportBook.objects.get()
    clerk.post(f"/report/books/{book.pk}/confirm/")
    clerk.post(f"/report/books/{book.pk}/confirm/")
    filed = ReportVersion.objects.exclude(channel=Channel.CASE).get()
    assert (filed.channel, filed.report.unit_id) == (Channel.OFFLINE, COUNTY)


@pytest.mark.django_db
def test_a_package_about_somebody_else_files_nothing(clerk: Client) -> None:
    before = ReportVersion.objects.count()
    clerk.post("/report/books/", {"workbook": SimpleUploadedFile("x.json", package([report(OTHER_COUNTY)]))})
    clerk.post(f"/report/books/{ReportBook.objects.get().pk}/confirm/")
    assert ReportVersion.objects.count() == before
