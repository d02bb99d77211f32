"""Addresses of briefing."""

from django.urls import path

from nuandong.desk.briefing import views, views_acts

urlpatterns = [
    path("briefs/", views.briefs, name="briefs"),
    path("briefs/draft/", views_acts.draft, name="brief-draft"),
    path("briefs/<int:brief>/", views.brief, name="brief"),
    path("briefs/<int:brief>/edit/", views_acts.edit, name="brief-edit"),
    path("briefs/<int:brief>/sign/", views_acts.sign, name="brief-sign"),
    path("briefs/<int:brief>/discard/", views_acts.discard, name="brief-discard"),
    path("briefs/<int:brief>/file/<str:paper>", views.file, name="brief-file"),
]
