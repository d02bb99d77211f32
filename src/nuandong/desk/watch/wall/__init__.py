"""The monitor wall: how every site stands, its alarms, and who sees to them (T-068)."""
