"""Drills: a scripted cold wave in a world of its own, played at any speed and scored (T-099)."""
