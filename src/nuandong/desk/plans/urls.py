"""Addresses of plans, cities' orders, the register of flexible users, and offers."""

from django.urls import path

from nuandong.desk.plans.balance import views as balance
from nuandong.desk.plans.flex import views as flex
from nuandong.desk.plans.library import views as library
from nuandong.desk.plans.offers import views as offers
from nuandong.desk.plans.precedence import views as precedence

urlpatterns = [
    path("balance-plans/draft/", balance.draft, name="plan-draft"),
    path("balance-plans/<int:plan>/", balance.one, name="balance-plan"),
    path("balance-plans/<int:plan>.xlsx", balance.book, name="plan-book"),
    path("balance-plans/<int:plan>/book/", balance.read_book, name="plan-read-book"),
    path("balance-plans/<int:plan>/submit/", balance.submit, name="plan-submit"),
    path("balance-plans/<int:plan>/approve/", balance.approve, name="plan-approve"),
    path("balance-plans/measure/<int:measure>/drop/", balance.drop, name="drop-measure"),
    path("balance-plans/week/<int:week>/raise/", balance.raise_week, name="raise-week"),
    path("plans/", library.index, name="plans"),
    path("plans/file/", library.file, name="paper-file"),
    path("plans/<int:paper>/", library.one, name="paper"),
    path("plans/<int:paper>/content/", library.content, name="paper-content"),
    path("plans/<int:paper>/review/", library.review, name="paper-review"),
    path("plans/<int:paper>/<str:verb>/", library.act, name="paper-act"),
    path("city-orders/", precedence.index, name="city-orders"),
    path("city-orders/draft/", precedence.draft, name="city-order-draft"),
    path("city-orders/<int:precedence>/", precedence.one, name="city-order"),
    path("city-orders/<int:precedence>/<str:verb>/", precedence.act, name="city-order-act"),
    path("flexible/", flex.index, name="flexible"),
    path("flexible.csv", flex.table, name="flexible-csv"),
    path("flexible/record/", flex.record, name="flexible-record"),
    path("offers/", offers.index, name="offers"),
    path("offers/make/", offers.make, name="offer-make"),
    path("offers/<int:offer>/<str:verb>/", offers.act, name="offer-act"),
]
