"""The winter day's morning: 117 counties file, one late, one false; a level is declared. See test_winter_day.py."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Telling
from tests.browser.winter_acts import (
    at,
    colder_than_last,
    file_by_form,
    file_by_interface,
    file_by_workbook,
    make_token,
    take_template,
    to_workbook_page,
)
from tests.desk.day_people import API_CITY, FORM_COUNTY, LATE_COUNTY
from tests.fixtures.winter import WinterDesk

CITIES = [f"140{number}00" for number in range(1, 10)] + ["141000", "141100"]
OFFICES = ("fenguan", "zhihui", "shengzhang")


def counties_file_by_three_ways(desk: WinterDesk, telling: Telling) -> None:
    """Ten cities by workbook, one by its programme, one county by the form, with a draft between."""
    filed = sum(
        file_by_workbook(telling.person(f"city-{city}"), desk.state) for city in CITIES if city != API_CITY
    )
    desk.put(at(8, 45))
    taiyuan = telling.person("taiyuan")
    to_workbook_page(taiyuan)
    told = colder_than_last(take_template(taiyuan))
    own, late = told.pop(FORM_COUNTY), told.pop(LATE_COUNTY)
    token = make_token(taiyuan, name=telling.says("市局台账程序", "City bookkeeping programme"), scope="file")
    taiyuan.sees("token-made")
    file_by_interface(desk.address, token, told)
    department_files_nothing(telling)
    clerk = telling.person("qingxu")
    file_by_form(clerk, own, drafted=True)
    clerk.sees("report-filed")
    assert filed + len(told) + 1 == 116
    telling.kept["late"] = late


def department_files_nothing(telling: Telling) -> None:
    """A department sees what it owes and files that it has nothing to report."""
    department = telling.person("department")
    department.opens("/duties/")
    department.sees("department-duties")
    department.follows("main .owed a[href^='/report/']")
    department.page.check("[name=nothing_to_report]")
    department.sees("department-report")
    department.presses("form[data-sums] .file-bar button")
    department.sees("department-filed")


def one_is_late(desk: WinterDesk, telling: Telling) -> None:
    """The board names the county whose report is missing; it files after the deadline and is marked late."""
    desk.put(at(10, 5))
    officer = telling.person("zhiban")
    officer.opens("/report/")
    page = officer.follows("a[href='/report/board/']")
    expect(page.locator(".board-facts dd").first).to_have_text(re.compile(r"116\s*/ 117"))
    expect(page.locator("tr.state-missing").first).to_contain_text(telling.says("阳曲县", "Yangqu"))
    officer.sees("board-one-missing")
    clerk = telling.person(f"late-{LATE_COUNTY}")
    file_by_form(clerk, telling.kept["late"], drafted=False)
    page.reload()
    expect(page.locator(".board-facts dd").first).to_have_text(re.compile(r"117\s*/ 117"))
    expect(page.locator("tr.state-late").first).to_contain_text(telling.says("阳曲县", "Yangqu"))
    officer.sees("board-all-there")


def one_is_false_and_a_person_finds_it(desk: WinterDesk, telling: Telling) -> None:
    """The first balance names it as suspect and finds nothing; the finding is a person's, with evidence."""
    officer = telling.person("zhiban")
    officer.opens("/report/")
    page = officer.follows("a[href='/report/suspects/']")
    name = telling.says("高平市", "Gaoping")
    expect(page.locator("main table").first).to_contain_text(name)
    assert page.locator("main article").count() == 0
    officer.sees("suspects")
    page.select_option(
        "#find-unit", label=page.locator("#find-unit option", has_text=name).first.inner_text()
    )
    page.select_option("#find-kind", "false")
    page.fill(
        "#find-evidence",
        telling.says(
            "门站交接量与上报相差一成，已电话核实",
            "City gate flow is a tenth above the report; confirmed by telephone",
        ),
    )
    officer.presses("form[action='/report/integrity/'] button")
    expect(page.locator("main article").first).to_contain_text(name)
    officer.sees("finding-kept")


def the_level_is_declared(desk: WinterDesk, telling: Telling) -> None:
    """The worker assesses; the officer submits what it proposes; the office that may declares it."""
    desk.work_until(at(10, 20))
    officer = telling.person("zhiban")
    officer.opens("/")
    officer.sees("day-proposed")
    page = officer.opens("/alerts/")
    officer.sees("alerts-proposed")
    form = "form[action='/alerts/submit/']"
    page.locator(f"{form} textarea").first.fill(telling.says("按推演建议", "As the run proposes"))
    officer.presses(f"{form} button[type=submit]")
    assert page.locator("#waiting button[value=approve]").count() == 0
    officer.sees("alerts-submitted")
    for office in OFFICES:
        approver = telling.person(office)
        approver.opens("/alerts/")
        approver.sees(f"alerts-{office}")
        if approver.page.locator("#waiting button[value=approve]").count():
            approver.presses("#waiting button[value=approve]")
            approver.sees("alerts-declared")
            break
    officer.opens("/")
    expect(page.locator(".level-strip")).to_contain_text(telling.says("已发布", "Declared"))
    expect(page.locator(".banner-when .when-label")).to_have_text(telling.says("已发布", "Declared"))
    officer.sees("day-declared")
