"""Verbs of orders: each one transaction, with its ledger entry at the end."""
