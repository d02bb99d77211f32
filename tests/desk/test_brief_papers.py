# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""Briefs on paper, and words edited by people (T-074)."""

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nuandong.desk.briefing import actions
from nuandong.desk.briefing.actions import Edit
from nuandong.desk.briefing.binding import rebound
from nuandong.desk.briefing.content import Figure, Paragraph, Source
from nuandong.desk.briefing.models import Brief, Openness
from nuandong.desk.briefing.paper import layout, pdf
from nuandong.desk.briefing.paper.docx import docx_of
from nuandong.desk.briefing.paper.files import papers_of
from nuandong.desk.briefing.paper.layout import numeral
from nuandong.desk.briefing.paper.sheet import sheet_of
from nuandong.desk.briefing.proof import digest
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from tests.desk.brief_fixtures import KEPT, draft, entered, province, run, signed  # noqa: F401

pytestmark = pytest.mark.django_db


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
