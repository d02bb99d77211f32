"""Drafting: each module makes one section of a brief from records, and from records only."""
