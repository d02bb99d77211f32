"""Check an export of the ledger without a desk, a database or a network, by hashing every line anew.

Trusts nothing but the lines: the standard library is enough, `python -I -S offline.py FILE --root SEQUENCE:HASH`.

    entry n     hash[n] = sha256(hash[n-1] + newline + line[n]),  line[n] says "sequence":n
                hash[0] = 64 zeros, in a drill another: a drill's chain never passes for a real one
    segment     a part of the chain, hashed on its own from the hash that the part before it ends with
    head        the last entry is the one that the desk kept apart
    root        an entry that somebody noted earlier stands in the chain with that hash

What cannot be seen here: a chain rewritten from some entry to its end, its head included, holds in itself. Only a root
that was kept elsewhere (on a brief, with another office) betrays it: give it with --root.

Exit codes: 0 everything holds, 1 something does not, 2 this is no export that could be read.

Clauses: T-098 (evidence of every act), T-093 (integrity of what was reported).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

FORMAT = "nuandong-ledger-1"
MANIFEST = "manifest.json"
REAL, DIGITS = "real", 64
HASH_AT, LINE_AT = slice(2, 66), slice(68, -1)  # ["<64 digits>",{...}]
CHUNK = 1 << 16
HOLDS, BROKEN, REFUSED = 0, 1, 2
QUOTED = 160


WORDS = {
    "algorithm": ("未知散列算法 {name}", "unknown hash algorithm {name}"),
    "unread": ("无法读出这一条：{quoted}", "cannot be read: {quoted}"),
    "missing": ("第 {gone} 条缺失：此处已是第 {told} 条", "{gone} missing: entry {told} stands here"),
    "swapped": ("次序被调换：此处应为第 {number} 条，实为第 {told} 条",
                "the order was changed: entry {number} should stand here, {told} does"),
    "repeated": ("此处应为第 {number} 条，又见第 {told} 条：被插入或重复",
                 "entry {number} should stand here, {told} does once more: it was put in or repeated"),
    "changed": ("内容与散列不符，而下一条仍承认其散列：这一条的内容被改动，或前一条连同散列被改写",
                "its line does not give its hash, though the next entry hangs on it: its content was changed, or "
                "the entry before was rewritten together with its hash"),
    "rewritten": ("与前一条的散列不衔接：这一条或其散列被改写，或前一条连同散列被改写",
                  "does not follow from the entry before: it or its hash was rewritten, or that one with its own"),
    "renumbered": ("序号与内容不符", "its line tells another number than its place"),
    "segment": ("此段应从第 {number} 条开始，实从第 {first} 条：有整段缺失或次序被调换",
                "this segment should begin with entry {number}, not {first}: a segment is missing or was moved"),
    "joint": ("此段与前一段的散列不衔接：其中一段被改写", "does not hang on the segment before: one was rewritten"),
    "damaged": ("文件在此损坏，第 {gone} 条读不出", "the file is damaged here; {gone} cannot be read"),
    "short": ("第 {gone} 条缺失", "{gone} missing"),
    "long": ("此段多出 {more} 条", "{more} entries more than the segment tells of"),
    "cut": ("尾部被截去：第 {gone} 条缺失（链首记录为第 {head} 条）",
            "the tail was cut off: {gone} missing (the head tells of {head})"),
    "not_the_head": ("链的末端不是单独保存的链首：尾部被改写或续写",
                     "the chain does not end with the head that was kept apart: its end was rewritten or continued"),
    "cut_by_root": ("尾部被截去：根 {name} 为第 {root} 条，文件止于第 {end} 条",
                    "the tail was cut off: root {name} is entry {root}, the file ends with {end}"),
    "not_the_root": ("散列与根 {name} 不符：该条及以前的链被整体改写",
                     "it has not the hash of root {name}: the chain up to it was rewritten"),
}  # fmt: skip


class NoExport(Exception):
    """The file is no export of a ledger."""


@dataclass(frozen=True)
class Trouble:
    """The first place where something does not hold: which entry, where it stands, and what that means."""

    sequence: int
    place: str
    zh: str
    en: str


@dataclass(frozen=True)
class Root:
    """An entry's hash as it was noted earlier; `name` says where."""

    sequence: int
    hash: str
    name: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of the chain as the manifest tells of it."""

    name: str
    first: int
    last: int
    previous_hash: str
    last_hash: str
    algorithm: str


@dataclass(frozen=True)
class Walked:
    """What came of hashing one segment: the roots met in it, and the first trouble."""

    hashes: dict[int, str]
    last: int
    last_hash: str
    trouble: Trouble | None
    bytes_hashed: int


@dataclass(frozen=True)
class Outcome:
    """The verdict on a whole file."""

    entries: int
    head: str
    trouble: Trouble | None
    bytes_hashed: int
    world: str = REAL


def check_export(path: str, *, roots: Sequence[Root] = (), jobs: int = 1) -> Outcome:
    """Hash the whole chain anew. Raises NoExport, OSError."""
    manifest = read_manifest(path)
    segments = [Segment(**told) for told in manifest["segments"]]
    noted = [*roots, *(Root(one["sequence"], one["hash"], one["gas_day"]) for one in manifest["roots"])]
    head = manifest["head"]
    work = [(path, segment, tuple(root.sequence for root in noted)) for segment in segments]
    walked = list(_walk_all(work, jobs))
    beginning = beginning_of(manifest["world"])
    end, end_hash = (walked[-1].last, walked[-1].last_hash) if walked else (0, head["hash"])
    hashes = {sequence: digest for one in walked for sequence, digest in one.hashes.items()}
    trouble = (
        _first(segments, walked, beginning)
        or _cut_off(Root(head["sequence"], head["hash"]), end, end_hash)
        or next(filter(None, (_against(root, end, hashes) for root in noted)), None)
    )
    return Outcome(end, end_hash, trouble, sum(one.bytes_hashed for one in walked), manifest["world"])


def read_manifest(path: str) -> dict[str, Any]:
    """What the export tells of itself; none of it is believed. Raises NoExport, OSError."""
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = json.loads(packed.read(MANIFEST))
        if manifest["format"] != FORMAT:
            raise NoExport(path)
        for key in ("segments", "roots", "head", "world"):
            manifest[key]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, zlib.error) as wrong:
        raise NoExport(path) from wrong
    return manifest


def beginning_of(world: str) -> str:
    """What the first entry hangs on: a drill's chain never passes for a real one."""
    return "0" * DIGITS if world == REAL else hashlib.sha256(f"nuandong {world}".encode()).hexdigest()


def walk(path: str, segment: Segment, watched: tuple[int, ...]) -> Walked:
    """Hash one segment from the hash it says it hangs on."""
    sha = getattr(hashlib, segment.algorithm, None) if segment.algorithm.startswith("sha") else None
    if sha is None:
        unknown = _trouble("algorithm", segment.first, segment.name, name=segment.algorithm)
        return Walked({}, segment.first - 1, segment.previous_hash, unknown, 0)
    content, is_whole = unpacked(path, segment.name)
    lines = content.split(b"\n")
    rest = lines.pop()
    previous = segment.previous_hash.encode()
    trouble: Trouble | None = None
    count, hashes = 0, {}
    wanted = set(watched)
    for number, raw in enumerate(lines, start=segment.first):
        line = raw[LINE_AT]
        claimed = raw[HASH_AT]
        place = line.rfind(b',"sequence":')
        if sha(b"%b\n%b" % (previous, line)).hexdigest().encode() != claimed or not line.startswith(
            b"%d," % number, place + 12
        ):
            trouble = explain(lines, count, number, previous, segment.name, sha)
            break
        previous = claimed
        count += 1
        if number in wanted:
            hashes[number] = claimed.decode()
    last = segment.first + count - 1
    if trouble is None and (not is_whole or rest or last != segment.last):
        trouble = _short(segment, last, is_whole and not rest)
    return Walked(hashes, last, previous.decode(), trouble, len(content))


def explain(lines: Sequence[bytes], place: int, number: int, previous: bytes, name: str, sha: Any) -> Trouble:
    """What it means that the line at this place is not entry `number` hanging on `previous`."""
    where = f"{name}:{place + 1}"
    told = sequence_of(lines[place])
    following = sequence_of(lines[place + 1]) if place + 1 < len(lines) else None
    if told is None:
        return _trouble("unread", number, where, quoted=lines[place][:QUOTED].decode("utf-8", "replace"))
    if told > number:
        gone = f"{number}" if told == number + 1 else f"{number}–{told - 1}"
        code = "swapped" if following == number else "missing"
        return _trouble(code, number, where, number=number, told=told, gone=gone)
    if told < number:
        return _trouble("repeated", number, where, number=number, told=told)
    if place + 1 < len(lines) and hangs_on(lines[place + 1], lines[place][HASH_AT], sha):
        return _trouble("changed", number, where)
    return _trouble("renumbered" if hangs_on(lines[place], previous, sha) else "rewritten", number, where)


def hangs_on(raw: bytes, previous: bytes, sha: Any) -> bool:
    """Whether a line gives its hash from the hash before it."""
    return sha(b"%b\n%b" % (previous, raw[LINE_AT])).hexdigest().encode() == raw[HASH_AT]


def sequence_of(raw: bytes) -> int | None:
    """The number that a line tells of itself; None where it cannot be read."""
    try:
        return int(json.loads(raw)[1]["sequence"])
    except (ValueError, TypeError, KeyError, IndexError, UnicodeDecodeError):
        return None


def unpacked(path: str, name: str) -> tuple[bytes, bool]:
    """The bytes of a member as far as they can be unpacked, and whether it is whole by its own checksum."""
    try:
        with zipfile.ZipFile(path) as packed:
            told = packed.getinfo(name)
    except (KeyError, zipfile.BadZipFile):
        return b"", False
    with open(path, "rb") as raw:
        raw.seek(told.header_offset)
        header = raw.read(30)
        if header[:4] != b"PK\x03\x04":
            return b"", False
        raw.seek(sum(struct.unpack("<HH", header[26:30])), os.SEEK_CUR)
        packed_bytes = raw.read(told.compress_size)
    if told.compress_type == zipfile.ZIP_STORED:
        return packed_bytes, zlib.crc32(packed_bytes) == told.CRC
    inflate, parts = zlib.decompressobj(-15), []
    try:
        for at in range(0, len(packed_bytes), CHUNK):
            parts += [inflate.decompress(packed_bytes[at : at + CHUNK])]
        parts += [inflate.flush()]
    except zlib.error:
        return b"".join(parts), False
    content = b"".join(parts)
    return content, zlib.crc32(content) == told.CRC


def _walk_all(work: Sequence[tuple[str, Segment, tuple[int, ...]]], jobs: int) -> Iterator[Walked]:
    if jobs <= 1 or len(work) < 2:
        yield from (walk(*one) for one in work)
        return
    with ProcessPoolExecutor(min(jobs, len(work))) as pool:
        yield from pool.map(walk, *zip(*work, strict=True))


def _first(segments: Sequence[Segment], walked: Sequence[Walked], previous: str) -> Trouble | None:
    """The first trouble along the chain: inside a segment, or between two."""
    sequence = 0
    for segment, one in zip(segments, walked, strict=True):
        if segment.first != sequence + 1:
            return _trouble("segment", sequence + 1, segment.name, number=sequence + 1, first=segment.first)
        if segment.previous_hash != previous:
            return _trouble("joint", segment.first, segment.name)
        if one.trouble is not None:
            return one.trouble
        previous, sequence = one.last_hash, one.last
    return None


def _short(segment: Segment, last: int, is_readable: bool) -> Trouble:
    code = "damaged" if not is_readable else "short" if last < segment.last else "long"
    gone = f"{last + 1}–{segment.last}"
    return _trouble(code, min(last, segment.last) + 1, segment.name, gone=gone, more=last - segment.last)


def _cut_off(head: Root, end: int, end_hash: str) -> Trouble | None:
    if end < head.sequence:
        return _trouble("cut", end + 1, MANIFEST, gone=f"{end + 1}–{head.sequence}", head=head.sequence)
    if (end, end_hash) != (head.sequence, head.hash):
        return _trouble("not_the_head", end, MANIFEST)
    return None


def _against(root: Root, end: int, hashes: dict[int, str]) -> Trouble | None:
    if root.sequence > end:
        return _trouble("cut_by_root", end + 1, "root", root=root.sequence, name=root.name, end=end)
    if root.sequence and hashes.get(root.sequence) != root.hash:
        return _trouble("not_the_root", root.sequence, "root", name=root.name)
    return None


def _trouble(code: str, sequence: int, place: str, **facts: object) -> Trouble:
    zh, en = WORDS[code]
    return Trouble(sequence, place, zh.format(**facts), en.format(**facts))


def read_root(text: str) -> Root:
    """A root as SEQUENCE:HASH. Raises ValueError."""
    sequence, _, digest = text.strip().partition(":")
    if not sequence.isdigit() or len(digest) != DIGITS or set(digest) - set("0123456789abcdef"):
        raise ValueError(text)
    return Root(int(sequence), digest)


def told(outcome: Outcome, *, english: bool) -> str:
    """The verdict in one line."""
    trouble = outcome.trouble
    if trouble is None:
        words = "✓ {} entries hold; head {}:{}" if english else "✓ 共 {} 条，全部成立；链首 {}:{}"
        drill = "" if outcome.world == REAL else " (drill)" if english else "（演练，非实战日志）"
        return words.format(outcome.entries, outcome.entries, outcome.head) + drill
    if english:
        return f"✗ entry {trouble.sequence} ({trouble.place}): {trouble.en}"
    return f"✗ 第 {trouble.sequence} 条（{trouble.place}）：{trouble.zh}"


def main(words: Sequence[str] | None = None) -> int:
    """Check the file that the command line names."""
    asked = argparse.ArgumentParser(description="Check an export of the ledger.")
    asked.add_argument("file")
    asked.add_argument(
        "--root", action="append", default=[], type=read_root, help="SEQUENCE:HASH noted earlier"
    )
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--bytes", action="store_true", help="say how many bytes were hashed")
    asked.add_argument("--language", choices=("zh", "en"), default="zh")
    given = asked.parse_args(words)
    english = given.language == "en"
    try:
        outcome = check_export(given.file, roots=given.root, jobs=given.jobs)
    except (NoExport, OSError) as refused:
        sys.stderr.write(f"✗ {'no export of a ledger' if english else '不是日志导出文件'}: {refused}\n")
        return REFUSED
    sys.stdout.write(told(outcome, english=english) + "\n")
    if given.bytes:
        sys.stdout.write(f"{outcome.bytes_hashed}\n")
    return HOLDS if outcome.trouble is None else BROKEN


if __name__ == "__main__":
    sys.exit(main())
