"""Each city's own order of who is limited first and who is kept longest, inside the province's (T-028)."""
