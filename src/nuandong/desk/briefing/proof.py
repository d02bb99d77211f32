"""What the ledger tells of a brief: its words and its papers by digest, never the words themselves."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from nuandong.desk.briefing.models import Brief

BRIEF = "brief"
DRAFT, EDIT, SIGN, DISCARD = "draft_brief", "edit_brief", "sign_brief", "discard_brief"


def proof(brief: Brief) -> dict[str, Any]:
    """Facts of a brief as it stands."""
    return {
        "kind": str(brief.kind),
        "region": brief.region_id,
        "gas_day": brief.gas_day.isoformat(),
        "run": brief.run_id,
        "openness": str(brief.openness),
        "edition": brief.edition,
        "content": digest_of(brief.content),
        "note": digest(brief.note.encode()),
    }


def signed_proof(brief: Brief) -> dict[str, Any]:
    """Facts of a signed brief: the same, its number, and each paper's digest."""
    papers = {paper.name: paper.digest for paper in brief.papers.all()}
    return {**proof(brief), "serial": brief.serial, "papers": papers}


def digest_of(plain: Any) -> str:
    """Digest of plain content, the same before it is stored as after it is read."""
    written = json.dumps(_settled(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(written.encode())


def digest(content: bytes) -> str:
    """Digest of bytes, with the name of its algorithm."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _settled(plain: Any) -> Any:
    """Numbers as every database gives them back: whole ones as such, no negative zero."""
    if isinstance(plain, dict):
        return {key: _settled(value) for key, value in plain.items()}
    if isinstance(plain, (list, tuple)):
        return [_settled(value) for value in plain]
    if isinstance(plain, float):
        return int(plain) if plain.is_integer() else plain + 0.0
    return plain
