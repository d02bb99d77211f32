"""The outlook: records become a case, a case becomes a run with its picture."""
