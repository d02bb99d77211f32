"""Which language a page speaks: the picture carries both, a page picks one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nuandong.desk.frame.templatetags.figures import is_chinese


def said(zh: str, en: str) -> str:
    """The form of a bilingual text that the present page shows; the other where one is missing."""
    return (zh or en) if is_chinese() else (en or zh)


def language() -> str:
    """`zh` or `en`, as the library's vocabulary asks for it."""
    return "zh" if is_chinese() else "en"


def unbroken(text: str) -> str:
    """The text with hyphens and dots that no line breaks before: a date stays in one piece."""
    return text.replace("-", "\N{NON-BREAKING HYPHEN}").replace(" · ", "\N{NO-BREAK SPACE}· ")


def whole(text: str) -> str:
    """The text with its percentages in one piece, and what is beyond them."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace("> ", ">\N{NO-BREAK SPACE}").replace(
        "< ", "<\N{NO-BREAK SPACE}"
    )  # fmt: skip


# Policy names its clauses in one language; those that stand in the banner or in a chain of reasons are spoken in both.
# A test holds this list against the ladders in force.
SPOKEN_CLAUSES = (
    gettext_noop("plan 2017, level I: forecast gap of the province above 20 %"),
    gettext_noop("plan 2017, level I: forecast gap of an area crossing cities above 40 %"),
    gettext_noop("plan 2017, level II: forecast gap of the province 10 % to 20 %"),
    gettext_noop("plan 2017, level II: forecast gap of an area crossing cities 30 % to 40 %"),
    gettext_noop("plan 2017, level III; threshold not published, pattern continued downwards"),
    gettext_noop("plan 2017, level IV; threshold not published, pattern continued downwards"),
    gettext_noop("plan 2017, level IV: actions not published"),
    gettext_noop(
        "plan 2017, level III: actions not published; no cut ordered by the province is implied below 10 %"
    ),
    gettext_noop(
        "plan 2017, level II: part of the LNG reserve; limit industry and commerce; that part is one half is judged"
    ),
    gettext_noop("plan 2017, level I: all reserve; industry, commerce, public service, vehicles; clean coal"),
    gettext_noop("plan 2021, level II; actions not published, those of plan 2017"),
    gettext_noop("plan 2021, level I; actions not published, those of plan 2017"),
    gettext_noop("plan 2021, level I; threshold not published, figure of plan 2017"),
    gettext_noop("plan 2021, level II; threshold not published, figure of plan 2017"),
)


def clause_words(clause: str) -> str:
    """A clause in the language of the page, as it stands where nobody has said it in that language."""
    return _(clause) if clause else ""
