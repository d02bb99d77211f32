"""What the database itself refuses, on SQLite and PostgreSQL alike (`test_both_databases` runs this file on both)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.immutable import removal, standing
from nuandong.desk.ledger.models import DailyRoot, Entry
from nuandong.desk.ledger.roots import draw_roots
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.gasday import CHINA

pytestmark = pytest.mark.django_db

APPEND_ONLY = {
    "ledger_entry": Entry,
    "ledger_dailyroot": DailyRoot,
    "reporting_reading": Reading,
    "reporting_reportversion": ReportVersion,
    "reporting_reportfigure": ReportFigure,
}
NOON = datetime(2023, 12, 22, 12, tzinfo=CHINA)


def guards_down(table: str, *acts: str) -> None:
    """What only the owner of the database can do."""
    with connection.cursor() as cursor:
        for statement in removal(connection.vendor, table, acts):
            cursor.execute(statement)


@pytest.fixture
def filled(season: Season) -> None:
    """A row in every table."""
    row = {"point": "p-glass", "gas_day": "2023-12-20", "volume": 2}
    assert not file_readings(rows=[row], by=None, at=NOON, source="desk").is_refused
    with transaction.atomic():
        append(act=Act("sign_in", "account:1", "account", "1", {}), at=NOON)
    draw_roots(at=NOON)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_guards_stand_after_all_migrations(table: str) -> None:
    """A later migration that makes a table anew on SQLite loses its guards: it has to put them up again."""
    assert {f"{table}_no_update", f"{table}_no_delete"} <= standing(connection)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_no_row_is_changed_or_deleted(table: str, act: str, filled: None) -> None:
    words = {
        "update": f"UPDATE {table} SET {_first_column(table)} = {_first_column(table)}",
        "delete": f"DELETE FROM {table}",
    }
    count = APPEND_ONLY[table].objects.count()
    assert count
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(words[act])
    assert APPEND_ONLY[table].objects.count() == count


def _first_column(table: str) -> str:
    column = APPEND_ONLY[table]._meta.fields[-1].column
    assert column
    return f'"{column}"'


# ---- daily roots -----------------------------------------------------------------------------------------------


def told(number: int, at: datetime) -> Entry:
    with transaction.atomic():
        return append(act=Act("sign_in", "account:1", "account", str(number), {}), at=at)


def test_a_root_is_the_last_entry_before_eight_in_the_morning(db: None) -> None:
    told(1, datetime(2023, 12, 20, 9, tzinfo=CHINA))
    second = told(2, datetime(2023, 12, 21, 7, 59, 59, tzinfo=CHINA))
    third = told(3, datetime(2023, 12, 21, 8, tzinfo=CHINA))
    draw_roots(at=datetime(2023, 12, 23, 9, tzinfo=CHINA))
    roots = [(root.gas_day, root.sequence, root.hash) for root in DailyRoot.objects.all()]
    assert roots == [
        (date(2023, 12, 20), 2, second.hash),
        (date(2023, 12, 21), 3, third.hash),
        (date(2023, 12, 22), 3, third.hash),
    ]


def test_no_root_before_its_day_is_over_and_none_drawn_twice(db: None) -> None:
    told(1, datetime(2023, 12, 20, 9, tzinfo=CHINA))
    assert draw_roots(at=datetime(2023, 12, 21, 8, 0, tzinfo=CHINA)) == []
    assert len(draw_roots(at=datetime(2023, 12, 21, 8, 1, tzinfo=CHINA))) == 1
    told(2, datetime(2023, 12, 21, 7, tzinfo=CHINA))  # told late of a day that is closed
    assert draw_roots(at=datetime(2023, 12, 21, 9, tzinfo=CHINA)) == []
    assert DailyRoot.objects.get().sequence == 1
