"""`python -m nuandong.cli` does what `python -m nuandong` does."""

import sys

from nuandong.cli import main

if __name__ == "__main__":
    sys.exit(main())
