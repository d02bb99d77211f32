#!/bin/sh
# 暖冬 Nuandong @VERSION@: installs itself without any network. Needs a POSIX shell, tar, gzip and Python @PYTHONS@
# on @SYSTEM@.
#
#   sh @FILE@ /opt/nuandong      install into a folder that is empty or not there yet
#   sh @FILE@ --check            see whether the file arrived whole
set -eu

payload_sum=@SUM@
payload_bytes=@BYTES@
file=$0

refuse() {
    printf 'nuandong: %s\n' "$1" >&2
    exit 2
}

supported() {
    [ -n "$(command -v "$1" 2>/dev/null)" ] &&
        "$1" -I -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in "@PYTHONS@".split(", "))' 2>/dev/null
}

find_python() {
    if [ -n "${NUANDONG_PYTHON:-}" ]; then
        supported "$NUANDONG_PYTHON" || refuse "NUANDONG_PYTHON=$NUANDONG_PYTHON is not Python @PYTHONS@."
        python=$NUANDONG_PYTHON
        return
    fi
    for python in python3 python3.13 python3.12 python3.11 python; do
        if supported "$python"; then return; fi
    done
    refuse "no Python @PYTHONS@ found; install one, or name it: NUANDONG_PYTHON=/path/to/python3 sh $file …"
}

# One reader for the check and for unpacking, so that what is unpacked is what was checked.
payload() {
    "$python" -I - "$file" "$payload_bytes" "$payload_sum" "$1" <<'READER'
import hashlib, os, sys
file, length, wanted, use = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
digest = hashlib.sha256()
with open(file, "rb") as parcel:
    parcel.seek(max(0, os.path.getsize(file) - length))
    while block := parcel.read(1 << 20):
        digest.update(block)
        if use == "out":
            sys.stdout.buffer.write(block)
sys.exit(digest.hexdigest() != wanted)
READER
}

[ $# -eq 1 ] || refuse "say where to install: sh $file /opt/nuandong   (or --check)"
find_python
payload sum || refuse "this file did not arrive whole: copy it again."
if [ "$1" = --check ]; then
    printf 'whole: %s bytes, sha256 %s\n' "$payload_bytes" "$payload_sum"
    exit 0
fi
case $1 in -*) refuse "unknown option $1; sh $file /opt/nuandong, or --check" ;; esac

[ "$(uname -s) $(uname -m)" = "@SYSTEM@" ] ||
    refuse "this file is for @SYSTEM@; this machine is $(uname -s) $(uname -m)."
target=$1
if [ -e "$target" ] && [ -n "$(ls -A "$target" 2>/dev/null)" ]; then
    refuse "$target is not empty. Records may lie in it: install beside it, and see docs/operations.md, Offline."
fi
mkdir -p "$target" || refuse "$target cannot be made; name a folder that you may write."
target=$(CDPATH='' cd -- "$target" && pwd -P)
payload out | tar -xzf - -C "$target" || refuse "unpacking failed: is there room below $target?"

NUANDONG_PYTHON=$("$python" -I -c 'import sys; print(sys.executable)') "$target/nuandong" demo --help >/dev/null
printf '%s\n' "installed in $target" "  $target/nuandong demo      the sample province, to look around" \
    "  $target/nuandong serve     the desk; $target/docs/operations.md says how to keep it for a winter"
exit 0
