"""The chain on its own: what breaks it, and where the break is found. No database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from nuandong.desk.ledger.chain import BEGINNING, Act, Link, canonical_line, first_break, hash_of

AT = datetime(2023, 12, 19, 17, 30, tzinfo=timezone(timedelta(hours=8)))


def chain(length: int) -> list[Link]:
    """An intact chain of so many acts."""
    links: list[Link] = []
    for sequence in range(1, length + 1):
        act = Act(
            "file_report", "account:1", "report", f"140105/2023-12-{sequence:02}", {"figures": "sha256:ab"}
        )
        line = canonical_line(sequence=sequence, at=AT, act=act)
        previous = links[-1].hash if links else BEGINNING
        columns = {
            "at": "2023-12-19T09:30:00.000000+00:00", "act": act.act, "actor": act.actor,
            "subject_kind": act.subject_kind, "subject_id": act.subject_id, "sequence": str(sequence),
        }  # fmt: skip
        links.append(
            Link(sequence, line, "sha256", previous, hash_of(previous_hash=previous, line=line), columns)
        )
    return links


def test_an_untouched_chain_holds() -> None:
    assert first_break(chain(5)) is None
    assert first_break([]) is None


def changed_line(links: list[Link]) -> list[Link]:
    links[2] = replace(links[2], line=links[2].line.replace("file_report", "file_nothing"))
    return links


def changed_line_with_its_hash_made_anew(links: list[Link]) -> list[Link]:
    line = links[2].line.replace("140105", "140106")
    links[2] = replace(links[2], line=line, hash=hash_of(previous_hash=links[2].previous_hash, line=line))
    return links


def changed_column(links: list[Link]) -> list[Link]:
    links[2] = replace(links[2], columns={**links[2].columns, "actor": "account:2"})
    return links


def left_one_out(links: list[Link]) -> list[Link]:
    return [link for link in links if link.sequence != 3]


def swapped_two(links: list[Link]) -> list[Link]:
    links[2], links[3] = links[3], links[2]
    return links


def put_one_in(links: list[Link]) -> list[Link]:
    return [*links[:2], links[1], *links[2:]]


def named_no_algorithm(links: list[Link]) -> list[Link]:
    links[2] = replace(links[2], hash_algorithm="none")
    return links


@pytest.mark.parametrize(
    ("tamper", "found_at"),
    [
        (changed_line, 3),
        (changed_line_with_its_hash_made_anew, 3),
        (changed_column, 3),
        (left_one_out, 3),
        (swapped_two, 3),
        (put_one_in, 3),
        (named_no_algorithm, 3),
    ],
)
def test_tampering_is_found_where_it_begins(tamper, found_at: int) -> None:
    broken = first_break(tamper(chain(5)))
    assert broken is not None
    assert abs(broken.sequence - found_at) <= 1
    assert broken.reason_zh
    assert broken.reason_en


def test_the_same_moment_in_two_zones_is_one_line() -> None:
    act = Act("declare", "account:1", "level", "orange", {})
    assert canonical_line(sequence=1, at=AT, act=act) == canonical_line(
        sequence=1, at=AT.astimezone(UTC), act=act
    )


def test_a_number_that_is_none_never_gets_into_the_chain() -> None:
    act = Act("declare", "account:1", "level", "orange", {"gap": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        canonical_line(sequence=1, at=AT, act=act)
