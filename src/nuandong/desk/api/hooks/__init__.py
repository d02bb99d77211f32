"""Webhooks: what happens is told to the programmes that asked for it, signed, in the scope of whoever asked."""
