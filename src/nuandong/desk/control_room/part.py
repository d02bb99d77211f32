"""What is said to somebody who may see only a part of the province."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture


def is_scoped(picture: DayPicture) -> bool:
    """Whether the reader sees only some of the counties that the picture rests on."""
    return len(picture.counties.county) < picture.stamp.expected


def in_scope(picture: DayPicture, text: str) -> str:
    """A statement that is true of what the reader sees, and says so where that is not the province."""
    return _("Of what you may see: %(statement)s") % {"statement": text} if is_scoped(picture) else text
