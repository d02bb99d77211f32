"""Verbs of levels and incidents."""

from nuandong.desk.alerts.actions.declaring import approve, send_back, submit
from nuandong.desk.alerts.actions.proposing import propose
from nuandong.desk.alerts.actions.steps import finish_step

__all__ = ["approve", "finish_step", "propose", "send_back", "submit"]
