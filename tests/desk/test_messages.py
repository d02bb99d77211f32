"""Every text of the desk has its Chinese, and what is compiled is what is written."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "make_messages.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_its_chinese(tool: ModuleType) -> None:
    for room, path in tool.catalogues().items():
        assert tool.without_chinese(tool.updated(path.read_text(encoding="utf-8"), room)) == [], room


def test_the_catalogues_hold_the_present_texts_and_no_others(tool: ModuleType) -> None:
    for room, path in tool.catalogues().items():
        written = path.read_text(encoding="utf-8")
        assert tool.as_po(tool.updated(written, room)) == written, room


def test_the_compiled_catalogues_are_the_written_ones(tool: ModuleType) -> None:
    for room, path in tool.catalogues().items():
        written = path.read_text(encoding="utf-8")
        assert path.with_suffix(".mo").read_bytes() == tool.compiled(written), room


def test_texts_of_python_and_of_templates_are_gathered(tool: ModuleType) -> None:
    gathered = {message.id for room in tool.catalogues() for message in tool.gather(room) if message.id}
    assert "Duty officer" in gathered  # a model
    assert "Sign in" in gathered  # a template


def test_placeholders_survive_translation(tool: ModuleType) -> None:
    import re

    names = re.compile(r"%\((\w+)\)[sd]")
    every = (tool.updated(path.read_text("utf-8"), room) for room, path in tool.catalogues().items())
    for message in (message for catalogue in every for message in catalogue):
        said = message.string if isinstance(message.string, str) else "".join(message.string)
        asked = message.id if isinstance(message.id, str) else message.id[-1]
        if message.id:
            assert set(names.findall(said)) == set(names.findall(asked)), asked


def test_a_text_has_one_chinese_in_all_rooms(tool: ModuleType) -> None:
    """Catalogues override each other, so that a second Chinese would show on the pages of the first as well."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for room, path in tool.catalogues().items():
        for message in tool.updated(path.read_text(encoding="utf-8"), room):
            if message.id:
                said.setdefault((message.context, str(message.id)), {})[str(message.string)] = room
    assert {key[1]: words for key, words in said.items() if len(words) > 1} == {}
