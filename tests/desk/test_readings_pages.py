"""Pages of readings: what is filed by hand or by sheet, what is said of faults, and what each role sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.frame import clock
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.models.sites import SiteReading
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.gasday import CHINA

AT = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
HEADING = "计量点,起,止,气量(万m³)\n"
GOOD = (
    HEADING + "p-glass,2023-12-20 08:00,2023-12-21 08:00,2.5\np-steel,2023-12-20 08:00,2023-12-21 08:00,1\n"
)
BAD = (
    HEADING + "p-glass,2023-12-20 08:00,2023-12-21 08:00,-2.5\np-steel,2023-12-20 08:00,2023-12-25 08:00,1\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's clock stands at nine."""
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def enter(season: Season, account) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def text_of(response) -> str:
    return response.content.decode()


def test_a_sheet_is_shown_first_and_filed_when_that_is_said(enter) -> None:
    clerk = enter("county")
    sent = clerk.post("/readings/file/", {"sheet": SimpleUploadedFile("r.csv", GOOD.encode("gb18030"))})
    assert not Reading.objects.exists()
    assert "可报送 2 条读数" in text_of(sent)
    assert "p-glass,2023-12-20 08:00,2023-12-21 08:00,2.5" in text_of(sent)  # to mend, or to file as it is
    filed = clerk.post("/readings/file/", {"lines": GOOD, "file": "1"}, follow=True)
    assert "已报送 2 条读数" in text_of(filed)
    assert Reading.objects.count() == 2


def test_faults_stand_at_their_lines_and_nothing_that_was_typed_is_lost(enter) -> None:
    page = text_of(enter("county").post("/readings/file/", {"lines": BAD, "file": "1"}))
    assert "2 处须更正" in page
    assert "气量不能为负" in page
    assert "晚于现在" in page
    assert "p-glass,2023-12-20 08:00,2023-12-21 08:00,-2.5" in page
    assert not Reading.objects.exists()


def test_a_correction_says_what_it_corrects_before_it_is_filed(enter) -> None:
    clerk = enter("county")
    clerk.post("/readings/file/", {"lines": GOOD, "file": "1"})
    page = text_of(clerk.post("/readings/file/", {"lines": GOOD.replace(",2.5", ",2.25")}))
    assert "更正原值 2.50" in page
    assert "已在册" in page


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01\x02"])
def test_what_is_no_sheet_is_answered_in_words(enter, content: bytes) -> None:
    answer = enter("county").post("/readings/file/", {"sheet": SimpleUploadedFile("r.csv", content)})
    assert answer.status_code == 200
    assert 'role="alert"' in text_of(answer) or "wrong-words" in text_of(answer)


def test_one_reading_is_filed_by_form_and_faults_stand_beside_their_fields(enter) -> None:
    clerk = enter("county")
    glass = DeliveryPoint.objects.get(code="p-glass")
    typed = {"begins": "2023-12-20 08:00", "ends": "2023-12-20 07:00", "volume": "1,2e", "quality": "metered"}
    page = text_of(clerk.post(f"/readings/{glass.pk}/", typed))
    assert "止不晚于起" in page
    assert "不是数字" in page
    assert 'value="1,2e"' in page
    done = clerk.post(
        f"/readings/{glass.pk}/", {**typed, "ends": "2023-12-21 08:00", "volume": "2.5"}, follow=True
    )
    assert "已报送 1 条读数" in text_of(done)
    assert Reading.objects.get().amount == 2.5


def test_the_board_counts_gaps_and_marks_what_the_user_filed_itself(enter, account) -> None:
    row = {"point": "p-glass", "gas_day": "2023-12-20", "volume": 2.5}
    file_readings(rows=[row], by=account("company"), at=AT, source="desk")
    page = text_of(enter("county").get("/readings/"))
    assert "用户自报" in page
    assert "2.50" in page
    shown = text_of(enter("county").get("/readings/?show=by_user"))
    assert "p-glass" in shown
    assert "p-steel" not in shown
    table = text_of(enter("county").get("/readings/readings.csv"))
    assert "p-glass" in table
    assert "2.5,read,metered,1.0,true" in table


def test_the_sheet_to_fill_in_can_be_sent_back_once_filled(enter) -> None:
    clerk = enter("county")
    sheet = clerk.get("/readings/template.csv").content.decode("utf-8-sig").replace("\r\n", "\n")
    heading, *lines = sheet.strip().split("\n")
    points = DeliveryPoint.objects.filter(county="149101").count()
    assert len(lines) == points + 1, "every point of the county, and the gate that leads into it"
    filled = "\n".join([heading, *(line.removesuffix(",,,") + ",0.1,0.5," for line in lines)])
    clerk.post("/readings/file/", {"lines": filled, "file": "1"})
    assert Reading.objects.count() == points
    assert SiteReading.objects.filter(pressure=0.5).count() == len(lines)


@pytest.mark.parametrize(
    ("role", "may_see", "may_file"),
    [("county", True, True), ("province", True, True), ("leader", True, False), ("auditor", True, False),
     ("nobody", False, False)],
)  # fmt: skip
def test_who_sees_and_who_files(enter, role: str, may_see: bool, may_file: bool) -> None:
    client = enter(role)
    glass = DeliveryPoint.objects.get(code="p-glass")
    assert (client.get("/readings/").status_code == 200) is may_see
    assert (client.get("/readings/file/").status_code == 200) is may_file
    posted = client.post(
        f"/readings/{glass.pk}/", {"begins": "2023-12-20 08:00", "ends": "2023-12-21 08:00", "volume": "1"}
    )
    assert (posted.status_code == 302) is may_file
    assert Reading.objects.exists() is may_file


def test_a_point_elsewhere_is_not_there(enter) -> None:
    foreign = DeliveryPoint.objects.get(code="p-methanol")
    clerk = enter("county")
    assert clerk.get(f"/readings/{foreign.pk}/").status_code == 404
    assert "p-methanol" not in text_of(clerk.get("/readings/")) + text_of(clerk.get("/readings/readings.csv"))
    page = text_of(
        clerk.post("/readings/file/", {"lines": GOOD.replace("p-steel", "p-methanol"), "file": "1"})
    )
    assert "本账号范围内没有此计量点" in page


@pytest.mark.parametrize("path", ["/readings/", "/readings/file/", "/readings/?show=gaps&q=glass&page=9"])
def test_pages_speak_english_in_full(enter, path: str) -> None:
    client = enter("county")
    client.cookies["nuandong_language"] = "en"
    assert "Readings" in text_of(client.get(path))
