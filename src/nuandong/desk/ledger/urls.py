"""Addresses of the ledger."""

from django.urls import path

from nuandong.desk.ledger import views

urlpatterns = [path("ledger/verify/", views.verify_chain, name="verify_ledger")]
