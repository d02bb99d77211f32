"""What the ledger tells of a run or a study: everything that a later reader must be able to hold against the record."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from nuandong.desk.outlook.models import Run, Study

ASSESS_DAY, RUN = "assess_day", "run"
ANSWER_STUDY, STUDY = "answer_study", "study"
WHOLE_FROM = 1e16  # from here on a double has no decimals, and a database may give it back as a whole number


def proof(run: Run) -> dict[str, Any]:
    """Facts of a finished run, its picture and its reasons by digest."""
    return {
        "gas_day": run.gas_day.isoformat(),
        "as_of": run.as_of.isoformat(),
        "input_hash": run.input_hash,
        "policy_version": run.policy_version,
        "plan_code": run.plan_code,
        "level": run.level,
        "gap_share": None if run.gap_share is None or math.isnan(run.gap_share) else run.gap_share,
        "reported": run.reported,
        "expected": run.expected,
        "picture": digest_of(run.picture),
        "reasons": digest_of(run.reasons),
    }


def study_proof(study: Study) -> dict[str, Any]:
    """Facts of an answered study: its run, what was asked, the answer by digest."""
    return {
        "run": study.run_id,
        "kind": str(study.kind),
        "question": study.question,
        "answer": digest_of(study.answer),
    }


def digest_of(plain: Any) -> str:
    """Digest of a plain picture, the same before it is stored as after it is read from either database."""
    written = json.dumps(_settled(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def _settled(plain: Any) -> Any:
    """Numbers as every database gives them back: no negative zero, large ones whole."""
    if isinstance(plain, dict):
        return {key: _settled(value) for key, value in plain.items()}
    if isinstance(plain, (list, tuple)):
        return [_settled(value) for value in plain]
    if isinstance(plain, float):
        return int(plain) if WHOLE_FROM <= abs(plain) < float("inf") else plain + 0.0
    return plain
