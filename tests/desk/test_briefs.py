"""Briefs: figures from records with their source, words edited by people, four eyes, kept as signed (T-072, T-074,
T-096, T-097)."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nuandong.desk.alerts.levels import level_in_force
from nuandong.desk.alerts.models import Incident
from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.binding import rebound
from nuandong.desk.briefing.content import Figure, Paragraph, Source, from_plain, printed, to_plain
from nuandong.desk.briefing.models import Brief, BriefState, Openness, Paper
from nuandong.desk.briefing.paper import layout, pdf
from nuandong.desk.briefing.paper.docx import docx_of
from nuandong.desk.briefing.paper.files import papers_of
from nuandong.desk.briefing.paper.layout import numeral
from nuandong.desk.briefing.paper.sheet import sheet_of
from nuandong.desk.briefing.proof import digest, digest_of
from nuandong.desk.briefing.refusals import EditedMeanwhile, NotADraft, NotOfThisRegion, SameEyes
from nuandong.desk.directory.models import GasUser, Region
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.outlook.pictures import picture_for
from nuandong.desk.reporting.board import HAVE_FILED, board_of
from tests.desk.alerting import everything_alerted
from tests.desk.roles import CITY, COUNTY, PROVINCE

pytestmark = pytest.mark.django_db
KEPT: dict[str, Any] = {}  # the tiny case answers every test alike, so it is solved once


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    """The tiny case's day, assessed."""
    if not KEPT:
        made = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
        KEPT.update(
            {
                field.attname: getattr(made, field.attname)
                for field in Run._meta.concrete_fields
                if field.name != "id"
            }
        )
        return made
    return Run.objects.create(**KEPT)


@pytest.fixture
def province() -> Region:
    """The province's region."""
    return Region.objects.get(code=PROVINCE)


@pytest.fixture
def draft(run: Run, account: Any, at: datetime) -> Brief:
    """The province's daily brief, drafted by the duty officer."""
    return actions.draft_daily(
        region=Region.objects.get(code=PROVINCE), run=run, by=account("province"), at=at
    )


@pytest.fixture
def signed(draft: Brief, account: Any, at: datetime) -> Brief:
    """The same, public and signed by the leader."""
    wish = Edit({}, "zh", "", Openness.PUBLIC)
    actions.edit(brief=draft, wish=wish, by=account("province"), at=at)
    return actions.sign(brief=draft, by=account("leader"), at=at + timedelta(hours=1))


def entered(client: Client, who: Any) -> Client:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


# ---- what it says ------------------------------------------------------------------------------------------


def test_figures_of_the_brief_are_those_of_the_run(draft: Brief, run: Run, account: Any) -> None:
    picture = picture_for(run, account("province"))
    told = draft.told.figures
    for key, number in {
        "balance.demand": picture.province.demand[0],
        "balance.supply": picture.province.supply[0],
        "balance.gap": picture.province.gap_before[0],
        "balance.stored": picture.province.gap_after_storage[0],
        "balance.residual": picture.province.gap_residual[0],
        "balance.livelihood": picture.province.livelihood_gap[0],
        "balance.share": picture.province.gap_share[0],
        "stores.held": picture.stores.inventory[:, 0].sum(),
        "cuts.relief": picture.cuts.relief.sum(),
    }.items():
        assert told[key].number == pytest.approx(float(number), abs=1e-12), key
    assert (told["coverage.reported"].number, told["coverage.expected"].number) == run.coverage
    assert told["balance.demand"].zh == f"{float(picture.province.demand[0]):.1f}万立方米"


def test_tables_add_up_to_the_sums_that_stand_under_them(draft: Brief) -> None:
    for section in draft.told.sections:
        for table in section.tables:
            *rows, last = table.rows
            if last.is_sum:
                for column, cell in enumerate(last.cells):
                    if cell.number is not None:
                        parts = [row.cells[column].number or 0.0 for row in rows]
                        assert sum(parts) == pytest.approx(cell.number, rel=1e-9), (table.zh, column)


def test_totals_of_reports_are_those_of_the_board(draft: Brief, at: datetime, run: Run) -> None:
    board = board_of(gas_day=run.gas_day - timedelta(days=2), at=at)
    told = draft.told.figures
    assert told["reports.units"].number == len(board.rows)
    assert told["reports.filed"].number == sum(row.state in HAVE_FILED for row in board.rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_and_every_row_has_a_source_that_can_be_opened(
    draft: Brief, language: str, account: Any, client: Client
) -> None:
    content = draft.told
    entered(client, account("province"))
    assert content.figures
    for source in content.sources:
        assert source.said(language)
        assert source.address.startswith("/"), source
        assert client.get(source.address).status_code == 200, source
    for paragraph in content.paragraphs():
        assert set(paragraph.keys(language)) <= set(content.figures), paragraph.key
        bare = printed(paragraph, content.figures, language)
        assert "{" not in bare
        assert "nan" not in bare


def test_no_number_of_a_sentence_stands_there_without_its_figure(draft: Brief) -> None:
    """Words hold no digits of their own but the hours at which a gas day begins and ends."""
    for paragraph in draft.told.paragraphs():
        for language, allowed in (("zh", ("8时至次日8时", "7 天")), ("en", ("08:00 to 08:00", "on 7 days"))):
            bare = paragraph.words(language)
            for key in paragraph.keys(language):
                bare = bare.replace("{" + key + "}", "")
            for words in allowed:
                bare = bare.replace(words, "")
            assert not any(character.isdigit() for character in bare), (paragraph.key, bare)


def test_what_is_missing_says_why_and_is_never_blank(draft: Brief) -> None:
    sections = {section.key: section for section in draft.told.sections}
    assert sections["changes"].missing_zh
    assert sections["changes"].missing_en
    for section in sections.values():
        assert section.missing_zh or section.paragraphs, section.key
    whole = "".join(printed(one, draft.told.figures, "zh") for one in draft.told.paragraphs())
    assert "未发布预警" in whole
    assert "根摘要尚未生成" in whole


def test_a_later_brief_says_what_changed_since_the_last(
    draft: Brief, run: Run, account: Any, at: datetime
) -> None:
    later = Run.objects.create(**{**KEPT, "gas_day": run.gas_day + timedelta(days=1)})
    brief = actions.draft_daily(region=draft.region, run=later, by=account("province"), at=at)
    words = next(
        printed(one, brief.told.figures, "zh")
        for one in brief.told.paragraphs()
        if one.key == "changes.summary"
    )
    assert "预测需求基本持平" in words
    assert "建议级别仍为橙色" in words


def test_a_week_names_the_days_that_nobody_assessed(
    run: Run, province: Region, account: Any, at: datetime
) -> None:
    brief = actions.draft_weekly(region=province, run=run, by=account("province"), at=at)
    told = brief.told.figures
    assert told["week.known"].number == 1
    assert "12月19日" in told["week.silent"].zh
    picture = picture_for(run, account("province"))
    assert told["balance.demand"].number == pytest.approx(float(picture.province.demand[0]))
    rows = brief.told.sections[0].tables[0].rows
    assert [row.cells[1].zh for row in rows[:-1]] == ["未测算"] * 6


def test_content_is_the_same_after_it_was_stored(draft: Brief) -> None:
    content = draft.told
    assert from_plain(to_plain(content)) == content
    assert digest_of(Brief.objects.get(pk=draft.pk).content) == digest_of(to_plain(content))


@pytest.fixture
def alerted(run: Run, at: datetime) -> Incident:
    """A declared level and reported incidents; one incident of them."""
    everything_alerted(run, at=at)
    return Incident.objects.get(region_id=COUNTY)


def test_a_flash_report_tells_the_seven_fields_and_the_clocks_of_its_incident(
    alerted: Incident, run: Run, account: Any, at: datetime
) -> None:
    later = at + timedelta(hours=2)
    brief = actions.draft_incident_flash(incident=alerted, run=run, by=account("province"), at=later)
    assert (brief.region_id, brief.about_kind, brief.about_number) == (PROVINCE, "incident", alerted.pk)
    told = brief.told.figures
    for name in ("at", "place", "source", "supply_demand", "affected", "trend", "measures"):
        assert told[f"event.{name}"].source.address == f"/alerts/incidents/{alerted.pk}/"
    clocks = next(section for section in brief.told.sections if section.key == "clocks")
    assert clocks.tables[0].rows
    public = sheet_of(brief, language="zh", is_public=True)
    words = "".join(
        line.text for section in public.sections for one in section.paragraphs for line in one.lines
    )
    assert alerted.place not in words
    assert sheet_of(brief, language="zh", is_public=False).addressee == "省人民政府："


def test_a_declared_level_shows_in_the_brief_and_in_a_flash_report(
    alerted: Incident, run: Run, province: Region, account: Any, at: datetime
) -> None:
    officer = account("province")
    declared = level_in_force(gas_day=run.gas_day, at=at)
    assert declared is not None
    flash = actions.draft_declaration_flash(declaration=declared, region=province, by=officer, at=at)
    assert flash.told.figures["declaration.level"].zh == "橙色"
    daily = actions.draft_daily(region=province, run=run, by=officer, at=at)
    words = "".join(printed(one, daily.told.figures, "zh") for one in daily.told.paragraphs())
    assert "已发布橙色预警" in words
    assert daily.told.figures["incidents.count"].number == Incident.objects.count()


# ---- papers ------------------------------------------------------------------------------------------------


def test_the_same_brief_gives_the_same_bytes(draft: Brief) -> None:
    first = {file.name: digest(file.content) for file in papers_of(draft)}
    again = {file.name: digest(file.content) for file in papers_of(Brief.objects.get(pk=draft.pk))}
    assert first == again
    assert {"zh.docx", "zh.xlsx", "en.docx", "en.xlsx"} <= set(first)


def test_the_word_file_has_the_measures_of_the_standard(signed: Brief) -> None:
    paper = Document(io.BytesIO(bytes(signed.papers.get(name="zh.docx").content)))
    page = paper.sections[0]
    assert page.page_width == pytest.approx(Mm(210), abs=Mm(0.1))
    assert page.page_height == pytest.approx(Mm(297), abs=Mm(0.1))
    assert page.top_margin == pytest.approx(Mm(37), abs=Mm(0.1))
    assert page.left_margin == pytest.approx(Mm(28), abs=Mm(0.1))
    width = page.page_width - page.left_margin - page.right_margin
    height = page.page_height - page.top_margin - page.bottom_margin
    assert (width, height) == (pytest.approx(Mm(156), abs=Mm(0.1)), pytest.approx(Mm(225), abs=Mm(0.1)))
    style = paper.styles["Normal"]
    assert style.font.size == Pt(16)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    grid = page._sectPr.find(qn("w:docGrid"))
    assert round(height / Pt(1) * 20 / int(grid.get(qn("w:linePitch")))) == layout.LINES
    title = next(one for one in paper.paragraphs if one.text.startswith("2023年12月20日气日"))
    assert title.runs[0].font.size == Pt(22)
    assert title.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    heading = next(one for one in paper.paragraphs if one.text == "一、供需平衡")
    assert heading.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert "第1期" in [one.text for one in paper.paragraphs]


def test_the_word_file_names_the_source_of_its_figures(draft: Brief) -> None:
    paper = Document(io.BytesIO(docx_of(sheet_of(draft, language="zh", is_public=False))))
    words = [one.text for one in paper.paragraphs]
    first = next(text for text in words if "预测需求54.7" in text.replace(" ", ""))
    assert first.endswith("[1]。")
    assert any(text.startswith("[1] ") and f"/run/{draft.run_id}/" in text for text in words)


def test_members_of_the_word_file_are_dated_by_the_brief(draft: Brief) -> None:
    packed = zipfile.ZipFile(io.BytesIO(docx_of(sheet_of(draft, language="zh", is_public=False))))
    assert {member.date_time[:5] for member in packed.infolist()} == {(2023, 12, 19, 17, 0)}
    assert b"2023-12-19T17:00:00" in packed.read("docProps/core.xml")


def test_the_workbook_holds_figures_in_full_with_their_source(draft: Brief, run: Run, account: Any) -> None:
    file = next(file for file in papers_of(draft) if file.name == "zh.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    rows = {row[0]: row for row in book["数据"].iter_rows(values_only=True)}
    picture = picture_for(run, account("province"))
    assert rows["预测需求"][2] == pytest.approx(float(picture.province.demand[0]), rel=1e-15)
    assert rows["预测需求"][4] == f"/run/{run.pk}/"
    assert "分气源供应情况" in book.sheetnames


def test_the_pdf_bears_the_time_of_the_brief_and_without_a_chinese_font_there_is_none(draft: Brief) -> None:
    files = {file.name: file.content for file in papers_of(draft)}
    assert ("zh.pdf" in files) is pdf.can_set()
    if pdf.can_set():
        assert files["zh.pdf"].startswith(b"%PDF")
        assert b"20231219170000" in files["zh.pdf"]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")]
)
def test_headings_are_counted_as_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words


# ---- words edited by people --------------------------------------------------------------------------------

RUN = Source("第1次推演", "run 1", "/run/1/")
GAP = Figure("gap", "缺口", "gap", "9.7万立方米", "9.7×10⁴ m³", RUN, 9.7)
SHARE = Figure("share", "占比", "share", "17.8%", "17.8 %", RUN, 0.178)
TOLD = Paragraph("one", "8时起缺口{gap}，占{share}。", "From 8 on a gap of {gap}, {share}.")


def edited(words: str, present: Paragraph = TOLD, language: str = "zh") -> Paragraph:
    figures = {"gap": GAP, "share": SHARE}
    return rebound(drafted=TOLD, present=present, words=words, figures=figures, language=language)


def test_words_may_change_while_figures_stay_bound() -> None:
    told = edited("预计8时起全省缺口9.7万立方米，约占17.8%，总体可控。")
    assert told.zh == "预计8时起全省缺口{gap}，约占{share}，总体可控。"
    assert told.edited == ("zh",)
    assert not told.departures
    assert told.en == TOLD.en


def test_a_changed_figure_is_marked_with_what_it_was() -> None:
    told = edited("8时起缺口8.7万立方米，占17.8%。")
    assert any("9.7万立方米" in text for text in told.departures)
    assert any("8.7" in text for text in told.departures)


@pytest.mark.parametrize("words", ["8时起缺口19.7万立方米，占17.8%。", "8时起缺口9.75万立方米，占17.8%。"])
def test_a_figure_inside_a_longer_number_is_not_that_figure(words: str) -> None:
    assert edited(words).departures


def test_a_figure_that_was_taken_out_stays_missed_through_further_edits() -> None:
    once = edited("8时起缺口占17.8%。")
    twice = edited("8时起缺口约占17.8%。", once)
    assert any("9.7万立方米" in text for text in twice.departures)


def test_words_put_back_are_no_edit_and_either_language_keeps_its_own_marks() -> None:
    english = edited("A gap of 5.0, 17.8 %.", language="en")
    both = edited("8时起缺口占17.8%。", english)
    back = edited("8时起缺口9.7万立方米，占17.8%。", both)
    assert back.zh == TOLD.zh
    assert back.edited == ("en",)
    assert back.departures == english.departures
    assert english.departures


def test_an_edited_figure_is_marked_on_every_paper(draft: Brief, account: Any, at: datetime) -> None:
    wish = Edit(
        {"balance.summary": "全省供需总体平衡，缺口不足1万立方米。"}, "zh", "另附说明", Openness.INTERNAL
    )
    brief = actions.edit(brief=draft, wish=wish, by=account("province"), at=at)
    paper = Document(io.BytesIO(docx_of(sheet_of(brief, language="zh", is_public=False))))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert "数字经人工改动" in words
    assert "9.7万立方米" in words  # what it was
    assert "另附说明" in words


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
