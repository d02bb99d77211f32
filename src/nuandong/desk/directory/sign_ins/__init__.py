"""Accounts, their grants and sign-ins; three administrators apart (T-098)."""
