"""Where numba is installed, the kernels of this room are compiled; without it they are plain Python.

Compiled code is kept on disk only where numba was told a folder (environment variable NUMBA_CACHE_DIR), for
nothing may be written beside the code. Without a folder every program compiles once for itself.

Ruling: numba kernels stand in one thin room, arrays in, arrays out.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def _numba() -> Any | None:
    try:
        return import_module("numba")
    except ImportError:
        return None


NUMBA = _numba()
IS_COMPILED = NUMBA is not None


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code where numba is there, as it stands where not."""
    if NUMBA is None:
        return kernel
    return cast(Kernel, NUMBA.njit(cache=bool(NUMBA.config.CACHE_DIR), nogil=True)(kernel))


def is_kept_on_disk() -> bool:
    """Whether compiled kernels outlive the program."""
    return NUMBA is not None and bool(NUMBA.config.CACHE_DIR)
