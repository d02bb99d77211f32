"""One brief in one language as a paper shows it: head, body, notes of sources, colophon.

Word, spreadsheet, PDF and the page that stands alone all set this sheet, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from nuandong.desk.briefing.compose.ground import full_day_words, month_day
from nuandong.desk.briefing.content import Content, Figure, Paragraph, Row, Source, Table, pieces
from nuandong.desk.briefing.models import Brief, BriefKind
from nuandong.desk.briefing.paper.layout import numeral
from nuandong.desk.briefing.paper.masking import cleaner, public_content
from nuandong.gasday import CHINA
from nuandong.vocabulary import RegionKind

NAMES = {
    BriefKind.DAILY: ("冬季保暖保供日报", "Winter gas assurance: daily brief"),
    BriefKind.WEEKLY: ("冬季保暖保供周报", "Winter gas assurance: weekly brief"),
    BriefKind.FLASH: ("冬季保暖保供快报", "Winter gas assurance: flash report"),
}
WORDS = {
    "zh": {
        "issue": "第{number}期",
        "unsigned": "（草稿，未经签发）",
        "signer": "签发人：{name}",
        "draft_mark": "草稿·未经签发",
        "missing": "（本节暂缺：{why}）",
        "departures": "〔数字经人工改动：{what}〕",
        "edited": "〔文字经人工修改〕",
        "notes": "人工备注",
        "sources": "数据来源",
        "marks": "方括号内序号为数据来源，适用于其前同段数字。",
        "public": "（此件公开发布）",
        "internal": "内部资料",
        "supersedes": "本期为第{number}次修订，取代此前签发的同日简报。",
        "source_head": "来源",
        "printed": "{date}印发",
    },
    "en": {
        "issue": "No. {number}",
        "unsigned": "(draft, not signed)",
        "signer": "Signed: {name}",
        "draft_mark": "Draft · not signed",
        "missing": "(Nothing here yet: {why})",
        "departures": "[figures changed by hand: {what}]",
        "edited": "[words edited by hand]",
        "notes": "Notes by hand",
        "sources": "Sources",
        "marks": "A number in brackets names the source of the figures before it.",
        "public": "(For publication)",
        "internal": "Internal",
        "supersedes": "Edition {number}; it supersedes the one signed before for this day.",
        "source_head": "Source",
        "printed": "Issued {date}",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a paragraph; `note` is the number of the source that follows it, 0 for none."""

    text: str
    figure: Figure | None = None
    note: int = 0


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table with its notes: one for all of it, or one for every row."""

    table: Table
    notes: tuple[int, ...]

    @property
    def lines(self) -> tuple[tuple[Row, int], ...]:
        """Every row with its note."""
        return tuple(zip(self.table.rows, self.notes, strict=True))

    @property
    def single_note(self) -> int:
        """The note that holds for every row, 0 where they differ."""
        return self.notes[0] if self.notes and len(set(self.notes)) == 1 else 0


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """A paragraph as it is set, with what is said of its editing."""

    key: str
    lines: tuple[Line, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section as it is set."""

    key: str
    heading: str
    paragraphs: tuple[SetParagraph, ...]
    tables: tuple[SetTable, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. `dated` is the instant of everything in it that bears a time."""

    language: str
    name: str
    issue: str
    body: str
    date: str
    signer: str
    mark: str
    title: str
    addressee: str
    sections: tuple[SetSection, ...]
    note_by_hand: tuple[str, ...]
    sources: tuple[Source, ...]
    closing: str
    edition: str
    is_draft: bool
    dated: datetime

    @property
    def source_words(self) -> tuple[str, str]:
        """Heading and explanation of the list of sources."""
        return self.word("sources"), self.word("marks")

    @property
    def source_lines(self) -> tuple[tuple[str, str], ...]:
        """Every source: words and address."""
        return tuple((source.said(self.language), source.address) for source in self.sources)

    def word(self, key: str, **facts: object) -> str:
        """A fixed phrase of the paper in its language."""
        return WORDS[self.language][key].format(**facts)


def sheet_of(brief: Brief, *, language: str, is_public: bool) -> Sheet:
    """The brief as it is set on paper; the public version without what is not for the public."""
    content = public_content(brief.told) if is_public else brief.told
    clean = cleaner() if is_public else str
    words, place = WORDS[language], 0 if language == "zh" else 1
    day = full_day_words(brief.as_of.astimezone(CHINA).date())[place]
    return Sheet(
        language=language,
        name=_region_name(brief, language) + NAMES[BriefKind(brief.kind)][place]
        if language == "zh"
        else f"{_region_name(brief, language)} · {NAMES[BriefKind(brief.kind)][place]}",
        issue=words["issue"].format(number=brief.serial) if brief.serial else words["unsigned"],
        body=_office(brief, language),
        date=day,
        signer="" if is_public or not brief.is_signed else words["signer"].format(name=_signer(brief)),
        mark=words["draft_mark"] if brief.is_draft else "" if is_public else words["internal"],
        title=_title(brief, language),
        addressee="" if is_public else _addressee(brief, language),
        sections=tuple(_sections(content, language)),
        note_by_hand=tuple(clean(line) for line in brief.note.splitlines() if line.strip()),
        sources=content.sources,
        closing=words["public"] if is_public else "",
        edition=words["supersedes"].format(number=brief.edition) if brief.edition > 1 else "",
        is_draft=brief.is_draft,
        dated=brief.as_of,
    )


def _region_name(brief: Brief, language: str) -> str:
    region = brief.region
    return region.name_zh if language == "zh" else region.name_en or region.name_zh


def _office(brief: Brief, language: str) -> str:
    if language == "en":
        return f"Office of winter gas assurance, {_region_name(brief, 'en')}"
    seat = "（省发展改革委）" if brief.region.kind == RegionKind.PROVINCE else ""
    return f"{brief.region.name_zh}保供办{seat}"


def _addressee(brief: Brief, language: str) -> str:
    """Whom the notice names: the province reports what is major to its government, regions report to the office."""
    if brief.region.kind == RegionKind.PROVINCE:
        if brief.kind != BriefKind.FLASH:
            return ""
        return "省人民政府：" if language == "zh" else "To the provincial government:"
    if brief.region.kind == RegionKind.CITY:
        return "省保供办（省发展改革委）：" if language == "zh" else "To the provincial office:"
    above = brief.region.parent
    if above is None:
        return ""
    return (
        f"{above.name_zh}保供办："
        if language == "zh"
        else f"To the office of {above.name_en or above.name_zh}:"
    )


def _title(brief: Brief, language: str) -> str:
    content = brief.told
    if brief.kind == BriefKind.FLASH:
        about = content.figures.get("event.kind") or content.figures.get("declaration.level")
        zh = f"关于{about.zh if about else ''}有关情况的报告"
        en = f"Report: {about.en if about else ''}"
        return zh if language == "zh" else en
    zh_day, en_day = full_day_words(brief.gas_day)
    if brief.kind == BriefKind.WEEKLY:
        first = content.figures.get("week.first")
        since = (first.zh, first.en) if first else ("", "")
        zh, en = f"{since[0]}至{month_day(brief.gas_day)}天然气供需情况", f"Gas from {since[1]} to {en_day}"
        return zh if language == "zh" else en
    return f"{zh_day}气日天然气供需情况" if language == "zh" else f"Gas day {en_day}"


def _signer(brief: Brief) -> str:
    account = brief.signed_by
    if account is None:
        return ""
    person = account.person
    return str(person.name) if person is not None and person.name else str(account.username)


def _sections(content: Content, language: str) -> Iterator[SetSection]:
    figures = content.figures
    numbers = {source: place for place, source in enumerate(content.sources, start=1)}
    for place, section in enumerate(content.sections, start=1):
        count = f"{numeral(place)}、" if language == "zh" else f"{place}. "
        missing = section.missing(language)
        yield SetSection(
            key=section.key,
            heading=count + section.title(language),
            paragraphs=tuple(
                SetParagraph(one.key, _noted(one, figures, language, numbers), _remark(one, language))
                for one in section.paragraphs
            ),
            tables=tuple(
                SetTable(table, tuple(numbers[row.source] for row in table.rows)) for table in section.tables
            ),
            missing=WORDS[language]["missing"].format(why=missing.rstrip("。.")) if missing else "",
        )


def _noted(
    paragraph: Paragraph, figures: dict[str, Figure], language: str, numbers: dict[Source, int]
) -> tuple[Line, ...]:
    """A note after the clause that ends a run of figures from one source: it speaks for those before it."""
    lines: list[Line] = []
    open_note = 0
    for piece in pieces(paragraph, figures, language):
        note = 0 if piece.figure is None else numbers[piece.figure.source]
        if note and open_note not in (0, note):
            lines[-1] = replace(lines[-1], note=open_note)
        open_note = note or open_note
        lines.append(Line(piece.text, piece.figure))
    if open_note:
        *lines, last = lines
        end = len(last.text.rstrip("。.")) if last.figure is None else len(last.text)
        lines.append(Line(last.text[:end], last.figure, open_note))
        lines += [Line(last.text[end:])] if last.text[end:] else []
    return tuple(lines)


def _remark(paragraph: Paragraph, language: str) -> str:
    words = WORDS[language]
    if paragraph.departures:
        return words["departures"].format(what="；".join(paragraph.departures))
    return words["edited"] if language in paragraph.edited else ""
