"""Every file of a brief: Word, workbook and PDF in both languages, and the public ones where it is public (T-097)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nuandong.desk.briefing.models import Brief
from nuandong.desk.briefing.paper import docx, page, pdf, xlsx
from nuandong.desk.briefing.paper.sheet import Sheet, sheet_of

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name among the brief's, its kind, its bytes."""

    name: str
    media_type: str
    is_public: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: how it is made, what it is, and whether the public gets it."""

    ending: str
    media_type: str
    make: Callable[[Sheet], bytes]
    for_office: bool = True
    for_public: bool = True


FORMS = (
    Form("docx", docx.MEDIA_TYPE, docx.docx_of),
    Form("xlsx", xlsx.MEDIA_TYPE, xlsx.xlsx_of, for_public=False),
    Form("pdf", pdf.MEDIA_TYPE, pdf.pdf_of),
    Form("html", page.MEDIA_TYPE, page.page_of, for_office=False),
)


def forms(*, is_public: bool) -> tuple[Form, ...]:
    """The kinds of file that can be made here, for the office or for the public."""
    can = (form for form in FORMS if form.ending != "pdf" or pdf.can_set())
    return tuple(form for form in can if (form.for_public if is_public else form.for_office))


def papers_of(brief: Brief) -> Iterator[File]:
    """Every file of a brief as it stands."""
    for is_public in (False, True) if brief.is_public else (False,):
        for language in LANGUAGES:
            sheet = sheet_of(brief, language=language, is_public=is_public)
            for form in forms(is_public=is_public):
                name = file_name(form.ending, language, is_public=is_public)
                yield File(name, form.media_type, is_public, form.make(sheet))


def file_name(ending: str, language: str, *, is_public: bool) -> str:
    """What a file is called among the brief's: zh.docx, en.public.html."""
    return f"{language}.public.{ending}" if is_public else f"{language}.{ending}"


def one_file(brief: Brief, name: str) -> File | None:
    """One file of a brief that is not signed yet, made now; None for a name that no file bears."""
    language, *rest = name.split(".")
    is_public, ending = rest[:1] == ["public"], rest[-1] if rest else ""
    form = next((one for one in forms(is_public=is_public) if one.ending == ending), None)
    if form is None or language not in LANGUAGES or name != file_name(ending, language, is_public=is_public):
        return None
    if is_public and not brief.is_public:
        return None
    sheet = sheet_of(brief, language=language, is_public=is_public)
    return File(name, form.media_type, is_public, form.make(sheet))
