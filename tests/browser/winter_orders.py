"""The winter day's orders, night and end: from the first draft to a ledger that holds. See test_winter_day.py."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from playwright.sync_api import expect

from tests.browser.people import Telling
from tests.browser.winter_acts import (
    answer_by_form,
    at,
    enter_code,
    order_links,
    phone_code,
    sheet_of_readings,
)
from tests.fixtures.winter import WinterDesk

SILENT = "YJ-20231222-01-003"  # a works of paint, the third that the order cuts
TYPED, RELIEVED = 5, 0.96


def orders_are_issued(desk: WinterDesk, telling: Telling) -> None:
    """Drafted by the officer, the network solved with their lines, approved by the leader, issued."""
    desk.put(at(10, 40))
    officer, leader = telling.person("zhiban"), telling.person("fenguan")
    page = officer.opens("/orders/")
    officer.sees("orders-none")
    officer.presses("form[action='/orders/draft/'] button")
    officer.sees("orders-drafted")
    desk.work_until(at(10, 45))
    for number in order_links(officer):
        officer.opens("/orders/")
        officer.follows(f"main table a[href='{number}']")
        assert page.locator("form[action$='/approve/']").count() == 0
        officer.sees("order-own-draft")
        leader.opens("/orders/")
        leader.sees("orders-leader")
        leader.follows(f"main table a[href='{number}']")
        leader.page.check("[name=alternatives]")
        leader.sees("order-to-approve")
        leader.presses("form[action$='/approve/'] button")
        page.reload()
        officer.sees("order-approved")
        officer.presses("form[action$='/issue/'] button")
        officer.sees("order-issued")
    desk.work_until(at(10, 50))


def steps_are_noted(desk: WinterDesk, telling: Telling) -> None:
    """What the level asks of whom is noted as done, step by step."""
    desk.put(at(11, 0))
    officer = telling.person("zhiban")
    page = officer.opens("/alerts/")
    officer.sees("playbook")
    open_steps = page.locator("#playbook li", has=page.locator("button[value=finish]"))
    for left in range(open_steps.count(), 0, -1):
        step = open_steps.first
        step.locator("summary").click()
        step.locator("[name=note]").fill(
            telling.says("已办，值班员登记", "Done, noted by the officer on duty")
        )
        officer.presses("#playbook details[open] button[value=finish]")
        expect(open_steps).to_have_count(left - 1)
    officer.sees("playbook-done")


def all_but_one_answer(desk: WinterDesk, telling: Telling) -> None:
    """A company and a county acknowledge on their page, others read their code out on the telephone, one is silent."""
    desk.put(at(11, 30))
    for account in ("foundry", "qingxu"):
        addressee = telling.person(account)
        addressee.opens("/orders/")
        addressee.sees(f"orders-{account}")
        addressee.follows("main .duties a.button")
        addressee.sees(f"notice-{account}")
        addressee.presses("form[action$='/acknowledge/'] button")
        expect(addressee.page.locator("form[action$='/acknowledge/']")).to_have_count(0)
        addressee.sees(f"notice-{account}-acknowledged")
    officer = telling.person("zhiban")
    officer.opens("/orders/")
    page = officer.follows("a[href='/orders/telephone/']")
    officer.sees("telephone-all")
    rows = page.locator("main table tbody tr")
    told = [str(link.get_attribute("href")) for link in rows.locator("th a").all()]
    silent = next(place for place in told if SILENT in rows.nth(told.index(place)).inner_text())
    others = [place for place in told if place != silent]
    for place in others[:TYPED]:
        enter_code(officer, phone_code(officer, place))
    answer_by_form(officer, [phone_code(officer, place) for place in others[TYPED:]])
    page.reload()
    expect(rows).to_have_count(1)
    telling.kept["silent"] = silent
    officer.sees("telephone-one-left")


def the_silent_one_is_there_at_three_in_the_morning(desk: WinterDesk, telling: Telling) -> None:
    """Silence climbs step by step; whoever comes on duty at night finds it in two clicks, calls, enters the code."""
    desk.work_until(at(3, 0, day=22))
    telling.goes_home("zhiban")
    officer = telling.person("zhiban")
    officer.sees("night-first-page")
    page = officer.follows(".banner-when a.button")  # the first click: what do I do now
    officer.sees("night-duties")
    owed = page.locator(".owed li").first  # before papers that are overdue for longer
    expect(owed.locator("a")).to_have_attribute("href", re.compile("^/orders/telephone/"))
    owed.locator("a").click()  # the second: whom to call, and where the code goes
    expect(page.locator("mark.silent, .mark.silent")).to_have_count(1)
    expect(page.locator("main table")).to_contain_text("3 / 3")
    officer.sees("night-telephone")
    enter_code(officer, phone_code(officer, telling.kept["silent"]))
    officer.opens("/orders/")
    expect(page.locator(".duties a[href^='/orders/telephone/']")).to_have_count(0)
    officer.sees("night-answered")


def the_meters_show_relief(desk: WinterDesk, telling: Telling) -> None:
    """A sheet of readings is checked, shown and filed; the order's page says how much of what was ordered is there."""
    desk.work_until(at(20, 0, day=22))
    officer = telling.person("zhiban")
    page = officer.opens("/orders/")
    officer.sees("orders-in-force")
    officer.follows("main table a:text-matches('^YJ-')")
    order = page.url
    lines = officer.takes("a[href$='lines.csv']").read_text(encoding="utf-8-sig")
    sheet = desk.state / "readings.csv"
    sheet.write_text(sheet_of_readings(csv.reader(lines.splitlines()), share=RELIEVED, until=at(19, 0, day=22)),
                     encoding="utf-8")  # fmt: skip
    officer.opens("/readings/")
    officer.sees("readings-before")
    officer.follows("a[href='/readings/file/']")
    page.set_input_files("form[action='/readings/file/'] input[type=file]", sheet)
    officer.presses("form[action='/readings/file/'] .file-bar button")
    officer.sees("readings-checked")
    officer.presses("button[name=file]")
    officer.sees("readings-filed")
    officer.opens("/orders/")
    officer.follows("main table a:text-matches('^YJ-')")
    assert page.url == order
    expect(page.locator("#relief h2")).to_contain_text("96")
    officer.sees("order-relief")


def the_brief_is_signed(desk: WinterDesk, telling: Telling) -> None:
    """Drafted from records, its words edited, signed by somebody else, taken away as files that open."""
    officer, leader = telling.person("zhiban"), telling.person("fenguan")
    page = officer.opens("/briefs/")
    officer.sees("briefs")
    officer.presses("form:has(input[value=daily]) button")
    officer.sees("brief-drafted")
    officer.follows("a[href$='/edit/']")
    page.fill(
        "[name=note]",
        telling.says(
            "值班员补充：夜间巡线正常。", "Added by the officer on duty: lines walked at night, all well."
        ),
    )
    officer.sees("brief-edit")
    officer.presses(".file-bar button")
    assert page.locator("form[action$='/sign/']").count() == 0
    officer.sees("brief-edited")
    leader.opens("/briefs/")
    leader.follows("main .sheet a.button")
    leader.presses("form[action$='/sign/'] button")
    leader.sees("brief-signed")
    for ending, begins in ((".docx", b"PK"), (".pdf", b"%PDF"), (".xlsx", b"PK")):
        links = leader.page.locator(f"a[href$='{ending}']")
        if ending == ".pdf" and not links.count():
            continue  # a machine without a Chinese font makes none, and the page says so
        taken = leader.takes(f"a[href$='{ending}']").read_bytes()
        assert taken.startswith(begins), ending
        if begins == b"PK":
            assert zipfile.ZipFile(io.BytesIO(taken)).testzip() is None


def the_day_is_closed(desk: WinterDesk, telling: Telling) -> None:
    """Every order is closed with its words, and nothing of it waits for anybody any more."""
    desk.work_until(at(8, 30, day=23))
    officer = telling.person("zhiban")
    for address in order_links(officer):
        page = officer.opens("/orders/")
        officer.follows(f"main table a[href='{address}']")
        close = page.locator("details", has=page.locator("form[action$='/close/']"))
        close.locator("summary").click()
        close.locator("textarea").fill(
            telling.says("已执行完毕，用户恢复用气", "Carried out; users are back on gas")
        )
        officer.presses("form[action$='/close/'] button")
        officer.sees("order-closed")
    officer.opens("/orders/")
    officer.sees("orders-closed")
    officer.opens("/duties/")
    assert page.locator(".owed a[href^='/orders/'], .owed a[href^='/alerts/']").count() == 0
    officer.sees("duties-after")


def the_ledger_holds(desk: WinterDesk, telling: Telling) -> None:
    """The auditor checks it on its page; the export is checked by the command, away from the desk."""
    auditor = telling.person("auditor")
    auditor.opens("/ledger/")
    expect(auditor.page.locator(".root").first).to_contain_text(
        telling.says("12月22日", "22 Dec")
    )  # the day's root
    auditor.sees("ledger")
    page = auditor.follows("a[href='/ledger/verify/']")
    expect(page.locator("h1")).to_contain_text(telling.says("完整", "whole"))
    auditor.sees("ledger-verified")
    told = desk.audit()
    assert told.returncode == 0, told.stdout + told.stderr
