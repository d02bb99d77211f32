"""Addresses of the frame: sign-out, language, health."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from nuandong.desk.frame import views

urlpatterns = [
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("language/", views.switch_language, name="language"),
    path("health/", views.health, name="health"),
]
