"""The brief as a Word file in the layout of GB/T 9704-2012: fonts by name, nothing shipped, editable.

The same brief gives the same bytes: every date in the file is the brief's own (rulings, 24).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nuandong.desk.briefing.paper import layout
from nuandong.desk.briefing.paper.sheet import SetSection, SetTable, Sheet
from nuandong.gasday import CHINA

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TWIPS_PER_PT = 20
GRID_UNITS_PER_PT = 4096
INDENT_CHARACTERS = 200  # hundredths of a character: two
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT


def docx_of(sheet: Sheet) -> bytes:
    """The file's bytes."""
    paper = Document()
    _set_page(paper)
    _set_body_font(paper)
    _set_page_numbers(paper, sheet)
    _head(paper, sheet)
    for section in sheet.sections:
        _section(paper, section, sheet)
    _notes(paper, sheet)
    _colophon(paper, sheet)
    _date(paper, sheet)
    written = io.BytesIO()
    paper.save(written)
    return settled(written.getvalue(), sheet)


def settled(packed: bytes, sheet: Sheet) -> bytes:
    """The same package with every member dated by the brief and in the order of its names."""
    local = sheet.dated.astimezone(CHINA)
    stamp = (max(local.year, 1980), local.month, local.day, local.hour, local.minute, 0)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(written, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, date_time=stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return written.getvalue()


# ---- the page ----------------------------------------------------------------------------------------------


def _set_page(paper: Any) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(size) for size in layout.PAGE_MM)
    section.top_margin, section.left_margin = Mm(layout.TOP_MM), Mm(layout.LEFT_MM)
    section.right_margin, section.bottom_margin = Mm(layout.RIGHT_MM), Mm(layout.BOTTOM_MM)
    section.footer_distance = Mm(layout.BOTTOM_MM - 7)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(layout.LINE_PT * TWIPS_PER_PT)))
    grid.set(qn("w:charSpace"), str(round((layout.CHARACTER_PT - layout.BODY_PT) * GRID_UNITS_PER_PT)))


def _set_body_font(paper: Any) -> None:
    style = paper.styles["Normal"]
    style.font.size = Pt(layout.BODY_PT)
    style.font.name = layout.LATIN
    style.element.rPr.rFonts.set(qn("w:eastAsia"), layout.BODY)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.LINE_PT)


def _set_page_numbers(paper: Any, sheet: Sheet) -> None:
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        for text in ("— ", None, " —"):
            run = _run(paragraph, text or "", font=layout.PAGE_NUMBER, size=layout.NUMBER_PT)
            if text is None:
                _field(run, "PAGE")
    if sheet.mark:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].alignment = RIGHT
            _run(header.paragraphs[0], sheet.mark, font=layout.HEADING, size=layout.NUMBER_PT)


def _field(run: Any, code: str) -> None:
    for kind in ("begin", None, "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


# ---- the text ----------------------------------------------------------------------------------------------


def _head(paper: Any, sheet: Sheet) -> None:
    name = _paragraph(paper, CENTRE)
    name.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = layout.NAME_PT if len(sheet.name) <= 14 else layout.TITLE_PT
    _run(name, sheet.name, font=layout.TITLE, size=size, colour=layout.RED)
    _run(_paragraph(paper, CENTRE), sheet.issue)
    line = _paragraph(paper, LEFT)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(layout.BLOCK_MM[0]), 2)  # 2: right
    _run(line, f"{sheet.body}\t{sheet.date}")
    _rule(line, layout.RED, 12)
    if sheet.signer:
        _run(_paragraph(paper, RIGHT), sheet.signer, font=layout.SUBHEADING)
    _paragraph(paper, LEFT)
    title = _paragraph(paper, CENTRE)
    _run(title, sheet.title, font=layout.TITLE, size=layout.TITLE_PT)
    _paragraph(paper, LEFT)
    if sheet.addressee:
        _run(_paragraph(paper, LEFT), sheet.addressee)
    if sheet.edition:
        _run(_indented(paper), sheet.edition)


def _section(paper: Any, section: SetSection, sheet: Sheet) -> None:
    heading = _indented(paper)
    heading.paragraph_format.keep_with_next = True
    _run(heading, section.heading, font=layout.HEADING)
    if section.missing:
        _run(_indented(paper), section.missing)
    for told in section.paragraphs:
        paragraph = _indented(paper)
        for line in told.lines:
            _run(paragraph, line.text)
            if line.note:
                _note(paragraph, line.note)
        if told.remark:
            _run(paragraph, told.remark, font=layout.SUBHEADING)
    for table in section.tables:
        _table(paper, table, sheet)


def _table(paper: Any, told: SetTable, sheet: Sheet) -> None:
    caption = _paragraph(paper, CENTRE)
    caption.paragraph_format.keep_with_next = True
    _run(caption, told.table.title(sheet.language), font=layout.HEADING, size=layout.COLOPHON_PT)
    if told.single_note:
        _note(caption, told.single_note)
    heads = list(told.table.head_words(sheet.language))
    has_column = not told.single_note
    grid = paper.add_table(rows=1, cols=len(heads) + has_column)
    grid.style, grid.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _repeat_head(grid.rows[0])
    _fill(grid.rows[0].cells, [*heads, *([sheet.word("source_head")] if has_column else [])], bold=True)
    for row, note in zip(told.table.rows, told.notes, strict=True):
        words = [cell.said(sheet.language) for cell in row.cells]
        cells = grid.add_row().cells
        _fill(cells, [*words, *([f"[{note}]"] if has_column else [])], bold=row.is_sum)
        for place, cell in enumerate(row.cells):
            if cell.number is not None:
                cells[place].paragraphs[0].alignment = RIGHT


def _fill(cells: Any, words: Iterable[str], *, bold: bool) -> None:
    for cell, text in zip(cells, words, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run = _run(paragraph, text, size=layout.TABLE_PT)
        run.bold = bold


def _repeat_head(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _notes(paper: Any, sheet: Sheet) -> None:
    if sheet.note_by_hand:
        _run(_indented(paper), sheet.word("notes"), font=layout.HEADING)
        for text in sheet.note_by_hand:
            _run(_indented(paper), text)
    _run(_indented(paper), sheet.word("sources"), font=layout.HEADING)
    _small(paper, sheet.word("marks"))
    for number, source in enumerate(sheet.sources, start=1):
        place = f"  {source.address}" if source.address else ""
        _small(paper, f"[{number}] {source.said(sheet.language)}{place}")


def _small(paper: Any, text: str) -> None:
    paragraph = _paragraph(paper, LEFT)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _run(paragraph, text, size=layout.TABLE_PT)


def _colophon(paper: Any, sheet: Sheet) -> None:
    for text in (sheet.body, sheet.date):
        closing = _paragraph(paper, RIGHT)
        _run(closing, text)
    if sheet.closing:
        _run(_indented(paper), sheet.closing)
    line = _paragraph(paper, LEFT)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(layout.BLOCK_MM[0]), 2)
    _run(line, f"{sheet.body}\t{sheet.word('printed', date=sheet.date)}", size=layout.COLOPHON_PT)
    _rule(line, "000000", 8, above=True)


def _date(paper: Any, sheet: Sheet) -> None:
    told = paper.core_properties
    naive = sheet.dated.astimezone(CHINA).replace(tzinfo=None, microsecond=0)
    told.created = told.modified = told.last_printed = naive
    told.author = told.last_modified_by = sheet.body
    told.title, told.comments, told.revision = sheet.title, "", 1


# ---- small parts -------------------------------------------------------------------------------------------


def _paragraph(paper: Any, side: Any) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.alignment = side
    return paragraph


def _indented(paper: Any) -> Any:
    """A paragraph that begins two characters in, as Chinese text does."""
    paragraph = paper.add_paragraph()
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(INDENT_CHARACTERS))
    indent.set(qn("w:firstLine"), str(round(2 * layout.BODY_PT * TWIPS_PER_PT)))
    return paragraph


def _run(
    paragraph: Any, text: str, *, font: str = layout.BODY, size: float = layout.BODY_PT, colour: str = ""
) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), layout.LATIN
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _note(paragraph: Any, number: int) -> None:
    run = _run(paragraph, f"[{number}]", size=layout.BODY_PT)
    run.font.superscript = True


def _rule(paragraph: Any, colour: str, eighths: int, *, above: bool = False) -> None:
    """A line above or below a paragraph, so many eighths of a point thick."""
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:top" if above else "w:bottom")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().append(borders)
