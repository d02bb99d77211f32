"""Addresses of the ledger."""

from django.urls import path

from nuandong.desk.ledger import live, views, views_audit, views_entries

urlpatterns = [
    path("news/", live.news, name="news"),
    path("ledger/", views_entries.entries, name="ledger"),
    path("ledger/<int:entry>/", views_entries.entry, name="ledger-entry"),
    path("ledger/audit/", views_audit.report, name="ledger-audit"),
    path("ledger/audit/audit.xlsx", views_audit.report_book, name="ledger-audit-book"),
    path("ledger/verify/", views.verify_chain, name="verify_ledger"),
]
