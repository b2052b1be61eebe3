"""Requests for support: asking a coordination structure for help, and its answer, which may open a record.

A request is a ServiceRequest and the Task of answering it. Waiting, accepted and refused are the ServiceRequest's
`active` (or `on-hold`), `completed` and `revoked`; the Task says who answers, how far they are, until when, and keeps
each step as a version. See ADR 0030.
"""

from cordee.care.requests.accepting import Opening, accept
from cordee.care.requests.asked import Caller, Identity, NewRequest
from cordee.care.requests.board import Board, Sieve, board, open_requests
from cordee.care.requests.colleagues import colleagues
from cordee.care.requests.errors import AlreadyAnsweredError, NoCoordinationError, UnnamedPersonError
from cordee.care.requests.files import RequestFile, file_content, files_of, read_file
from cordee.care.requests.filing import TooManyFilesError, add_files, keep_in_record
from cordee.care.requests.history import Step, history_of
from cordee.care.requests.joining import join_record
from cordee.care.requests.kinds import CONSENTS, KINDS, ORIGINS, TAKEN_DOWN
from cordee.care.requests.likeness import Alike, people_alike
from cordee.care.requests.naming import name_person
from cordee.care.requests.number import NUMBER, number_of
from cordee.care.requests.reading import RequestPage, count_waiting, list_requests, read_request
from cordee.care.requests.refusing import REFUSALS, Answer, refuse, reopen
from cordee.care.requests.submitting import submit_from_outside, submit_request
from cordee.care.requests.view import SupportRequest
from cordee.care.requests.working import Qualifying, give_back, hand_over, pause, qualify, resume, take_on

__all__ = [
    "CONSENTS",
    "KINDS",
    "NUMBER",
    "ORIGINS",
    "REFUSALS",
    "TAKEN_DOWN",
    "Alike",
    "AlreadyAnsweredError",
    "Answer",
    "Board",
    "Caller",
    "Identity",
    "NewRequest",
    "NoCoordinationError",
    "Opening",
    "Qualifying",
    "RequestFile",
    "RequestPage",
    "Sieve",
    "Step",
    "SupportRequest",
    "TooManyFilesError",
    "UnnamedPersonError",
    "accept",
    "add_files",
    "board",
    "colleagues",
    "count_waiting",
    "file_content",
    "files_of",
    "give_back",
    "hand_over",
    "history_of",
    "join_record",
    "keep_in_record",
    "list_requests",
    "name_person",
    "number_of",
    "open_requests",
    "pause",
    "people_alike",
    "qualify",
    "read_file",
    "read_request",
    "refuse",
    "reopen",
    "resume",
    "submit_from_outside",
    "submit_request",
    "take_on",
]
