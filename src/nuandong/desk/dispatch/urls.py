"""Addresses of dispatch."""

from django.urls import path

from nuandong.desk.dispatch import views, views_acts, views_notices

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/draft/", views_acts.draft, name="order-draft"),
    path("orders/telephone/", views_notices.telephone, name="order-telephone"),
    path("orders/<int:order>/", views.order, name="order"),
    path("orders/<int:order>/edit/", views_acts.edit, name="order-edit"),
    path("orders/<int:order>/lines.csv", views.lines_csv, name="order-lines-csv"),
    path("orders/<int:order>/examine/", views_acts.examine, name="order-examine"),
    path("orders/<int:order>/approve/", views_acts.approve, name="order-approve"),
    path("orders/<int:order>/issue/", views_acts.issue, name="order-issue"),
    path("orders/<int:order>/discard/", views_acts.discard, name="order-discard"),
    path("orders/<int:order>/withdraw/", views_acts.withdraw, name="order-withdraw"),
    path("orders/<int:order>/close/", views_acts.close, name="order-close"),
    path("orders/<int:order>/wave/", views_acts.wave, name="order-wave"),
    path("notice/<slug:notice>/", views_notices.notice, name="notice"),
    path("notice/<slug:notice>/acknowledge/", views_notices.acknowledge, name="notice-acknowledge"),
    path("notice/<slug:notice>/object/", views_notices.object_to, name="notice-object"),
    path("objection/<int:objection>/answer/", views_notices.answer, name="objection-answer"),
]
