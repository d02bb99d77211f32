"""The command line: quick help, plain refusals, no traces for people."""

import subprocess
import sys

import pytest

from nuandong import cli
from tests.house.source_tree import CHECKOUT


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "nuandong", *words],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_version_is_the_one_of_the_package() -> None:
    import nuandong

    assert run("--version").stdout.strip() == f"nuandong {nuandong.__version__}"


def test_help_lists_every_verb_with_what_it_does() -> None:
    said = run("--help")
    assert said.returncode == 0
    for verb, summary in cli.verbs().items():
        assert verb in said.stdout
        assert summary, f"the module of {verb} must open with a line that says what the verb does"


@pytest.mark.parametrize("verb", sorted(cli.verbs()))
def test_each_verb_explains_itself(verb: str) -> None:
    said = run(verb, "--help")
    assert said.returncode == 0, said.stderr
    assert verb in said.stdout


def test_an_unknown_verb_is_refused_without_a_trace() -> None:
    said = run("warm-the-world")
    assert said.returncode == cli.REFUSED
    assert "warm-the-world" in said.stderr
    assert "Traceback" not in said.stderr


def test_help_imports_no_solver_and_no_web_framework() -> None:
    script = (
        "import sys, nuandong.cli; nuandong.cli.main(['--help']);"
        "sys.exit(sum(name in sys.modules for name in ('numpy', 'highspy', 'django', 'matplotlib')))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_our_own_refusals_end_with_what_to_do_and_other_errors_are_not_hidden(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from nuandong.findings import AssuranceError

    monkeypatch.setattr(
        cli, "build_app", lambda chosen: refuse(AssuranceError("no case in [here]; name a folder"))
    )
    assert cli.main(["plan"]) == cli.REFUSED
    assert "no case in [here]; name a folder" in capsys.readouterr().err
    monkeypatch.setattr(cli, "build_app", lambda chosen: refuse(ZeroDivisionError("a fault of ours")))
    with pytest.raises(ZeroDivisionError):
        cli.main(["plan"])


def refuse(trouble: Exception) -> None:
    raise trouble
