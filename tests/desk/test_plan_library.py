"""The library of plans: versions that never change, reviewed, approved by the level above, missed where they lack."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuandong.desk.directory.models import Account, CurtailmentList, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.witnesses import Told
from nuandong.desk.outlook.seasons import season_bounds
from nuandong.desk.plans.library import witness
from nuandong.desk.plans.library.actions import (
    FILE_PAPER,
    PaperSketch,
    ReviewSketch,
    approve_paper,
    digest_of,
    file_paper,
    return_paper,
    review_paper,
    submit_paper,
    withdraw_paper,
)
from nuandong.desk.plans.library.board import Standing, rows_for
from nuandong.desk.plans.library.files import LARGEST, PaperFile, checked_file
from nuandong.desk.plans.models import PaperKind, PlanPaper, ReviewResult

pytestmark = pytest.mark.django_db
CITY, OTHER_CITY = "149100", "149200"
WORDS = "第一条 先停可中断用户。"


@pytest.fixture
def city(season) -> Region:
    return Region.objects.get(code=CITY)


def sketch_of(city: Region, season, **others) -> PaperSketch:
    usual = {"kind": PaperKind.EMERGENCY, "title": "甲市天然气应急预案", "issued_on": season.first_day,
             "begins": season.first_day, "ends": season.last_day, "text": WORDS}  # fmt: skip
    return PaperSketch(region=city, **(usual | others))


def reviewed(paper: PlanPaper, by: Account, at, result: str = ReviewResult.PASSED) -> None:
    sketch = ReviewSketch("甲市市场监管局", at.date(), result, "已逐条审查")
    review_paper(paper=paper, sketch=sketch, by=by, at=at)


def in_force(city: Region, season, account, at, **others) -> PlanPaper:
    paper = file_paper(sketch=sketch_of(city, season, **others), by=account("city"), at=at)
    reviewed(paper, account("city"), at)
    submit_paper(paper=paper, by=account("city"), at=at)
    return approve_paper(paper=paper, by=account("leader"), at=at)


def docx() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def client_of(who) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7 x", "pdf"), (docx(), "docx"), ("预案".encode(), "txt"), ("预案".encode("gb18030"), "txt"),
     (b"PK\x03\x04 no docx", None), (b"", None), (b"\x00\x01\x02", None), (b"%PDF-" + b"x" * LARGEST, None)],
)  # fmt: skip
def test_a_file_is_known_by_what_is_in_it_and_not_by_its_name(content, kind) -> None:
    if kind is None:
        with pytest.raises(ActRefused):
            checked_file(name="plan.pdf", content=content)
    else:
        assert checked_file(name=r"C:\x\plan.exe", content=content).kind == kind


def test_a_further_version_leaves_the_one_before_as_it_was(city, season, account, at) -> None:
    first = in_force(city, season, account, at)
    file = PaperFile("v2.txt", "txt", "第二版".encode())
    second = file_paper(sketch=sketch_of(city, season, text="", file=file), by=account("city"), at=at)
    first.refresh_from_db()
    assert (first.number, second.number, first.text) == (1, 2, WORDS)
    assert set(PlanPaper.objects.in_force(day=season.default_gas_day, known_at=at)) == {first}


def test_nothing_is_handed_in_before_it_is_reviewed_for_fair_competition(city, season, account, at) -> None:
    clerk = account("city")
    paper = file_paper(sketch=sketch_of(city, season), by=clerk, at=at)
    with pytest.raises(ActRefused):
        submit_paper(paper=paper, by=clerk, at=at)
    reviewed(paper, clerk, at, ReviewResult.FAILED)
    with pytest.raises(ActRefused):
        submit_paper(paper=paper, by=clerk, at=at)
    with pytest.raises(ActRefused):
        review_paper(
            paper=paper, sketch=ReviewSketch("局", at.date() + timedelta(days=1), "passed"), by=clerk, at=at
        )
    reviewed(paper, clerk, at)
    assert submit_paper(paper=paper, by=clerk, at=at).state == "submitted"


@pytest.mark.parametrize("role", ["city", "province", "county", "auditor", "admin", "company", "nobody"])
def test_only_a_leader_of_the_level_above_decides(role, city, season, account, at) -> None:
    paper = file_paper(sketch=sketch_of(city, season), by=account("city"), at=at)
    reviewed(paper, account("city"), at)
    submit_paper(paper=paper, by=account("city"), at=at)
    for act in (lambda: approve_paper(paper=paper, by=account(role), at=at),
                lambda: return_paper(paper=paper, words="请补充分级措施", by=account(role), at=at)):  # fmt: skip
        with pytest.raises(ActRefused):
            act()


def test_a_leader_of_the_city_itself_does_not_approve_the_citys_plan(city, season, account, at) -> None:
    own = account("leader")
    own.memberships.update(region=CITY)
    paper = file_paper(sketch=sketch_of(city, season), by=account("city"), at=at)
    reviewed(paper, account("city"), at)
    submit_paper(paper=paper, by=account("city"), at=at)
    with pytest.raises(ActRefused):
        approve_paper(paper=paper, by=own, at=at)


def test_a_returned_version_is_not_mended_but_followed(city, season, account, at) -> None:
    clerk, leader = account("city"), account("leader")
    paper = file_paper(sketch=sketch_of(city, season), by=clerk, at=at)
    reviewed(paper, clerk, at)
    submit_paper(paper=paper, by=clerk, at=at)
    return_paper(paper=paper, words="请补充分级措施", by=leader, at=at)
    for act in (submit_paper, approve_paper, withdraw_paper):
        with pytest.raises(ActRefused):
            act(paper=paper, by=leader if act is not submit_paper else clerk, at=at)


def test_the_tiers_of_the_list_are_kept_as_they_stood(city, season, account, at) -> None:
    curtailment_list = CurtailmentList.objects.create(code="l-149100", region=city, begins=season.first_day,
                                                      ends=season.last_day)  # fmt: skip
    paper = file_paper(
        sketch=sketch_of(city, season, curtailment_list=curtailment_list), by=account("city"), at=at
    )
    assert [tier["order"] for tier in paper.tiers] == sorted(tier["order"] for tier in paper.tiers)
    assert len(paper.tiers) > 5
    elsewhere = CurtailmentList.objects.create(code="l-149200", region=Region.objects.get(code=OTHER_CITY),
                                               begins=season.first_day, ends=season.last_day)  # fmt: skip
    with pytest.raises(ActRefused):
        file_paper(sketch=sketch_of(city, season, curtailment_list=elsewhere), by=account("city"), at=at)


def test_the_board_says_what_lacks_what_ends_and_who_acts(city, season, account, at) -> None:
    def standing() -> dict[str, tuple[str, str]]:
        row = next(row for row in rows_for(account("province"), at) if row.region.code == CITY)
        return {one.kind: (one.standing, one.acts) for one in row.kept}

    assert standing() == dict.fromkeys(PaperKind, (Standing.MISSING, "place"))
    day = season.default_gas_day
    in_force(city, season, account, at, ends=day + timedelta(days=1))
    assert standing()[PaperKind.EMERGENCY] == (Standing.ENDING, "place")
    follower = file_paper(
        sketch=sketch_of(city, season, begins=day + timedelta(days=2)), by=account("city"), at=at
    )
    assert standing()[PaperKind.EMERGENCY] == (Standing.FILED, "place")
    reviewed(follower, account("city"), at)
    submit_paper(paper=follower, by=account("city"), at=at)
    assert standing()[PaperKind.EMERGENCY] == (Standing.WAITING, "above")
    approve_paper(paper=follower, by=account("leader"), at=at)
    assert standing()[PaperKind.EMERGENCY] == (Standing.VALID, "")
    withdraw_paper(paper=follower, by=account("leader"), at=at)
    assert standing()[PaperKind.EMERGENCY] == (Standing.ENDING, "place")
    assert season_bounds(day) == (season.first_day, season.last_day)


def test_a_gap_of_a_day_between_two_versions_is_an_end(city, season, account, at) -> None:
    day = season.default_gas_day
    in_force(city, season, account, at, ends=day + timedelta(days=1))
    in_force(city, season, account, at, begins=day + timedelta(days=3))
    row = next(row for row in rows_for(account("province"), at) if row.region.code == CITY)
    assert {one.kind: one.standing for one in row.kept}[PaperKind.EMERGENCY] == Standing.ENDING


def test_words_or_files_changed_behind_the_ledgers_back_are_found(city, season, account, at) -> None:
    paper = file_paper(sketch=sketch_of(city, season), by=account("city"), at=at)
    told = Told(1, at, paper.code, {"paper": digest_of(paper), "sha256": paper.sha256})
    assert list(witness.compare([told])) == []
    assert list(witness.subjects()) == [paper.code]
    for changed in ({"text": "第一条 先停居民。"}, {"text": WORDS, "ends": date(2030, 1, 1)}):
        PlanPaper.objects.filter(pk=paper.pk).update(**changed)
        assert len(list(witness.compare([told]))) == 1
    PlanPaper.objects.all().delete()
    assert len(list(witness.compare([told]))) == 1
    assert witness.papers().act == FILE_PAPER


def test_the_pages_lead_from_a_duty_to_a_plan_in_force(city, season, account, at, monkeypatch) -> None:
    monkeypatch.setattr("nuandong.desk.frame.clock.now", lambda: at)
    clerk, leader = client_of(account("city")), client_of(account("leader"))
    owed = clerk.get("/duties/").content.decode()
    assert owed.count('href="/plans/"') >= 2  # both kinds are missing
    typed = {"region": city.pk, "kind": "emergency", "title": "应急预案", "issued_on": "2023-10-20",
             "begins": "2023-11-01", "ends": "2023-10-01", "text": ""}  # fmt: skip
    wrong = clerk.post(
        "/plans/file/", {**typed, "file": SimpleUploadedFile("p.pdf", b"\x00\x01")}
    ).content.decode()
    assert wrong.count("wrong-words") == 2  # the file, the last day
    assert 'value="应急预案"' in wrong
    answer = clerk.post("/plans/file/", {**typed, "ends": "2024-03-31", "text": WORDS,
                                         "file": SimpleUploadedFile("预案.docx", docx())})  # fmt: skip
    address = answer["Location"]
    assert clerk.get(address + "content/").getvalue() == docx()
    bad = clerk.post(
        address + "review/", {"body": "局", "reviewed_on": "x", "result": "passed"}
    ).content.decode()
    assert "wrong-words" in bad
    clerk.post(address + "review/", {"body": "局", "reviewed_on": "2023-12-01", "result": "passed"})
    clerk.post(address + "submit/")
    assert address in leader.get("/duties/").content.decode()
    leader.post(address + "approve/")
    assert PlanPaper.objects.get().state == "approved"
    assert clerk.get(address + "approve/").status_code == 405
    assert clerk.post(address + "burn/").status_code == 404
    assert client_of(account("county")).get(address).status_code == 404
