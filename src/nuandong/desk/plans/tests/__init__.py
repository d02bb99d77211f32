"""Tests of this room stand in `tests/desk`."""
