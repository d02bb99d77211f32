# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""Four eyes, scope, papers kept as signed, the public version, pages (T-074, T-097, T-098)."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from docx import Document

from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.models import Brief, BriefState, Openness, Paper
from nuandong.desk.briefing.paper.files import papers_of
from nuandong.desk.briefing.paper.sheet import sheet_of
from nuandong.desk.briefing.proof import digest
from nuandong.desk.briefing.refusals import EditedMeanwhile, NotADraft, NotOfThisRegion, SameEyes
from nuandong.desk.directory.models import GasUser, Region
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from tests.desk.brief_fixtures import KEPT, draft, entered, province, run, signed  # noqa: F401
from tests.desk.roles import CITY, COUNTY, PROVINCE

pytestmark = pytest.mark.django_db


# ---- four eyes, scope, kept as signed ----------------------------------------------------------------------


@pytest.mark.parametrize("how", ["drafted", "edited"])
def test_whoever_wrote_it_may_not_sign_it(how: str, draft: Brief, account: Any, at: datetime) -> None:
    writer = account("province" if how == "drafted" else "leader")
    if how == "edited":
        actions.edit(brief=draft, wish=Edit({}, "zh", "改", Openness.INTERNAL), by=writer, at=at)
    with pytest.raises(SameEyes):
        actions.sign(brief=draft, by=writer, at=at)
    assert Brief.objects.get(pk=draft.pk).state == BriefState.DRAFT


def test_a_signed_brief_is_not_changed_any_more(signed: Brief, account: Any, at: datetime) -> None:
    for act in (
        lambda: actions.edit(
            brief=signed, wish=Edit({}, "zh", "晚了", Openness.INTERNAL), by=account("province"), at=at
        ),
        lambda: actions.discard(brief=signed, by=account("province"), at=at),
        lambda: actions.sign(brief=signed, by=account("leader"), at=at),
    ):
        with pytest.raises(NotADraft):
            act()


def test_nobody_signs_what_was_changed_after_he_read_it(draft: Brief, account: Any, at: datetime) -> None:
    seen = actions.seen_mark(draft)
    actions.edit(brief=draft, wish=Edit({}, "zh", "又改", Openness.INTERNAL), by=account("province"), at=at)
    with pytest.raises(EditedMeanwhile):
        actions.sign(brief=draft, by=account("leader"), at=at, seen=seen)


def test_a_further_brief_supersedes_the_signed_one(
    signed: Brief, run: Run, account: Any, at: datetime
) -> None:
    further = actions.draft_daily(region=signed.region, run=run, by=account("province"), at=at)
    assert (further.supersedes_id, further.edition) == (signed.pk, 2)
    again = actions.sign(brief=further, by=account("leader"), at=at)
    assert (signed.serial, again.serial) == (1, 2)
    assert Brief.objects.get(pk=signed.pk).is_signed


def test_papers_are_kept_as_signed_and_the_ledger_knows_them(signed: Brief, account: Any) -> None:
    entry = Entry.objects.get(act="sign_brief")
    for paper in signed.papers.all():
        assert paper.digest == digest(bytes(paper.content))
        assert paper.digest in entry.line
    client = entered(Client(), account("province"))
    kept = client.get(f"/briefs/{signed.pk}/file/zh.docx")
    assert kept.content == bytes(signed.papers.get(name="zh.docx").content)


def test_the_ledger_finds_a_kept_paper_that_was_changed(signed: Brief, at: datetime) -> None:
    from nuandong.desk.briefing.witness import compare
    from nuandong.desk.ledger.witnesses import Told

    facts = {**actions.signed_proof(signed)}
    told = Told(1, signed.signed_at, str(signed.pk), facts)
    assert list(compare([told])) == []
    changed = replace(told, facts={**facts, "papers": {**facts["papers"], "zh.docx": "sha256:0"}})
    assert [one.subject_id for one in compare([changed])] == [str(signed.pk)]


@pytest.mark.parametrize(("role", "sees"), [("province", True), ("auditor", True), ("city", False), ("county", False),
                                            ("company", False), ("admin", False), ("nobody", False)])  # fmt: skip
def test_the_provinces_brief_is_for_the_province(role: str, sees: bool, draft: Brief, account: Any) -> None:
    client = entered(Client(), account(role))
    assert (client.get(f"/briefs/{draft.pk}/").status_code == 200) is sees
    assert (client.get(f"/briefs/{draft.pk}/file/zh.docx").status_code == 200) is sees


def test_a_city_writes_its_own_brief_and_nobody_elses(
    run: Run, province: Region, account: Any, at: datetime
) -> None:
    city = account("city")
    with pytest.raises(NotOfThisRegion):
        actions.draft_daily(region=province, run=run, by=city, at=at)
    brief = actions.draft_daily(region=Region.objects.get(code=CITY), run=run, by=city, at=at)
    picture = picture_for(run, city)
    assert brief.told.figures["balance.demand"].number == pytest.approx(
        float(picture.counties.demand[:, 0].sum())
    )
    whole = str(brief.content)
    inside = scope_of(city).regions
    outside = GasUser.objects.exclude(delivery_points__county__code__in=inside).values_list(
        "name_zh", flat=True
    )
    assert [name for name in outside if name in whole] == []
    county = Region.objects.get(code=COUNTY)
    assert actions.draft_daily(region=county, run=run, by=account("county"), at=at).told.figures[
        "balance.demand"
    ]


# ---- the public version ------------------------------------------------------------------------------------


def test_the_public_version_names_no_user_and_leads_into_no_desk(
    signed: Brief, account: Any, at: datetime
) -> None:
    names = list(GasUser.objects.values_list("name_zh", flat=True))
    page = bytes(signed.papers.get(name="zh.public.html").content).decode()
    word = Document(io.BytesIO(bytes(signed.papers.get(name="zh.public.docx").content)))
    words = "\n".join(
        [one.text for one in word.paragraphs]
        + [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    )
    inside = bytes(signed.papers.get(name="zh.docx").content)
    internal = "\n".join(
        cell.text for table in Document(io.BytesIO(inside)).tables for row in table.rows for cell in row.cells
    )
    assert any(name in internal for name in names)
    for text in (page, words):
        assert not [name for name in names if name in text]
        assert "/run/" not in text
        assert "（此件公开发布）" in text
        assert "签发人" not in text
    assert "<script" not in page


def test_hand_written_words_are_masked_too(draft: Brief, account: Any, at: datetime) -> None:
    name = GasUser.objects.order_by("id").values_list("name_zh", flat=True)[0]
    wish = Edit({}, "zh", f"{name}电话13800138000", Openness.PUBLIC)
    brief = actions.edit(brief=draft, wish=wish, by=account("province"), at=at)
    sheet = sheet_of(brief, language="zh", is_public=True)
    assert sheet.note_by_hand == ("某用户电话（不公开）",)


def test_an_internal_brief_has_no_public_version(draft: Brief, account: Any) -> None:
    client = entered(Client(), account("province"))
    assert client.get(f"/briefs/{draft.pk}/file/zh.public.html").status_code == 404
    assert not [file for file in papers_of(draft) if file.is_public]


# ---- pages -------------------------------------------------------------------------------------------------


def test_a_brief_is_drafted_edited_and_signed_on_its_pages(run: Run, account: Any) -> None:
    officer, leader = entered(Client(), account("province")), entered(Client(), account("leader"))
    assert "起草" in officer.get("/briefs/").content.decode()
    sent = {"kind": "daily", "region": PROVINCE, "gas_day": run.gas_day.isoformat()}
    page = officer.post("/briefs/draft/", sent)
    brief = Brief.objects.get()
    assert page["Location"] == f"/briefs/{brief.pk}/"
    form = officer.get(f"/briefs/{brief.pk}/edit/").context["form"]
    sent = {name: field.initial for name, field in form.fields.items() if name.startswith("p-")}
    sent |= {"note": "请各市抓好落实。", "openness": "internal", "seen": actions.seen_mark(brief)}
    officer.post(f"/briefs/{brief.pk}/edit/", sent)
    brief.refresh_from_db()
    assert brief.note == "请各市抓好落实。"
    assert not brief.told.departures
    assert all(not one.edited for one in brief.told.paragraphs())
    assert officer.post(f"/briefs/{brief.pk}/sign/").status_code == 403
    leader.post(f"/briefs/{brief.pk}/sign/", {"seen": actions.seen_mark(brief)})
    brief.refresh_from_db()
    assert (brief.state, brief.serial) == (BriefState.SIGNED, 1)
    page = officer.get(f"/briefs/{brief.pk}/").content.decode()
    assert "第1期" in page
    assert Paper.objects.filter(brief=brief).count() >= 4


def test_an_empty_sentence_and_braces_are_refused_and_what_was_typed_stays(
    draft: Brief, account: Any
) -> None:
    client = entered(Client(), account("province"))
    form = client.get(f"/briefs/{draft.pk}/edit/").context["form"]
    sent = {name: field.initial for name, field in form.fields.items() if name.startswith("p-")}
    sent |= {"p-balance-summary": "", "p-level-declared": "{demand}", "note": "留着", "openness": "internal"}
    page = client.post(f"/briefs/{draft.pk}/edit/", sent).content.decode()
    assert "本段不能留空" in page
    assert "不能使用花括号" in page
    assert "留着" in page
    assert Brief.objects.get(pk=draft.pk).note == ""


def test_who_comes_late_with_an_old_page_overwrites_nothing(draft: Brief, account: Any, at: datetime) -> None:
    client = entered(Client(), account("province"))
    form = client.get(f"/briefs/{draft.pk}/edit/").context["form"]
    sent = {name: field.initial for name, field in form.fields.items() if name.startswith("p-")}
    sent |= {"note": "我的", "openness": "internal", "seen": form.initial["seen"]}
    actions.edit(brief=draft, wish=Edit({}, "zh", "他的", Openness.INTERNAL), by=account("leader"), at=at)
    page = client.post(f"/briefs/{draft.pk}/edit/", sent)
    assert page.status_code == 409
    assert "我的" in page.content.decode()
    assert Brief.objects.get(pk=draft.pk).note == "他的"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_one_language_and_hold_nothing_inline(language: str, signed: Brief, account: Any) -> None:
    client = entered(Client(headers={"accept-language": language}), account("province"))
    with override(language):
        for address in ("/briefs/", f"/briefs/{signed.pk}/"):
            page = client.get(address).content.decode()
            assert not [word for word in ("style=", "<script>", "onclick=") if word in page]
    assert ("日报" in page) is (language != "en")
    assert ("daily brief" in page) is (language == "en")


def test_posted_addresses_refuse_to_be_read(draft: Brief, account: Any) -> None:
    client = entered(Client(), account("leader"))
    for act in ("sign", "discard"):
        assert client.get(f"/briefs/{draft.pk}/{act}/").status_code == 405
    assert client.get("/briefs/draft/").status_code == 405
