"""The room as Django knows it."""

from django.apps import AppConfig


class OutlookConfig(AppConfig):
    """Runs of the day's chain."""

    name = "nuandong.desk.outlook"
    label = "outlook"
    news = "nuandong.desk.outlook.news.counted"

    def ready(self) -> None:
        from nuandong.desk.directory.lists.asked import register as register_asked
        from nuandong.desk.ledger.witnesses import register
        from nuandong.desk.outlook.asked_relief import newest_asked
        from nuandong.desk.outlook.seasons import season_bounds
        from nuandong.desk.outlook.witness import runs, studies
        from nuandong.desk.reporting.usual import register_seasons

        register(runs())
        register(studies())
        register_seasons(season_bounds)
        register_asked(newest_asked)
