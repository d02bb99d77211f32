"""Words of the ledger for templates."""
