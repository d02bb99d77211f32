"""Readings of delivery points: how they come in, what is wrong with them, and what flowed by them."""
