"""Assessments: the list, the form that fills a grid and keeps every answer at once, the signed ones, their curves."""

from cordee.web.record.assessments import filling, listing, reading

ROUTES = (*listing.ROUTES, *filling.ROUTES, *reading.ROUTES)

__all__ = ["ROUTES"]
