"""The ledger: what was done, by whom, in one chain that cannot be rewritten unseen; and the outbox."""
