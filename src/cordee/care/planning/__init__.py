"""The coordination plan beyond its goals and actions: its parts in R4, templates, reviews, versions, agreements, paper.

`care.plan` reads a plan as its page shows it; `care.plan_writing` adds to it. See docs/plan.md and ADR 0033.
"""
