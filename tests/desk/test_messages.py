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
    assert tool.without_chinese(tool.updated(tool.CATALOGUE.read_text(encoding="utf-8"))) == []


def test_the_catalogue_holds_the_present_texts_and_no_others(tool: ModuleType) -> None:
    written = tool.CATALOGUE.read_text(encoding="utf-8")
    assert tool.as_po(tool.updated(written)) == written


def test_the_compiled_catalogue_is_the_written_one(tool: ModuleType) -> None:
    written = tool.CATALOGUE.read_text(encoding="utf-8")
    assert tool.CATALOGUE.with_suffix(".mo").read_bytes() == tool.compiled(written)


def test_texts_of_python_and_of_templates_are_gathered(tool: ModuleType) -> None:
    gathered = {message.id for message in tool.gather() if message.id}
    assert "Duty officer" in gathered  # a model
    assert "Sign in" in gathered  # a template


def test_placeholders_survive_translation(tool: ModuleType) -> None:
    import re

    names = re.compile(r"%\((\w+)\)[sd]")
    for message in tool.updated(tool.CATALOGUE.read_text(encoding="utf-8")):
        said = message.string if isinstance(message.string, str) else "".join(message.string)
        asked = message.id if isinstance(message.id, str) else message.id[-1]
        if message.id:
            assert set(names.findall(said)) == set(names.findall(asked)), asked
