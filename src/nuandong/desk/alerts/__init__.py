"""Levels proposed, declared and stepped down, incidents with their clocks, and what the level asks of whom."""
