"""What may be filed as a plan: .docx, .pdf or .txt, told by what is in it and not by its name, and not too large.

Clause: T-021.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from nuandong.casefile.csvfile import encoding_of
from nuandong.desk.directory.refusals import ActRefused

MEGABYTE = 1024 * 1024
LARGEST = 4 * MEGABYTE
LONGEST_NAME = 200
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file as it was handed in; `kind` is one of `TYPES`."""

    name: str
    kind: str
    content: bytes


NO_FILE = PaperFile("", "", b"")


def checked_file(*, name: str, content: bytes) -> PaperFile:
    """The file with its kind. Raises ActRefused where it is empty, too large or none of the three kinds."""
    if not content:
        raise ActRefused(_("The file is empty; choose another."))
    if len(content) > LARGEST:
        raise ActRefused(_("The file is larger than 4 MB; make it smaller, or file its text."))
    kind = _kind_of(content)
    if kind is None:
        raise ActRefused(_("The file is neither .docx nor .pdf nor plain text; save it as one of these."))
    return PaperFile(name.replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:], kind, content)


def digest_of_content(*, text: str, content: bytes | memoryview[int]) -> str:
    """SHA-256 of what was filed: of the file where there is one, else of the text."""
    return hashlib.sha256(bytes(content) or text.encode()).hexdigest()


def _kind_of(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK"):
        return "docx" if _is_docx(content) else None
    is_text = b"\0" not in content and encoding_of(content) is not None
    return "txt" if is_text else None


def _is_docx(content: bytes) -> bool:
    try:
        return "word/document.xml" in zipfile.ZipFile(BytesIO(content)).namelist()
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
    ):  # the last: a packing zipfile knows not
        return False
