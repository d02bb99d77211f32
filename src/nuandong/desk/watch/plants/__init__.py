"""Liquefaction plants: what they take in and put out, and whether a limit on them is kept (T-043)."""
