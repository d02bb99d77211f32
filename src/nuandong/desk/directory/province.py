"""The province that this desk serves, and its rules."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from nuandong.policy import PolicyBook, read_policy


@cache
def policy_book() -> PolicyBook:
    """The rules of the desk's province; read once, they change with the programme only."""
    return read_policy(province=settings.PROVINCE)
