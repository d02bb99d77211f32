"""Curtailable-user lists: drafted, linted, compared, approved (T-044), and balance plans of cities (T-023)."""
