"""Unusual patterns in the trace that the privacy officer is asked to look at: one rule, one file.

A rule is a pure question about who opened what; `watch` asks them of each link of the chain and raises the reviews.
A rule proves nothing: it asks for a look.
"""

from cordee.access.patterns.watch import PatternWatch

__all__ = ["PatternWatch"]
