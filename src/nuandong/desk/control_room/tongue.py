"""Which language a page speaks: the picture carries both, a page picks one."""

from __future__ import annotations

from nuandong.desk.frame.templatetags.figures import is_chinese


def said(zh: str, en: str) -> str:
    """The form of a bilingual text that the present page shows; the other where one is missing."""
    return (zh or en) if is_chinese() else (en or zh)


def language() -> str:
    """`zh` or `en`, as the library's vocabulary asks for it."""
    return "zh" if is_chinese() else "en"
