"""The proposal can be sorted, filtered, sent as an address and taken away."""

from nuandong.desk.control_room.cuts import CutWish, csv_lines, cut_rows, cut_table
from nuandong.desk.control_room.tests.pictures import orange_day


def orders(**wish: str) -> list[int]:
    return [row.order for row in cut_table(picture=orange_day(), wish=CutWish.read(wish)).rows]


def test_without_a_wish_the_lines_stand_in_cut_order() -> None:
    assert orders() == [1, 2, 3]


def test_lines_can_be_sorted_both_ways() -> None:
    assert orders(sort="relief") == [3, 2, 1]
    assert orders(sort="relief", dir="down") == [1, 2, 3]


def test_an_unknown_sorting_is_the_cut_order() -> None:
    assert orders(sort="__class__") == [1, 2, 3]


def test_lines_can_be_filtered_by_step_county_and_words() -> None:
    assert orders(tier="ind_disc") == [2, 3]
    assert orders(county="140702") == [3]
    assert orders(q="陶瓷") == [3]
    assert orders(q="陶瓷 小店区") == []


def test_sums_are_those_of_the_matching_lines() -> None:
    table = cut_table(picture=orange_day(), wish=CutWish(tier="ind_disc"))
    assert (table.relief, table.reduced, table.stopped, table.total) == (8.0, 2, 0, 3)


def test_a_view_can_be_sent_as_an_address() -> None:
    wish = CutWish.read({"sort": "relief", "dir": "down", "tier": "ind_disc", "q": "示例"})
    assert (
        CutWish.read(
            dict(pair.split("=") for pair in wish.address().replace("%E7%A4%BA%E4%BE%8B", "示例").split("&"))
        )
        == wish
    )


def test_pressing_a_sorted_heading_turns_it_round() -> None:
    def address(wish: CutWish) -> str:
        table = cut_table(picture=orange_day(), wish=wish)
        return next(heading.address for heading in table.headings if heading.key == "relief")

    assert address(CutWish()) == "sort=relief&dir=down"
    assert address(CutWish(sort="relief", downward=True)) == "sort=relief"


def test_the_share_is_of_what_may_be_cut_not_of_the_load() -> None:
    assert [row.share for row in cut_rows(orange_day())] == [1.0, 5 / 8, 3 / 5]


def test_the_file_holds_every_figure_in_full() -> None:
    head, first, *_ = csv_lines(cut_table(picture=orange_day(), wish=CutWish()))
    assert len(head) == len(first)
    assert first[9] == "12.0"
    assert first[10] == "2023-12-19T18:00:00+08:00"
