"""Alerts: what a territory's rules find in a record, who must act, and what becomes of it.

An alert is a Flag (its state), a Task of code `alert` (who must acknowledge it) and notices, for professionals alone.
See docs/notices.md, ADR 0035.
"""

from cordee.care.alerts.standing import Alert, alerts_of

__all__ = ["Alert", "alerts_of"]
