"""Orientation requests: a person addressed to a structure or an offer, and its answer, followed on both sides.

A ServiceRequest (what is asked) and the Task of answering it, which carries the state. The Task opens to the structure
what it names and nothing else of the record (`store.orientations`).
"""

from cordee.care.orientations.answering import accept as accept_orientation
from cordee.care.orientations.answering import admit, refuse, say, set_aside, study, take_back
from cordee.care.orientations.reading import (
    OrientationPage,
    list_of_record,
    list_received,
    list_sent,
    read_orientation,
)
from cordee.care.orientations.sending import NewOrientation, cancel, send, send_draft
from cordee.care.orientations.states import REFUSALS, STATES
from cordee.care.orientations.view import Orientation

__all__ = [
    "REFUSALS",
    "STATES",
    "NewOrientation",
    "Orientation",
    "OrientationPage",
    "accept_orientation",
    "admit",
    "cancel",
    "list_of_record",
    "list_received",
    "list_sent",
    "read_orientation",
    "refuse",
    "say",
    "send",
    "send_draft",
    "set_aside",
    "study",
    "take_back",
]
