"""The home-intervention plan: who comes when, again and again.

A line of it is a Schedule that keeps the rule (RFC 5545, as fr-core writes it), and Appointments expanded from it up to
a horizon that a job pushes on. See ADR 0037.
"""

from cordee.care.agenda.series.line import Line, Suspension, line_of, lines_of
from cordee.care.agenda.series.planning import NewLine, add_line, replace_line, restore_line, stop_line
from cordee.care.agenda.series.rule import Rule
from cordee.care.agenda.series.suspending import resume, suspend
from cordee.care.agenda.series.week import HomeWeek, home_week

__all__ = [
    "HomeWeek",
    "Line",
    "NewLine",
    "Rule",
    "Suspension",
    "add_line",
    "home_week",
    "line_of",
    "lines_of",
    "replace_line",
    "restore_line",
    "resume",
    "stop_line",
    "suspend",
]
