"""The section `alerts` of a pack: what raises an alert in this territory, and to whom it climbs."""

from cordee.care.alerts.rules import AlertRules, Threshold

__all__ = ["AlertRules", "Threshold"]
