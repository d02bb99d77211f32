"""`python -m nuandong` is the one command line."""

import sys

from nuandong.cli import main

if __name__ == "__main__":
    sys.exit(main())
