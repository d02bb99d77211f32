"""Verbs of the watch."""
