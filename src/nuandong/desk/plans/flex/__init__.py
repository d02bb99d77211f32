"""The register of interruptible and substitutable users, and how much of their gas can be had how soon (T-030)."""
