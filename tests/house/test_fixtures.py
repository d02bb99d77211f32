"""The ground that other tests stand on: a real PostgreSQL and a real Chromium."""

import psycopg
import pytest
from playwright.sync_api import Browser


@pytest.mark.postgres
def test_postgres_answers_and_lets_us_make_a_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("create database warm encoding 'UTF8'")
        row = connection.execute("select current_setting('server_version_num')::int, '暖冬'").fetchone()
    assert row is not None
    version, echoed = row
    assert version >= 160000
    assert echoed == "暖冬"


@pytest.mark.postgres
def test_postgres_turns_a_wrong_password_away(postgres_url: str) -> None:
    address = psycopg.conninfo.make_conninfo(postgres_url, password="wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


@pytest.mark.browser
def test_chromium_runs_scripts(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<script>document.title = String(1 + 1)</script>")
    assert page.title() == "2"
    page.close()


@pytest.mark.browser
def test_chromium_has_a_chinese_font(browser: Browser) -> None:
    """Without one, every character is drawn as the same empty box."""
    page = browser.new_page()
    drawn = []
    for character in "暖冬":
        page.set_content(f"<p style='font-size: 60px'>{character}</p>")
        drawn.append(page.locator("p").screenshot())
    page.close()
    assert drawn[0] != drawn[1], "no Chinese font; get one with: apt-get install fonts-noto-cjk"
