"""People of a day at their browsers: each with a context of its own, signed in by the page, led by links and buttons.

Every page somebody looks at is held against what the desk promises of all pages: no complaint of the browser, no
sideways scrolling, no words of the other language. `NUANDONG_DAY_PICTURES` names a folder to keep a picture of each.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.fixtures.winter import PASSWORD

KEEP = os.environ.get("NUANDONG_DAY_PICTURES", "")
PATIENCE_MS = 120_000  # a busy machine is no fault of the pages; what they may take is measured by the bench
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff]{3,}[，。；：？！][\u4e00-\u9fff]?")
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]{1,14}){3,}")
WORDS_SHOWN = """() => {
  const own = document.documentElement.lang.slice(0, 2), found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), place = walker.currentNode.parentElement;
    const said = place.closest('[lang]').lang.slice(0, 2);
    if (text && said === own && !place.closest('script, style, code, pre, textarea, .said-by-people')) found.push(text);
  }
  return found;
}"""


@dataclass
class Telling:
    """How the day is told: in which language, how wide, light or dark; and everybody who has come so far."""

    browser: Browser
    address: str
    language: str
    theme: str
    width: int
    people: dict[str, Person] = field(default_factory=dict)
    pictures: int = 0
    faults: list[tuple[str, str, str]] = field(default_factory=list)  # page, address, what it should not show
    kept: dict[str, Any] = field(default_factory=dict)  # what a later act of the day needs of an earlier one

    def says(self, zh: str, en: str) -> str:
        """What somebody types, in the language of the telling."""
        return en if self.language == "en" else zh

    def person(self, account: str) -> Person:
        """Somebody signed in by name and password, in a browser context of their own."""
        if account not in self.people:
            self.people[account] = self._arrive(account)
        return self.people[account]

    def _arrive(self, account: str) -> Person:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 900}, color_scheme=self.theme, has_touch=self.width < 800,
            base_url=self.address, accept_downloads=True, locale="zh-CN",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        person = Person(self, account, context, context.new_page())
        person.begin_listening()
        person.sign_in()
        return person

    def goes_home(self, account: str) -> None:
        """Somebody closes the browser, and will have to sign in again."""
        if account in self.people:
            self.people.pop(account).context.close()

    def leave(self) -> None:
        """Everybody closes the browser."""
        for person in self.people.values():
            person.context.close()


@dataclass
class Person:
    """Somebody at a browser."""

    telling: Telling
    account: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def begin_listening(self) -> None:
        """Keep what the browser complains of."""
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {text}")

    def sign_in(self) -> None:
        """Name and password, in the language of the telling, which is chosen on the page."""
        self.page.goto("/")
        wanted = self.page.locator(f"button[name=language][value={self.telling.language}]")
        if wanted.count():
            wanted.click()
        self.page.fill("#id_username", self.account)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_selector("nav.rooms")

    def opens(self, door: str) -> Page:
        """A main page, by its door in the head."""
        self.page.click(f"nav.rooms a[href='{door}']")
        self.page.wait_for_load_state()
        return self.page

    def follows(self, link: str) -> Page:
        """A link on the page."""
        self.page.locator(link).first.click()
        self.page.wait_for_load_state()
        return self.page

    def presses(self, button: str) -> Page:
        """A button that a form has; the page that comes of it."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        return self.page

    def takes(self, link: str) -> Path:
        """A file behind a link, as the browser keeps it."""
        with self.page.expect_download() as waiting:
            self.page.locator(link).first.click()
        return Path(waiting.value.path())

    def sees(self, name: str) -> None:
        """The page as it is looked at; what no page may show is kept among the faults, and a picture is taken."""
        self._photograph(name)
        faults = [*self.complaints]
        self.complaints.clear()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.telling.width:
            faults.append(f"{wide} px wide")
        other = CHINESE_SENTENCE if self.telling.language == "en" else ENGLISH_SENTENCE
        faults += [text for text in self.page.evaluate(WORDS_SHOWN) if other.search(text)]
        self.telling.faults += [(name, self.page.url, fault) for fault in faults]

    def _photograph(self, name: str) -> None:
        if not KEEP:
            return
        folder = Path(KEEP) / f"{self.telling.language}-{self.telling.theme}-{self.telling.width}"
        folder.mkdir(parents=True, exist_ok=True)
        self.telling.pictures += 1
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=folder / f"{self.telling.pictures:02d}-{name}.png", full_page=True)
