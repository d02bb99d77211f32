"""Assets by content hash, as WhiteNoise keeps them; one that was never built is no reason to show no page."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedAssets(CompressedManifestStaticFilesStorage):
    """A page whose chart library is not built still shows its tables: the missing file's plain name is given."""

    manifest_strict = False

    def stored_name(self, name: str) -> Any:
        """The hashed name, or the name itself where nothing was collected under it."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name
