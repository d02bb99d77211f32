"""Begin the set-up: until it can end in order, Ctrl-C simply ends it, without a trace."""

import _signal  # the built-in part of `signal`, there before anything that takes time to import
import sys

_signal.signal(_signal.SIGINT, _signal.SIG_DFL)

from set_up import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
