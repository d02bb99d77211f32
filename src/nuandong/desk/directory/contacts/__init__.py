"""Who answers for an organisation: one responsible leader and one contact each, kept fresh (T-065, T-094)."""

from nuandong.desk.directory.contacts.chain import contact_chain

__all__ = ["contact_chain"]
