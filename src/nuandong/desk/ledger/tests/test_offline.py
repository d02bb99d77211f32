"""An export checked offline: one byte, one line, two lines, the tail; each is found, and named for what it is."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from nuandong.desk.ledger import offline, packing
from nuandong.desk.ledger.actions import append_many
from nuandong.desk.ledger.chain import BEGINNING, Act, canonical_line, hash_of
from nuandong.desk.ledger.export import export_ledger
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.offline import MANIFEST, Outcome, Root, check_export
from nuandong.desk.ledger.packing import Ends, Written, write_export
from nuandong.desk.ledger.roots import draw_roots

AT = datetime(2023, 12, 19, 9, 30, tzinfo=UTC)
COUNT, A_SEGMENT = 25, 10
HERE = Path(offline.__file__)


def chain(count: int = COUNT, *, actor: str = "account:1", beginning: str = BEGINNING) -> Iterator[Written]:
    previous = beginning
    for number in range(1, count + 1):
        facts = {"note": '称 "sequence":9,', "figures": "sha256:ab"}  # what is told never passes for a number
        line = canonical_line(
            sequence=number, at=AT, act=Act("file_report", actor, "report", f"140105/{number}", facts)
        )
        previous = hash_of(previous_hash=previous, line=line)
        yield Written(number, line, previous, "sha256")


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole export of three segments."""
    monkeypatch.setattr(packing, "LINES_A_SEGMENT", A_SEGMENT)
    path = tmp_path / "ledger.zip"
    last = list(chain())[-1]
    write_export(path=path, entries=chain(), ends=Ends(COUNT, last.hash), at=AT)
    return path


Lines = list[bytes]


def tampered(
    path: Path, change: Callable[[Lines], Lines], *, of: Callable[[dict], None] | None = None
) -> Path:
    """The same export with the lines of all segments changed; segments keep the numbers that the manifest names."""
    with zipfile.ZipFile(path) as packed:
        manifest = json.loads(packed.read(MANIFEST))
        kept = {one["name"]: packed.read(one["name"]) for one in manifest["segments"]}
    name = manifest["segments"][1]["name"]
    kept[name] = b"\n".join([*change(kept[name].split(b"\n")[:-1]), b""])
    if of is not None:
        of(manifest)
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in kept.items():
            packed.writestr(member, content)
        packed.writestr(MANIFEST, json.dumps(manifest))
    return changed


def found(path: Path, **more: object) -> tuple[int, str, str]:
    outcome = check_export(str(path), **more)  # type: ignore[arg-type]
    assert outcome.trouble is not None
    return outcome.trouble.sequence, outcome.trouble.zh, outcome.trouble.en


def one_byte(lines: Lines) -> Lines:
    lines[4] = lines[4].replace(b"file_report", b"file_repqrt")
    return lines


def its_hash(lines: Lines) -> Lines:
    lines[4] = b'["' + b"0" * 64 + lines[4][66:]
    return lines


def one_line_with_its_hash_made_anew(lines: Lines) -> Lines:
    previous, line = lines[3][2:66].decode(), lines[4][68:-1].replace(b"140105", b"140106")
    digest = hash_of(previous_hash=previous, line=line.decode())
    lines[4] = b'["%b",%b]' % (digest.encode(), line)
    return lines


@pytest.mark.parametrize(
    ("change", "sequence", "word_zh", "word_en"),
    [
        pytest.param(one_byte, 15, "内容被改动", "content was changed", id="one-byte"),
        pytest.param(its_hash, 15, "不衔接", "does not follow", id="its-hash"),
        pytest.param(one_line_with_its_hash_made_anew, 16, "前一条连同散列被改写", "the entry before was rewritten",
                     id="line-and-hash"),
        pytest.param(lambda lines: lines[:4] + lines[5:], 15, "第 15 条缺失", "15 missing", id="one-line-dropped"),
        pytest.param(lambda lines: lines[:4] + lines[7:], 15, "第 15–17 条缺失", "15–17 missing", id="three-dropped"),
        pytest.param(lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], 15, "次序被调换", "order was changed",
                     id="two-swapped"),
        pytest.param(lambda lines: [*lines[:5], lines[4], *lines[5:]], 16, "插入或重复", "put in or repeated",
                     id="repeated"),
        pytest.param(lambda lines: [*lines[:4], b'["nonsense', *lines[5:]], 15, "无法读出", "cannot be read",
                     id="nonsense"),
        pytest.param(lambda lines: lines[:-1], 20, "第 20–20 条缺失", "20–20 missing", id="last-of-a-segment"),
    ],
)  # fmt: skip
def test_what_was_done_to_a_line_is_found_and_named(
    exported: Path, change: Callable[[Lines], Lines], sequence: int, word_zh: str, word_en: str
) -> None:
    told = found(tampered(exported, change))
    assert told[0] == sequence
    assert word_zh in told[1]
    assert word_en in told[2]


def test_an_untouched_export_holds_and_names_its_head(exported: Path) -> None:
    last = list(chain())[-1]
    outcome = check_export(str(exported))
    assert outcome.trouble is None
    assert (outcome.entries, outcome.head) == (COUNT, last.hash)
    assert check_export(str(exported), jobs=2) == outcome


def without_the_last_segment(manifest: dict) -> None:
    manifest["segments"].pop()


def and_its_head_made_to_fit(manifest: dict) -> None:
    last = manifest["segments"].pop(), manifest["segments"][-1]
    manifest["head"] = {"sequence": last[1]["last"], "hash": last[1]["last_hash"]}


def test_a_tail_cut_off_is_missed_by_the_head(exported: Path) -> None:
    told = found(tampered(exported, list, of=without_the_last_segment))
    assert told[0] == 21
    assert "21–25" in told[1]
    assert "21–25" in told[2]


def test_a_tail_cut_off_with_its_head_is_missed_by_a_root_noted_earlier(exported: Path) -> None:
    cut = tampered(exported, list, of=and_its_head_made_to_fit)
    assert check_export(str(cut)).trouble is None
    last = list(chain())[-1]
    told = found(cut, roots=[Root(25, last.hash)])
    assert told[0] == 21
    assert "截去" in told[1]


def test_a_chain_rewritten_as_a_whole_is_betrayed_by_a_root_noted_earlier(exported: Path) -> None:
    noted = list(chain())[11]
    forged = list(chain(actor="account:2"))
    write_export(path=exported, entries=forged, ends=Ends(COUNT, forged[-1].hash), at=AT)
    assert check_export(str(exported)).trouble is None
    told = found(exported, roots=[Root(noted.sequence, noted.hash)])
    assert told[0] == noted.sequence
    assert "整体改写" in told[1]


def a_middle_segment_gone(manifest: dict) -> None:
    del manifest["segments"][1]


def two_segments_swapped(manifest: dict) -> None:
    manifest["segments"][:2] = reversed(manifest["segments"][:2])


def an_anchor_of_ones_own(manifest: dict) -> None:
    manifest["segments"][2]["previous_hash"] = "1" * 64


@pytest.mark.parametrize(
    ("of", "sequence"), [(a_middle_segment_gone, 11), (two_segments_swapped, 1), (an_anchor_of_ones_own, 21)]
)
def test_segments_are_joined_by_what_they_hold_not_by_what_the_manifest_says(
    exported, of, sequence: int
) -> None:
    assert found(tampered(exported, list, of=of))[0] == sequence


def test_a_damaged_file_says_which_entries_cannot_be_read(exported: Path) -> None:
    with zipfile.ZipFile(exported) as packed:
        at = packed.getinfo("entries/000002.jsonl").header_offset + 200
    content = bytearray(exported.read_bytes())
    content[at] ^= 0xFF
    exported.write_bytes(content)
    assert 11 <= found(exported)[0] <= 20


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"sequence,line\n1,{}\n"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(offline.NoExport):
        check_export(str(path))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_checker_runs_alone_and_its_exit_code_says_what_it_found(exported: Path, language: str) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-S", str(HERE), *words, "--language", language],
            capture_output=True, encoding="utf-8", check=False, cwd=exported.parent,
        )  # fmt: skip

    last = list(chain())[-1]
    whole = run(str(exported), "--root", f"{COUNT}:{last.hash}", "--jobs", "2")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert f"{COUNT}:{last.hash}" in whole.stdout
    broken = run(str(tampered(exported, one_byte)))
    assert broken.returncode == 1
    assert "entries/000002.jsonl:5" in broken.stdout
    assert run(str(exported.parent / "gone.zip")).returncode == 2
    assert run(str(exported), "--root", "nonsense").returncode == 2


@pytest.mark.django_db
def test_the_ledger_of_a_desk_is_exported_with_its_roots_and_holds(tmp_path: Path) -> None:
    acts = [
        (Act("sign_in", "account:1", "account", str(n), {"to": "甲"}), AT + timedelta(hours=n))
        for n in range(40)
    ]
    with transaction.atomic():
        append_many(acts=acts)
    draw_roots(at=AT + timedelta(days=3))
    path = tmp_path / "ledger.zip"
    ends = export_ledger(path=path, at=AT)
    outcome = check_export(str(path))
    assert outcome == Outcome(40, Entry.objects.latest("sequence").hash, None, outcome.bytes_hashed)
    assert [root[1] for root in ends.roots] == [15, 39, 40]
    assert not list(tmp_path.glob("*.part"))


def test_a_drills_chain_never_passes_for_a_real_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.zip"
    last = list(chain())[-1]
    write_export(path=path, entries=chain(), ends=Ends(COUNT, last.hash, (), "drill"), at=AT)
    assert found(path)[0] == 1
    drilled = list(chain(beginning=offline.beginning_of("drill")))
    write_export(path=path, entries=drilled, ends=Ends(COUNT, drilled[-1].hash, (), "drill"), at=AT)
    outcome = check_export(str(path))
    assert outcome.trouble is None
    assert "演练" in offline.told(outcome, english=False)
    assert "drill" in offline.told(outcome, english=True)


def test_an_entry_taken_out_before_everything_was_hashed_anew_is_missed_by_its_number(tmp_path: Path) -> None:
    previous, kept = BEGINNING, []
    for one in (one for one in chain() if one.sequence != 7):
        previous = hash_of(previous_hash=previous, line=one.line)
        kept.append(Written(one.sequence, one.line, previous, "sha256"))
    path = tmp_path / "ledger.zip"
    write_export(path=path, entries=kept, ends=None, at=AT)
    told = found(path)
    assert told[0] == 7
    assert "第 7 条缺失" in told[1]
