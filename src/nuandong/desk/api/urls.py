"""Addresses of the interface."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from nuandong.desk.api import views
from nuandong.desk.api.hooks import views as hooks
from nuandong.desk.api.interface import api, nowhere


class Anything(StringConverter):
    """Whatever stands there, line ends too: the last address of all."""

    regex = r"(?s:.+)"


register_converter(Anything, "anything")
CALLS = api.urls
for call in CALLS[0]:  # a token opens these, no session: whoever is not signed in gets an answer, not a page
    vars(call.callback)["login_required"] = False

urlpatterns = [
    path("api/tokens/", views.tokens, name="api-tokens"),
    path("api/tokens/<int:token>/revoke/", views.revoke, name="api-token-revoke"),
    path("api/hooks/", hooks.hooks, name="hooks"),
    path("api/hooks/<int:hook>/", hooks.hook, name="hook"),
    path("api/hooks/<int:hook>/secret/", hooks.change_secret, name="hook-secret"),
    path("api/hooks/<int:hook>/forget/", hooks.forget_secret, name="hook-forget"),
    path("api/hooks/<int:hook>/off/", hooks.switch_off, name="hook-off"),
    path("api/hooks/<int:hook>/on/", hooks.switch_on, name="hook-on"),
    path("api/hooks/<int:hook>/trial/", hooks.send_trial, name="hook-trial"),
    path("api/hooks/<int:hook>/again/<int:event>/", hooks.send_again, name="hook-again"),
    path("api/", CALLS),
    path("api/<anything:unknown>", nowhere, name="api-nowhere"),
]
