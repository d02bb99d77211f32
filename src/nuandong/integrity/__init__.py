"""Whether what was reported can be: balances of reports against meters, neighbours and the days before."""

from nuandong.integrity.counties import Balance, ReportedUse, Suspect, Witnessed, mass_balance

__all__ = ["Balance", "ReportedUse", "Suspect", "Witnessed", "mass_balance"]
