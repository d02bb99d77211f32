"""Addresses of the directory; its pages come with the issue on registers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
