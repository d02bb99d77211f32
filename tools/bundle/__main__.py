"""`./nuandong bundle [FILE] [--python 3.12 …]`: one file that installs the programme where there is no network.

It holds the tree without tests, the packages of the lock as wheels, and the built browser assets; a shell script at its
head checks and unpacks it. Wheels fit the system and processor that the file was made on.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tools" / "bundle"), str(CHECKOUT / "tools" / "setup")]

from parcel import Parcel, write_parcel  # noqa: E402
from progress import SetupRefused, say  # noqa: E402

SUPPORTED = ("3.11", "3.12", "3.13")


def main(words: list[str]) -> int:
    """Make the file and say where it lies."""
    wanted = _parser().parse_args(words)
    this = "{}.{}".format(*sys.version_info[:2])
    pythons = tuple(sorted({*(wanted.python or [this])}))
    parcel = Parcel(
        checkout=CHECKOUT,
        state=Path(os.environ["NUANDONG_STATE"]),
        pythons=pythons,
        system=f"{platform.system()} {platform.machine()}",
    )
    file = wanted.file or Path(f"{parcel.name}.run")
    try:
        written = write_parcel(parcel, file)
    except SetupRefused as refusal:
        say(str(refusal))
        return 2
    print(f"{file.resolve()}  {written / 1e6:.0f} MB")
    print(f"sh {file.name} /opt/nuandong    # on the machine without a network")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./nuandong bundle", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "file", nargs="?", type=Path, help="the file to write; default nuandong-<version>-….run here"
    )
    parser.add_argument(
        "--python", action="append", choices=SUPPORTED,
        help="for machines with this Python; may be said several times; default: the Python that runs this",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
