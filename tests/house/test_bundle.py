"""The offline installer: one file, tried where no network is, down to a page that a browser would get."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.fixtures.served import HOW_TO_BUILD, STATE, assets_are_built
from tests.house.source_tree import CHECKOUT

pytestmark = pytest.mark.slow
NEVER_ANSWERS = "192.0.2.1"  # kept for documentation by RFC 5737

LOOK_AROUND = textwrap.dedent("""
    import errno, fcntl, os, re, signal, socket, struct, subprocess, sys, urllib.request

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:  # the loopback of a fresh namespace is down
        up = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING; SIOCSIFFLAGS
        fcntl.ioctl(probe, 0x8914, up)
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("NEVER", 443)) == errno.ENETUNREACH, "there is a network here"
    words = [sys.argv[1], "demo", "--language", "en"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          start_new_session=True) as desk:
        told = ""
        for line in desk.stdout:
            told += line
            found = re.search(r"http://127[.]0[.]0[.]1:\\d+/", told)
            if found and "password of all accounts" in told:
                break
        assert found, told[-2000:]
        sign_in = urllib.request.urlopen(found[0] + "accounts/login/", timeout=30).read().decode()
        charts = re.search(r'/static/[^"]*frame[^"]*[.]css', sign_in)[0]
        print("page", len(sign_in) > 1000, "style", urllib.request.urlopen(found[0] + charts[1:]).status)
        script = urllib.request.urlopen(found[0] + "static/echarts.nd.js")
        print("charts", script.status)
        os.killpg(desk.pid, signal.SIGTERM)
""").replace("NEVER", NEVER_ANSWERS)


def without_network(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run in a network namespace of its own, with the environment of a bare machine."""
    own = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    bare = {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "NUANDONG_PYTHON": str(Path(sys._base_executable)), "PYTHONUNBUFFERED": "1"}  # type: ignore[attr-defined] # fmt: skip
    return subprocess.run(
        [*own, *map(str, words)], env=bare, cwd=home, capture_output=True, text=True, check=False, timeout=400
    )


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not assets_are_built():
        pytest.skip(HOW_TO_BUILD)
    file = tmp_path_factory.mktemp("parcel") / "nuandong.run"
    made = subprocess.run(
        [sys.executable, CHECKOUT / "tools" / "bundle", file],
        env={**os.environ, "NUANDONG_STATE": str(STATE), "PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return file


def test_one_file_brings_the_desk_to_a_machine_without_a_network(parcel: Path, tmp_path: Path) -> None:
    target, home = tmp_path / "暖冬 desk", tmp_path / "home"
    home.mkdir()
    installed = without_network("sh", parcel, target, home=home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert not (target / "tests").exists()
    assert "nothing to download" in installed.stderr
    looked = without_network(sys._base_executable, "-c", LOOK_AROUND, target / "nuandong", home=home)  # type: ignore[attr-defined]
    assert looked.stdout.splitlines() == ["page True style 200", "charts 200"], looked.stdout + looked.stderr
    again = without_network("sh", parcel, target, home=home)
    assert again.returncode == 2
    assert "not empty" in again.stderr
    shutil.rmtree(target)


def test_a_file_that_lost_a_byte_on_its_way_installs_nothing(parcel: Path, tmp_path: Path) -> None:
    hurt = tmp_path / "hurt.run"
    shutil.copy(parcel, hurt)
    with open(hurt, "r+b") as content:
        content.seek(-1000, os.SEEK_END)
        content.write(b"\x00\x00\x01")
    for words in (["--check"], [tmp_path / "target"]):
        told = without_network("sh", hurt, *words, home=tmp_path)
        assert told.returncode == 2
        assert "copy it again" in told.stderr
    assert not (tmp_path / "target").exists()
    assert without_network("sh", parcel, "--check", home=tmp_path).returncode == 0


def test_a_machine_with_another_python_is_told_which_one_is_wanted(parcel: Path, tmp_path: Path) -> None:
    fake = tmp_path / "python3"
    fake.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)
    env = {"HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin:/bin", "NUANDONG_PYTHON": str(fake)}
    told = subprocess.run(
        ["sh", parcel, tmp_path / "target"], env=env, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "is not Python 3.1" in told.stderr
