"""Addresses of reporting."""

from django.urls import include, path

from nuandong.desk.reporting import views, views_board, views_books, views_integrity, views_versions

urlpatterns = [
    path("report/", views.owed, name="reports-owed"),
    path("report/<int:pk>/", views.report, name="report"),
    path("report/<int:pk>/draft/", views.draft, name="report-draft"),
    path("report/board/", views_board.board, name="report-board"),
    path("report/board.csv", views_board.board_csv, name="report-board-csv"),
    path("report/rollup/", views_board.rollup, name="report-rollup"),
    path("report/rollup.csv", views_board.rollup_csv, name="report-rollup-csv"),
    path("report/books/", views_books.books, name="report-books"),
    path("report/books/template.xlsx", views_books.template, name="report-template"),
    path("report/books/offline.html", views_books.offline_form, name="report-offline-form"),
    path("report/books/<int:book>/", views_books.book, name="report-book"),
    path("report/books/<int:book>/confirm/", views_books.confirm, name="report-book-confirm"),
    path("report/books/<int:book>/drop/", views_books.drop, name="report-book-drop"),
    path("report/version/<int:version>/", views_versions.version, name="report-version"),
    path("report/version/<int:version>/sign/", views_versions.sign, name="report-sign"),
    path("report/suspects/", views_integrity.suspects, name="report-suspects"),
    path("report/integrity/", views_integrity.find, name="report-find"),
    path("report/integrity/<int:finding>/reply/", views_integrity.reply, name="report-reply"),
    path("", include("nuandong.desk.reporting.readings.urls")),
]
