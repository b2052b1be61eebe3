"""Requests for support: asking a coordination structure for help, and its answer, which may open a record.

A request is a ServiceRequest and the Task of answering it. Waiting, accepted and refused are the ServiceRequest's
`active`, `completed` and `revoked`; the Task follows and carries the reason.
"""

from cordee.care.requests.accepting import Opening, accept
from cordee.care.requests.errors import AlreadyAnsweredError, NoCoordinationError
from cordee.care.requests.likeness import people_alike
from cordee.care.requests.reading import RequestPage, count_waiting, list_requests, read_request
from cordee.care.requests.refusing import REFUSALS, refuse, reopen
from cordee.care.requests.submitting import Identity, NewRequest, submit_request
from cordee.care.requests.view import SupportRequest

__all__ = [
    "REFUSALS",
    "AlreadyAnsweredError",
    "Identity",
    "NewRequest",
    "NoCoordinationError",
    "Opening",
    "RequestPage",
    "SupportRequest",
    "accept",
    "count_waiting",
    "list_requests",
    "people_alike",
    "read_request",
    "refuse",
    "reopen",
    "submit_request",
]
