"""What the pages answer, to whom: scope, downloads, addresses that are none."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from nuandong.assess.picture import DayPicture
from nuandong.assess.plain import to_plain
from nuandong.desk.control_room.tests.pictures import (
    AS_OF,
    CITY_NAMES,
    COUNTIES,
    GAS_DAY,
    calm_day,
    orange_day,
)
from nuandong.desk.directory.models import Account, Membership, Region, Role
from nuandong.desk.outlook.models import Run, RunState
from nuandong.desk.outlook.pictures import _whole_picture
from nuandong.vocabulary import RegionKind

pytestmark = pytest.mark.django_db
CLERK_OF, NOT_HIS = "140121", "140581"


@pytest.fixture(autouse=True)
def no_picture_of_another_test() -> None:
    """Numbers of runs begin anew in every test; pictures kept by number must not."""
    _whole_picture.cache_clear()


@pytest.fixture
def places() -> None:
    """One province, its cities and the four counties of the picture."""
    facts = {"evidence": "read", "reference": "GB/T 2260"}
    Region.objects.create(
        code="140000", name_zh="山西省", name_en="Shanxi", kind=RegionKind.PROVINCE, **facts
    )
    for code, name in CITY_NAMES.items():
        Region.objects.create(
            code=code, name_zh=name, name_en=name, kind=RegionKind.CITY, parent_id="140000", **facts
        )
    for code, zh, en, city, *_ in COUNTIES:
        Region.objects.create(
            code=code, name_zh=zh, name_en=en, kind=RegionKind.COUNTY, parent_id=city, **facts
        )


def keep(picture: DayPicture) -> Run:
    """A finished run with this picture."""
    return Run.objects.create(
        gas_day=GAS_DAY, as_of=AS_OF, state=RunState.DONE, picture=to_plain(picture), level=picture.proposal.level,
        reported=3, expected=4, requested_at=AS_OF, finished_at=AS_OF,
    )  # fmt: skip


@pytest.fixture
def run(places: None) -> Run:
    return keep(orange_day())


def signed_in(role: Role, region: str) -> Client:
    account = Account.objects.create(username=f"{role}-{region}")
    Membership.objects.create(account=account, role=role, region_id=region)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer(run: Run) -> Client:
    """The province's duty officer."""
    return signed_in(Role.DUTY_OFFICER, "140000")


@pytest.fixture
def clerk(run: Run) -> Client:
    """The clerk of one county."""
    return signed_in(Role.CLERK, CLERK_OF)


DAY = f"/day/{GAS_DAY}/"


def test_the_front_door_leads_to_the_newest_gas_day(officer: Client) -> None:
    assert officer.get("/").headers["Location"] == DAY


def test_where_nothing_was_assessed_the_front_door_says_what_to_do(places: None) -> None:
    answer = signed_in(Role.DUTY_OFFICER, "140000").get("/")
    assert answer.status_code == 200
    assert "尚无气日" in answer.content.decode()


@pytest.mark.parametrize("picture", [orange_day(), calm_day()], ids=["orange", "calm"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_of_any_level_is_a_whole_page_in_both_languages(
    places: None, picture: DayPicture, language: str
) -> None:
    keep(picture)
    client = signed_in(Role.DUTY_OFFICER, "140000")
    client.cookies["nuandong_language"] = language
    text = client.get(DAY).content.decode()
    assert text.rstrip().endswith("</html>")
    assert picture.proposal.name_en in text if language == "en" else picture.proposal.name_zh in text


def test_a_stranger_is_asked_to_sign_in(run: Run) -> None:
    for path in (DAY, f"{DAY}map.svg-fragment", f"{DAY}charts.json", f"{DAY}cuts.csv", f"/run/{run.pk}/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("login"))


def test_a_clerk_gets_only_his_countys_page_and_users(clerk: Client) -> None:
    assert clerk.get(f"{DAY}county/{CLERK_OF}/").status_code == 200
    assert clerk.get(f"{DAY}county/{NOT_HIS}/").status_code == 404
    assert "示例陶瓷厂" not in clerk.get(DAY).content.decode()
    assert "示例陶瓷厂" not in clerk.get(f"{DAY}cuts.csv").content.decode()
    assert "高平市" not in clerk.get(f"{DAY}map.svg-fragment").content.decode()


def test_the_whole_case_is_only_for_those_who_see_the_province(clerk: Client, run: Run) -> None:
    assert clerk.get(f"/run/{run.pk}/case.zip").status_code == 403


@pytest.mark.parametrize(
    "path", ["/day/2023-02-30/", "/day/2020-01-01/", "/run/999/", "/clauses/T-999/", f"{DAY}county/x/"]
)
def test_what_is_not_there_is_not_found(officer: Client, path: str) -> None:
    assert officer.get(path).status_code == 404


def test_the_downloaded_proposal_holds_the_matching_lines_and_opens_as_chinese(officer: Client) -> None:
    answer = officer.get(f"{DAY}cuts.csv?tier=ind_disc")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert [line[1] for line in lines] == ["用户", "示例机械厂", "示例陶瓷厂"]


def test_no_cell_of_a_download_can_be_a_formula(places: None) -> None:
    picture = orange_day()
    object.__setattr__(picture.cuts, "name_zh", ('=HYPERLINK("x")', "+cmd", "@a"))
    keep(picture)
    text = signed_in(Role.DUTY_OFFICER, "140000").get(f"{DAY}cuts.csv").content.decode("utf-8-sig")
    assert [line[1][:1] for line in csv.reader(io.StringIO(text))][1:] == ["'", "'", "'"]


def test_the_chart_gets_plain_numbers(officer: Client) -> None:
    series = json.loads(officer.get(f"{DAY}charts.json").content)
    assert series["gap"][0] == 40.0
    assert len(series["days"]) == 14


def test_htmx_gets_the_table_alone_and_the_address_is_kept(officer: Client) -> None:
    answer = officer.get(f"{DAY}cuts/?sort=relief", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert answer.headers["HX-Replace-Url"] == f"{DAY}?sort=relief"
    assert text.index("示例陶瓷厂") < text.index("示例液化工厂")


def test_without_htmx_the_same_address_leads_to_the_whole_page(officer: Client) -> None:
    assert officer.get(f"{DAY}cuts/?sort=relief").headers["Location"] == f"{DAY}?sort=relief#cuts"


def test_a_users_name_is_text_never_markup(places: None) -> None:
    picture = orange_day()
    object.__setattr__(picture.cuts, "name_zh", ("<script>alert(1)</script>", "b", "c"))
    keep(picture)
    text = signed_in(Role.DUTY_OFFICER, "140000").get(DAY).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_run_page_shows_what_the_picture_rests_on(officer: Client, run: Run) -> None:
    text = officer.get(f"/run/{run.pk}/").content.decode()
    assert "cd34" * 16 in text
    assert "ab12" * 16 in text
    assert "沿用2017年" in text


def test_the_picture_can_be_taken_away_whole(officer: Client, run: Run) -> None:
    assert json.loads(officer.get(f"/run/{run.pk}/picture.json").content) == to_plain(orange_day())


def test_every_clause_has_its_page(officer: Client) -> None:
    assert officer.get("/clauses/").content.decode().count('<th scope="row"') == 99
    assert "T-040" in officer.get("/clauses/T-040/").content.decode()
    assert officer.get("/clauses/?state=built").content.decode().count('<th scope="row"') < 99
