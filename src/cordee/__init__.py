"""Cordée: one shared coordination record, and the circle of care as the right to see it."""

__version__ = "0.1.0"
