"""Benches of the departments: whom each guides, what touches them, and the matters in hand (T-075 … T-078)."""
