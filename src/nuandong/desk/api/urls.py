"""Addresses of the interface."""

from django.urls import path

from nuandong.desk.api import views
from nuandong.desk.api.calls import api

CALLS = api.urls
for call in CALLS[0]:  # a token opens these, no session: whoever is not signed in gets an answer, not a page
    vars(call.callback)["login_required"] = False

urlpatterns = [
    path("api/tokens/", views.tokens, name="api-tokens"),
    path("api/tokens/<int:token>/revoke/", views.revoke, name="api-token-revoke"),
    path("api/", CALLS),
]
