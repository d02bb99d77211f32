"""The page on security: every point of the level once, and everything that it names exists."""

import ast
import re

import pytest

from tests.docs.papers import CHECKOUT, text_of

PAGE = text_of("docs/security.md")
ROW = re.compile(r"^\| ([\d., -]+) \| (met|partly|not met|n/a) \| (.*?) \| (.*?) ?\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.py)::(\w+)`")
FILES = re.compile(r"`((?:deploy/|\.ci/|CONTRIBUTING)[\w./-]+)`")
# How many points of levels 1 and 2 each part of ASVS 4.0.3 has, and those numbers that it no longer uses or keeps for
# level 3.
LAST = {
    "1.1": 7, "1.2": 4, "1.4": 5, "1.5": 4, "1.6": 4, "1.7": 2, "1.8": 2, "1.9": 2, "1.10": 1, "1.11": 2, "1.12": 2,
    "1.14": 6, "2.1": 12, "2.2": 3, "2.3": 3, "2.4": 5, "2.5": 7, "2.6": 3, "2.7": 6, "2.8": 7, "2.9": 3, "2.10": 4,
    "3.1": 1, "3.2": 4, "3.3": 4, "3.4": 5, "3.5": 3, "3.7": 1, "4.1": 5, "4.2": 2, "4.3": 3, "5.1": 5, "5.2": 8,
    "5.3": 10, "5.4": 3, "5.5": 4, "6.1": 3, "6.2": 6, "6.3": 2, "6.4": 2, "7.1": 4, "7.2": 2, "7.3": 4, "7.4": 3,
    "8.1": 4, "8.2": 3, "8.3": 8, "9.1": 3, "9.2": 4, "10.2": 2, "10.3": 3, "11.1": 8, "12.1": 3, "12.2": 1, "12.3": 6,
    "12.4": 2, "12.5": 2, "12.6": 1, "13.1": 5, "13.2": 6, "13.3": 2, "13.4": 2, "14.1": 4, "14.2": 6, "14.3": 3,
    "14.4": 7, "14.5": 4,
}  # fmt: skip
LEFT_OUT = {"1.4.2", "1.4.3", "1.12.1", "4.1.4", "7.3.2", "13.1.2", "13.2.4", "14.3.1"}


def points(cell: str) -> list[str]:
    """Every point of a cell such as `1.1.3-1.1.7, 1.2.1`."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.strip().partition("-")
        chapter, number = first.rsplit(".", 1)
        until = int(last.rsplit(".", 1)[1]) if last else int(number)
        found += [f"{chapter}.{one}" for one in range(int(number), until + 1)]
    return [one for one in found if one not in LEFT_OUT]


def rows() -> list[tuple[list[str], str, str, str]]:
    return [(points(hit[1]), hit[2], hit[3], hit[4]) for hit in ROW.finditer(PAGE)]


def test_every_point_of_the_level_stands_on_the_page_once() -> None:
    told = [point for row in rows() for point in row[0]]
    wanted = {f"{part}.{one}" for part, last in LAST.items() for one in range(1, last + 1)} - LEFT_OUT
    assert sorted(told) == sorted(set(told))
    assert set(told) == wanted


def test_what_is_not_met_or_met_in_part_is_said_at_the_head() -> None:
    for state in ("not met", "partly"):
        head = re.search(rf"^\| {state} \| ([\d., -]+) \|", PAGE, re.MULTILINE)
        assert head is not None
        assert set(points(head[1])) == {point for row in rows() if row[1] == state for point in row[0]}


def test_a_point_that_is_met_names_a_test_or_says_why_it_needs_none() -> None:
    without = [row[0] for row in rows() if row[1] == "met" and "`" not in row[3]]
    allowed = ["2.3.3", "5.4.1", "8.3.7", "10.2.2"]  # nothing there that could be tried
    assert [one[0] for one in without] == allowed


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(PAGE))))
def test_what_the_page_names_exists(file: str, name: str) -> None:
    tree = ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    there |= {one.id for node in ast.walk(tree) if isinstance(node, ast.Assign) for one in node.targets
              if isinstance(one, ast.Name)}  # fmt: skip
    assert name in there


def test_files_that_the_page_names_exist() -> None:
    for name in FILES.findall(PAGE):
        assert (CHECKOUT / name).is_file(), name


def test_nginx_ends_strong_tls_and_nothing_else() -> None:
    conf = text_of("deploy/nginx/nuandong.conf")
    assert re.findall(r"^\s*ssl_protocols\s+(.*);", conf, re.MULTILINE) == ["TLSv1.2 TLSv1.3"]
    assert "return 301 https://" in conf
    assert re.search(r"proxy_set_header X-Forwarded-For \$remote_addr;", conf)  # overwritten, never appended
    assert "proxy_set_header X-Forwarded-Proto https;" in conf
