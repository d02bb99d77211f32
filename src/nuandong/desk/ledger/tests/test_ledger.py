"""The ledger in the database: nothing can be changed, and what was changed all the same is found."""

from datetime import datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.desk.ledger.actions import append, append_many
from nuandong.desk.ledger.chain import BEGINNING, Act
from nuandong.desk.ledger.immutable import forward_removal, removal
from nuandong.desk.ledger.models import Entry, Head
from nuandong.desk.ledger.roots import draw_roots
from nuandong.desk.ledger.verify import verify

AT = datetime(2023, 12, 19, 17, 30, tzinfo=timezone(timedelta(hours=8)))
pytestmark = pytest.mark.django_db


def act(number: int = 1) -> Act:
    return Act("sign_in", "account:1", "account", str(number), {"from": "sha256:ab"})


def guards_down() -> None:
    """What only the owner of the database can do."""
    with connection.cursor() as cursor:
        for statement in (
            *removal(connection.vendor, "ledger_entry", ("UPDATE", "DELETE")),
            *removal(connection.vendor, "ledger_head", ("DELETE",)),
            *forward_removal(connection.vendor, "ledger_head"),
        ):
            cursor.execute(statement)


def test_entries_follow_each_other_and_the_chain_holds() -> None:
    append(act=act(1), at=AT)
    append_many(acts=[(act(2), AT), (act(3), AT + timedelta(hours=1))])
    verdict = verify()
    assert verdict.holds
    assert verdict.entries == 3
    assert verdict.head == Entry.objects.get(sequence=3).hash


@pytest.mark.parametrize(
    "wrong",
    [
        lambda entries: entries.update(actor="account:2"),
        lambda entries: entries.delete(),
        lambda entries: entries._raw_delete("default"),
    ],
    ids=["update", "delete", "raw-delete"],
)
def test_the_database_itself_refuses_to_change_an_entry(wrong) -> None:
    append(act=act(), at=AT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        wrong(Entry.objects.all())
    assert verify().entries == 1


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Entry.objects.filter(sequence=2).update(line="{}"),
        lambda: Entry.objects.filter(sequence=2).update(actor="account:9"),
        lambda: Entry.objects.filter(sequence=2).update(at=AT + timedelta(days=1)),
        lambda: Entry.objects.filter(sequence=2).delete(),
    ],
    ids=["line", "actor", "instant", "deleted"],
)
def test_tampering_by_the_databases_owner_is_found_at_its_line(tamper) -> None:
    append_many(acts=[(act(number), AT) for number in range(1, 5)])
    guards_down()
    tamper()
    broken = verify().broken
    assert broken is not None
    assert broken.sequence == 2


def test_a_chain_rewritten_to_its_end_is_betrayed_by_a_head_noted_earlier() -> None:
    append_many(acts=[(act(1), AT), (act(2), AT)])
    noted = verify().head
    guards_down()
    Entry.objects.all().delete()
    Head.objects.update(sequence=0, hash=BEGINNING)
    append_many(acts=[(act(1), AT), (act(7), AT)])
    assert verify().holds
    assert not verify(known_head=noted).holds


def test_a_tail_that_was_cut_off_is_named_and_stays_named() -> None:
    append_many(acts=[(act(number), AT) for number in range(1, 6)])
    guards_down()
    Entry.objects.filter(sequence__gte=4).delete()
    broken = verify().broken
    assert broken is not None
    assert broken.sequence == 4
    assert "4–5" in broken.reason_zh
    assert "4–5" in broken.reason_en
    append(act=act(6), at=AT)
    later = verify().broken
    assert later is not None
    assert later.sequence == 4
    assert Entry.objects.latest("sequence").sequence == 6


def test_a_last_entry_written_anew_is_betrayed_by_the_head() -> None:
    append_many(acts=[(act(1), AT), (act(2), AT)])
    guards_down()
    head = Head.objects.get()
    Entry.objects.filter(sequence=2).delete()
    Head.objects.update(sequence=1, hash=Entry.objects.get().hash)
    append(act=act(9), at=AT)
    Head.objects.update(sequence=head.sequence, hash=head.hash)
    broken = verify().broken
    assert broken is not None
    assert broken.sequence == 2


@pytest.mark.parametrize(
    "wrong",
    [lambda heads: heads.update(sequence=1), lambda heads: heads.delete()],
    ids=["back", "deleted"],
)
def test_the_database_itself_refuses_to_move_the_head_back(wrong) -> None:
    append_many(acts=[(act(1), AT), (act(2), AT)])
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        wrong(Head.objects.all())
    assert Head.objects.get().sequence == 2


def test_a_deleted_head_is_named_and_not_made_again() -> None:
    append(act=act(1), at=AT)
    guards_down()
    Head.objects.all().delete()
    append(act=act(2), at=AT)
    assert not verify().holds
    assert not Head.objects.exists()


def test_an_entry_is_written_in_the_transaction_of_its_act_or_not_at_all() -> None:
    def an_act_that_fails_after_its_entry() -> None:
        with transaction.atomic():
            append(act=act(), at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        an_act_that_fails_after_its_entry()
    assert verify().entries == 0


def test_a_chain_rewritten_with_its_head_is_betrayed_by_the_root_of_a_day() -> None:
    append_many(acts=[(act(1), AT), (act(2), AT)])
    draw_roots(at=AT + timedelta(days=1))
    guards_down()
    Entry.objects.all().delete()
    Head.objects.update(sequence=0, hash=BEGINNING)
    append_many(acts=[(act(1), AT), (act(7), AT)])
    broken = verify().broken
    assert broken is not None
    assert broken.sequence == 2
    assert "2023-12-19" in broken.reason_zh
    assert "2023-12-19" in broken.reason_en
