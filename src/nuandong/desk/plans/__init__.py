"""What is settled before it gets cold: plans and their papers, each city's order, who can be interrupted, offers.

Clauses: T-021, T-023, T-028, T-030, T-031.
"""
