"""Digest of an approved list: its place, days, points and the loads it was approved with (T-098)."""

from __future__ import annotations

import hashlib
import json

from nuandong.desk.directory.models import CurtailmentList


def digest_of_list(told: CurtailmentList) -> str:
    """The same from what was approved as from the record, as long as nobody changes it."""
    points = told.entries.order_by("point_id").values_list("point_id", "load", "safe_load", "notice_hours")
    plain = {
        "region": told.region_id, "department": told.department, "begins": told.begins.isoformat(),
        "ends": told.ends.isoformat(), "by": told.approved_by, "points": [list(point) for point in points],
    }  # fmt: skip
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()
