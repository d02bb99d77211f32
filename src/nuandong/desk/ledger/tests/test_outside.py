"""No entry without the transaction of its act."""

from datetime import UTC, datetime

import pytest

from nuandong.desk.ledger.actions import OutsideTransaction, append
from nuandong.desk.ledger.chain import Act


def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(OutsideTransaction, match="inside the transaction"):
        append(act=Act("file_report", "account:1", "report", "1", {}), at=datetime(2023, 12, 19, tzinfo=UTC))
