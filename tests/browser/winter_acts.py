"""What people do on the winter day, page by page: reports, level, orders, meters, brief. See test_winter_day.py."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl

from nuandong.desk.reporting.books.layout import LAST_SHEET, REPORT_SHEET
from nuandong.gasday import CHINA
from tests.browser.people import Person
from tests.desk.day_people import FALSE_COUNTY

REPORTED, PLANNED = date(2023, 12, 20), date(2023, 12, 22)
COLDER, FALSE = 1.02, 0.9
FIRST_COLUMN = 5

Figures = dict[str, float]


def at(hour: int, minute: int, *, day: int = 21) -> datetime:
    """An instant of these days of December."""
    return datetime(2023, 12, day, hour, minute, tzinfo=CHINA)


def to_workbook_page(person: Person) -> None:
    """By the head and the tab."""
    person.opens("/report/")
    person.follows("a[href='/report/books/']")


def take_template(person: Person) -> openpyxl.Workbook:
    """The template of this account's units, as downloaded."""
    return openpyxl.load_workbook(io.BytesIO(person.takes("a[href$='template.xlsx']").read_bytes()))


def colder_than_last(book: openpyxl.Workbook) -> dict[str, Figures]:
    """What each county says of the colder day, from what the template tells of its last report; one says too little."""
    sheet = book[LAST_SHEET]
    rows = {str(sheet.cell(number, 1).value or ""): number for number in range(1, sheet.max_row + 1)}
    told: dict[str, Figures] = {}
    for column in range(FIRST_COLUMN, sheet.max_column + 1):
        unit = str(sheet.cell(rows["unit"], column).value or "")
        share = COLDER * (FALSE if unit == FALSE_COUNTY else 1.0)
        last = {name: sheet.cell(row, column).value for name, row in rows.items()}
        use = {name: round(amount * share, 4) for name, amount in last.items() if _is_figure(name, amount)}
        if use:
            told[unit] = {**use, "actual_supply": round(sum(use.values()), 4)}
    return told


def _is_figure(name: str, amount: object) -> bool:
    return isinstance(amount, int | float) and name not in ("unit", "name", "gas_day", "actual_supply")


def file_by_workbook(person: Person, folder: Path) -> int:
    """Template down, filled, up, looked through, confirmed; how many reports were filed."""
    to_workbook_page(person)
    book = take_template(person)
    told = colder_than_last(book)
    sheet = book[REPORT_SHEET]
    rows = {sheet.cell(number, 1).value: number for number in range(1, sheet.max_row + 1)}
    for column in range(FIRST_COLUMN, sheet.max_column + 1):
        for name, amount in told.get(str(sheet.cell(rows["unit"], column).value or ""), {}).items():
            sheet.cell(rows[name], column, amount)
    filled = folder / f"{person.account}.xlsx"
    book.save(filled)
    person.page.set_input_files("#workbook", filled)
    person.presses("form.drop button")
    person.sees("workbook-preview")
    person.presses("form[action$='/confirm/'] button")
    return len(told)


def make_token(person: Person, *, name: str, scope: str) -> str:
    """A token made on its page, copied from where it is shown once."""
    page = person.opens("/api/tokens/")
    page.fill("#token-name", name)
    page.select_option("#token-scope", scope)
    page.fill("#token-days", "7")
    person.presses("main form:has(#token-name) button")
    return page.locator("code.token").inner_text()


def file_by_interface(address: str, token: str, figures: Mapping[str, Figures]) -> None:
    """A programme files with the token; the same call twice is one report."""
    for unit, told in figures.items():
        body = json.dumps({"unit": unit, "gas_day": str(REPORTED), "figures": told}).encode()
        heads = {"Authorization": f"Bearer {token}", "Content-Type": "application/json",
                 "Idempotency-Key": f"day-{unit}"}  # fmt: skip
        answers = []
        for _ in range(2):
            call = urllib.request.Request(f"{address}api/reports", body, heads, method="POST")
            with urllib.request.urlopen(call, timeout=30) as answer:
                answers.append(answer.status)
        assert answers == [201, 200], (unit, answers)


def type_figures(person: Person, figures: Iterable[tuple[str, float]]) -> None:
    """Figures into the form's fields, each left with the tabulator key."""
    for name, amount in figures:
        person.page.locator(f"form[data-sums] [name={name}]").click()
        person.page.keyboard.press("Control+A")
        person.page.keyboard.type(str(amount))
        person.page.keyboard.press("Tab")


def file_by_form(person: Person, figures: Figures, *, drafted: bool) -> None:
    """The form, half of it typed and left as a draft first where asked for; filed by its button."""
    page = person.opens("/report/")
    if page.url.removeprefix(person.telling.address.rstrip("/")) == "/report/":
        person.follows("main table a")
    rows = list(figures.items())
    if drafted:
        half = len(rows) // 2
        type_figures(person, rows[:half])
        page.locator("#draft-kept:not(:empty)").wait_for()
        person.sees("form-half-typed")
        person.opens("/duties/")
        person.opens("/report/")
        assert page.locator(f"form[data-sums] [name={rows[0][0]}]").input_value() == str(rows[0][1])
        rows = rows[half:]
    type_figures(person, rows)
    person.sees("form-typed")
    person.presses("form[data-sums] .file-bar button")


def sheet_of_readings(lines: Iterable[list[str]], *, share: float, until: datetime) -> str:
    """What flowed through every point since it was cut, as a sheet; `lines` as the order's CSV has them."""
    rows = ["计量点,起,止,气量(万m³)"]
    for line in list(lines)[1:]:
        point, load, target, from_ = line[2], float(line[7]), float(line[10]), line[11]
        begins = datetime.fromisoformat(from_).astimezone(CHINA)
        if begins < until:
            hours = (until - begins).total_seconds() / 3600
            flow = load - share * (load - target)
            rows.append(f"{point},{begins:%Y-%m-%d %H:%M},{until:%Y-%m-%d %H:%M},{flow * hours / 24:.6f}")
    return "\n".join(rows)


def order_links(person: Person) -> list[str]:
    """Addresses of the orders on the page, as its table links them."""
    person.opens("/orders/")
    return [str(link.get_attribute("href")) for link in person.page.locator("main table th a").all()]


def phone_code(person: Person, notice: str) -> str:
    """The code on a notice, as its addressee reads it out."""
    page = person.page.request.get(notice).text()
    return page.partition('class="phone-code">')[2].partition("<")[0]


def enter_code(person: Person, code: str) -> None:
    """What is read out on the telephone goes into the page's form."""
    person.page.fill("[name=code]", code)
    person.page.fill("[name=words]", person.telling.says("值班员示例 电话确认", "Officer on duty there"))
    person.presses("form.code-row button")


def answer_by_form(person: Person, codes: list[str]) -> None:
    """Many codes through the same form, sent as the page sends it."""
    token = person.page.locator("form.code-row [name=csrfmiddlewaretoken]").input_value()
    for code in codes:
        form = {"csrfmiddlewaretoken": token, "code": code, "words": "电话"}
        answer = person.page.request.post(person.page.url, form=form, max_redirects=0)
        assert answer.status == 302, code
