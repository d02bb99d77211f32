"""The library of demand-side and emergency plans: filed, reviewed, handed in, approved by the level above (T-021)."""
