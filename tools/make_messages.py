"""Gather the desk's texts, keep their Chinese in the catalogues `locale/zh_Hans/LC_MESSAGES/django.po`, compile them.

    python tools/make_messages.py            gather and compile; names what has no Chinese yet
    python tools/make_messages.py alerts     only the catalogue of one room
    python tools/make_messages.py --check    change nothing; exit 1 where anything is stale or missing

A room with a `locale` folder keeps its own words there; the words of all others stand in the desk's catalogue.

Message ids are English, so English needs no catalogue. Python is read by Babel; templates go through Django's own
reading of them first. No gettext programme is needed.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parent.parent
DESK = CHECKOUT / "src" / "nuandong" / "desk"
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
THE_REST = "desk"  # what the catalogue is called that holds the words of all rooms without one
LEFT_OUT = {"tests", "migrations", "locale", "browser"}
UNDATED = datetime(2020, 11, 24, tzinfo=UTC)  # Babel would write the time of compiling
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEXT = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)")
_ONE_TEXT = re.compile(_TEXT)
_HEADER = "# Chinese of the desk; tools/make_messages.py keeps it in step with the pages."


def catalogues() -> dict[str, Path]:
    """The catalogue files by the room whose words they hold; "desk" holds those of all other rooms."""
    rooms = sorted(path.parent.name for path in DESK.glob("*/locale"))
    return {THE_REST: DESK / CATALOGUE, **{room: DESK / room / CATALOGUE for room in rooms}}


def gather(room: str = THE_REST) -> Catalog:
    """Every text of a room that has its own catalogue, or of all others, with the files it stands in."""
    catalogue = Catalog(locale="zh_Hans", project="nuandong", charset="utf-8", fuzzy=False)
    own = set(catalogues()) - {THE_REST}
    for path in sorted(DESK.rglob("*")):
        parts = path.relative_to(DESK).parts
        if LEFT_OUT.isdisjoint(parts) and room == (parts[0] if parts[0] in own else THE_REST):
            place = path.relative_to(CHECKOUT).as_posix()
            for text, context in _texts(path):
                catalogue.add(text, locations=[(place, 0)], context=context)
    return catalogue


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    if path.suffix == ".py":
        yield from _python_texts(path)
    elif path.suffix in (".html", ".txt", ".svg") and "templates" in path.parts:
        yield from _template_texts(path)


def _python_texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    source = io.BytesIO(path.read_bytes())
    for _, function, texts, _ in extract_python(source, KEYWORDS, (), {"encoding": "utf-8"}):
        given = [texts] if isinstance(texts, str) else [text for text in texts or () if text]
        if given:
            yield _message(function, given)


def _template_texts(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=path.name)):
        yield _message(call[1], [ast.literal_eval(text) for text in _ONE_TEXT.findall(call[2])])


def _message(function: str, given: list[str]) -> tuple[str | tuple[str, str], str | None]:
    name = function.removesuffix("_lazy").removesuffix("_noop")
    context = given.pop(0) if name in ("pgettext", "npgettext") else None
    plural = name in ("ngettext", "npgettext")
    return ((given[0], given[1]) if plural else given[0]), context


def updated(catalogue_text: str, room: str = THE_REST) -> Catalog:
    """The catalogue of a room with the present texts and the Chinese it already had."""
    kept = read_po(io.StringIO(catalogue_text), locale="zh_Hans")
    kept.update(gather(room), no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.header_comment = _HEADER
    return kept


def as_po(catalogue: Catalog) -> str:
    """The catalogue as text, the same for the same content: no dates, no line numbers."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines()
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team', '"Generated-By')
    return "\n".join(line for line in lines if not line.startswith(dated)) + "\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled catalogue, the same bytes for the same texts."""
    catalogue.creation_date = catalogue.revision_date = UNDATED
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def compiled(po_text: str) -> bytes:
    """What the catalogue of this text compiles to."""
    return as_mo(read_po(io.StringIO(po_text), locale="zh_Hans"))


def without_chinese(catalogue: Catalog) -> list[str]:
    """Texts that have no Chinese."""
    return [str(message.id) for message in catalogue if message.id and not _is_said(message.string)]


def _is_said(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main() -> int:
    """Gather, compile, and say what is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where something is stale"
    )
    parser.add_argument("rooms", nargs="*", help="only the catalogues of these rooms")
    wishes = parser.parse_args()
    there = catalogues()
    chosen = wishes.rooms or list(there)
    return max(_keep(room, there[room], may_write=not wishes.check) for room in chosen)


def _keep(room: str, path: Path, *, may_write: bool) -> int:
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    catalogue = updated(written, room)
    text = as_po(catalogue)
    machine = path.with_suffix(".mo")
    stale = text != written or not machine.is_file() or machine.read_bytes() != compiled(text)
    if stale and may_write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        machine.write_bytes(compiled(text))
    missing = without_chinese(catalogue)
    for message in missing:
        print(f"no Chinese ({room}): {message}")
    if stale and not may_write:
        print(f"the catalogue of {room} is stale: run python tools/make_messages.py")
    return 1 if missing or (stale and not may_write) else 0


if __name__ == "__main__":
    sys.exit(main())
