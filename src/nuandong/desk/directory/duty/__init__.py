"""Duty around the clock: rota, watch, hand-over, roll-call (T-067, T-088)."""

from nuandong.desk.directory.duty.watch import on_duty

__all__ = ["on_duty"]
