"""Which rooms of the desk are built: a site may leave one out, and the rest still stands."""

from importlib.util import find_spec


def is_built(module: str) -> bool:
    """Whether a module of this name can be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
