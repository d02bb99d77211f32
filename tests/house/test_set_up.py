"""The set-up: the site's index is honoured, steps are done once, and nothing half-done is taken for done."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT, versioned_files

sys.path.insert(0, str(CHECKOUT / "tools" / "setup"))
try:
    import packages
    import pip_settings
    import set_up
    import state
finally:
    sys.path.pop(0)

BARE_PATH = "/usr/local/bin:/usr/bin:/bin"


# ---- the site's index ------------------------------------------------------------------------------------------


def test_a_mirror_set_for_pip_is_used_by_uv(tmp_path: Path) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://mirror.example/simple\n"
        "extra-index-url =\n    https://a.example/simple\n    https://b.example/simple\ncert = /etc/own.pem\n"
        "[install]\ntrusted-host = mirror.example\n",
        encoding="utf-8",
    )
    said = pip_settings.uv_environment(environment={"PIP_CONFIG_FILE": str(settings)})
    assert said["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert said["UV_INDEX"] == "https://a.example/simple https://b.example/simple"
    assert said["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert said["SSL_CERT_FILE"] == "/etc/own.pem"
    assert said["UV_INSECURE_HOST"] == "mirror.example"


def test_the_environment_outranks_the_file_and_uv_s_own_setting_outranks_both(tmp_path: Path) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://file.example/simple\n", encoding="utf-8")
    environment = {"PIP_CONFIG_FILE": str(settings), "PIP_INDEX_URL": "https://env.example/simple"}
    assert (
        pip_settings.uv_environment(environment=environment)["UV_DEFAULT_INDEX"]
        == "https://env.example/simple"
    )
    environment["UV_INDEX_URL"] = "https://uv.example/simple"
    assert "UV_DEFAULT_INDEX" not in pip_settings.uv_environment(environment=environment)


def test_a_site_that_set_nothing_is_left_alone() -> None:
    assert pip_settings.uv_environment(environment={"PIP_CONFIG_FILE": os.devnull}) == {}


def test_a_broken_settings_file_does_not_stop_the_set_up(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_bytes(b"\xff\xfe no section\n= =")
    environment = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PIP_CERT": "/etc/own.pem"}
    assert pip_settings.pip_settings(environment=environment)["cert"] == "/etc/own.pem"


# ---- the state folder ------------------------------------------------------------------------------------------


def test_state_lies_in_the_checkout_unless_told_otherwise(tmp_path: Path) -> None:
    assert state.state_folder(checkout=tmp_path, environment={}) == tmp_path / ".nuandong"
    named = tmp_path / "别处 elsewhere"
    assert state.state_folder(checkout=tmp_path, environment={"NUANDONG_STATE": str(named)}) == named


def test_a_checkout_that_cannot_hold_state_sends_it_to_the_user_s_own_folder(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / ".nuandong").write_text("a file stands where the folder should be", encoding="utf-8")
    homes = {"XDG_STATE_HOME": str(tmp_path / "state")}
    first = state.state_folder(checkout=checkout, environment=homes)
    assert first.parent == tmp_path / "state" / "nuandong"
    other = tmp_path / "other"
    other.mkdir()
    (other / ".nuandong").touch()
    assert state.state_folder(checkout=other, environment=homes) != first


def test_a_stamp_is_read_back_and_forgotten(tmp_path: Path) -> None:
    stamps = state.Stamps(tmp_path)
    assert stamps.read("packages") == ""
    stamps.write("packages", "run 1")
    stamps.write("packages", "run 2")
    assert state.Stamps(tmp_path).read("packages") == "run 2"
    assert [path.name for path in (tmp_path / "stamps").iterdir()] == ["packages"]
    stamps.clear("packages")
    assert stamps.read("packages") == ""


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT / 'tools' / 'setup')!r})\n"
        "from pathlib import Path; from state import one_at_a_time\n"
        f"with one_at_a_time(Path({str(tmp_path)!r})): print('in', flush=True)"
    )
    with state.one_at_a_time(tmp_path):
        second = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(0.5)
        assert second.poll() is None
    out, err = second.communicate(timeout=20)
    assert out == b"in\n"
    assert b"waiting" in err


# ---- which packages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["demo"], "run"),
        (["plan", "examples/shanxi"], "run"),
        (["test"], "dev"),
        (["test", "tests/balance"], "dev"),
        (["bench", "balance"], "dev"),
        (["test", "--all"], "peers"),
        (["bench", "peers", "--quick"], "peers"),
        (["bench", "accuracy"], "peers"),
        (["bench", "demand", "--quick"], "peers"),
    ],
)
def test_only_those_who_compare_with_other_tools_fetch_them(words: list[str], wanted: str) -> None:
    assert set_up.wanted_packages(words[0], words) == wanted


@pytest.mark.parametrize(
    ("installed", "wanted", "ready"),
    [
        ("run", "run", True),
        ("dev", "run", True),
        ("peers", "dev", True),
        ("run", "dev", False),
        ("dev", "peers", False),
    ],
)
def test_an_environment_serves_all_who_need_no_more_than_it_holds(
    tmp_path: Path, installed: str, wanted: str, ready: bool
) -> None:
    site = packages.Site(CHECKOUT, tmp_path, {})
    site.env_python.parent.mkdir(parents=True)
    site.env_python.symlink_to(sys.executable)
    lock = CHECKOUT / packages.LOCKS[installed]
    state.Stamps(tmp_path).write("packages", f"{installed} {state.key_of(lock)}")
    assert packages.packages_ready(site, wanted=wanted) is ready


# ---- the entrance ----------------------------------------------------------------------------------------------


@pytest.fixture
def copied_checkout(tmp_path: Path) -> Path:
    """The tree as git would give it, in a folder whose name has a space and Chinese characters."""
    folder = tmp_path / "暖冬 测试"
    for path in versioned_files():
        there = folder / path.relative_to(CHECKOUT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, there)
    return folder


def bare(home: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(home), "PATH": BARE_PATH, **more}


def enter(checkout: Path, *words: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [checkout / "nuandong", *words],
        cwd="/",
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_a_python_that_is_too_old_is_refused_in_one_line(tmp_path: Path) -> None:
    for name, body in (("python2", "exit 1"), ("uname", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = bare(
        tmp_path, NUANDONG_PYTHON=str(tmp_path / "python2"), NUANDONG_STATE=str(tmp_path / "state")
    )
    said = enter(CHECKOUT, "--version", environment=environment)
    assert said.returncode == 2
    assert "3.11" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_no_python_at_all_is_refused_in_one_line(tmp_path: Path) -> None:
    for program in ("sh", "dirname", "readlink"):
        (tmp_path / program).symlink_to(shutil.which(program) or program)
    environment = {"HOME": str(tmp_path), "PATH": str(tmp_path), "NUANDONG_STATE": str(tmp_path / "state")}
    said = enter(CHECKOUT, "--version", environment=environment)
    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1
    assert "NUANDONG_PYTHON" in said.stderr


def test_help_needs_no_set_up(copied_checkout: Path, tmp_path: Path) -> None:
    said = enter(copied_checkout, "--help", environment=bare(tmp_path))
    assert said.returncode == 0
    assert all(f"./nuandong {verb}" in said.stdout for verb in ("demo", "test", "lint", "bench", "python"))
    assert not (copied_checkout / ".nuandong" / "env").exists()


def test_the_entrance_is_found_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "暖冬").symlink_to(CHECKOUT / "nuandong")
    environment = bare(tmp_path, NUANDONG_STATE=str(tmp_path / "state"))
    said = subprocess.run(
        [tmp_path / "暖冬", "--help"], env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


@pytest.mark.slow
def test_a_fresh_checkout_sets_itself_up_anywhere_and_then_needs_no_network(
    copied_checkout: Path, tmp_path: Path
) -> None:
    first = enter(copied_checkout, "--version", environment=bare(tmp_path))
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("nuandong ")
    nowhere = "http://127.0.0.1:9/"  # nobody listens there: anything fetched would fail
    offline = bare(
        tmp_path, PIP_INDEX_URL=nowhere, UV_DEFAULT_INDEX=nowhere, ALL_PROXY=nowhere, HTTPS_PROXY=nowhere
    )
    began = time.monotonic()
    second = enter(copied_checkout, "--version", environment=offline)
    assert second.stdout == first.stdout
    assert second.stderr == ""
    assert time.monotonic() - began < 5  # about 0.3 s on an idle machine
    private = stat.S_IMODE((copied_checkout / ".nuandong").stat().st_mode)
    assert private == 0o700


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.2, 1.5, 4.0])
def test_a_set_up_that_was_interrupted_is_mended_by_the_next(
    copied_checkout: Path, tmp_path: Path, seconds: float
) -> None:
    words = [str(copied_checkout / "nuandong"), "--version"]
    started = subprocess.Popen(
        words, env=bare(tmp_path), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(seconds)
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert "Traceback" not in said
    again = enter(copied_checkout, "--version", environment=bare(tmp_path))
    assert again.returncode == 0, again.stderr


@pytest.mark.slow
def test_two_set_ups_of_one_checkout_side_by_side_both_succeed(copied_checkout: Path, tmp_path: Path) -> None:
    words = [str(copied_checkout / "nuandong"), "--version"]
    both = [subprocess.Popen(words, env=bare(tmp_path), stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=300)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert said[0] == said[1] != ""


def test_compiled_kernels_are_kept_in_the_state_folder_unless_the_site_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert set_up._clean_environment(CHECKOUT, tmp_path)["NUMBA_CACHE_DIR"] == str(
        tmp_path / "cache" / "numba"
    )
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/elsewhere")
    assert set_up._clean_environment(CHECKOUT, tmp_path)["NUMBA_CACHE_DIR"] == "/elsewhere"
