"""Offers of users to use less: made, answered, put in a calendar, used before anybody is cut (T-031)."""
