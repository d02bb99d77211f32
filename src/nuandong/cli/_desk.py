"""Start Django for a verb that reads or writes the desk's records without serving them."""

from __future__ import annotations

import os


def start_desk() -> None:
    """Django with the database of the state folder or of NUANDONG_DATABASE_URL. Raises NoDesk."""
    from nuandong.desk.frame.state import state_folder
    from nuandong.findings import AssuranceError

    folder = state_folder()
    if not os.environ.get("NUANDONG_DATABASE_URL") and not (folder / "desk.sqlite3").is_file():
        raise AssuranceError(
            f"{folder} 中没有值守台的数据库；请用 --state 指明状态目录，或设置 NUANDONG_DATABASE_URL "
            "(no desk there; name its folder with --state)."
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
    import django

    django.setup()
