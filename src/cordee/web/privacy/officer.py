"""The guard of every page here, and what they share."""

from starlette.requests import Request

from cordee.access import Gate
from cordee.care.trace_words import Labels
from cordee.kernel.errors import NotFoundError
from cordee.web.site import site_of


def gate_for_officer(request: Request) -> Gate:
    """Return the gate for the privacy officer; for anybody else there is nothing here, whatever the address."""
    if not request.state.actor.is_officer:
        raise NotFoundError
    return site_of(request).gate


def role_labels(request: Request) -> Labels:
    """Return the words of the territory's roles by code."""
    return {role.code: (role.label, role.feminine) for role in site_of(request).territory.roles}
