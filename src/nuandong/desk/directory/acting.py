"""What views of the directory share: an act that may be refused, said on the page it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect

from nuandong.desk.directory.refusals import ActRefused


def after(request: HttpRequest, act: Callable[[], Any], *, done: str, to: str) -> HttpResponseRedirect:
    """Do an act and go back to a page; the page says that it was done, or why it was refused."""
    try:
        act()
        messages.success(request, done)
    except ActRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(to)


def signed_in_account(request: HttpRequest) -> Any:
    """The account that acts."""
    return request.user
