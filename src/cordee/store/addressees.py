"""Whom a Communication is from and to: an index written with it, as the circle is with a CareTeam.

It answers three questions without opening anything: what is written to me, which notices wait for me, and, for what is
of no record, who may see it at all. See ADR 0036.
"""

import re
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.store.categories import MESSAGES
from cordee.store.columns import Columns
from cordee.store.owned import ADDRESSED_TYPE

ADDRESSEES_MAX = 500  # people named by one Communication
_NAMED = re.compile(r"([A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/.+)?")


class Addressee(msgspec.Struct, frozen=True):
    """One person, or structure, a Communication names, as its sender or a recipient."""

    who: str
    patient_id: str | None
    is_notice: bool
    is_unread: bool
    is_sender: bool
    thread: str
    sent_at: datetime


def addressees_of(resource: Any, type_name: str, columns: Columns, written_at: datetime) -> list[Addressee]:
    """Return those a Communication names, each once; of other types, nobody, nor of what is no message: having read.

    A notice is unread until `received` says otherwise; who sends a message is among those it names, who causes a notice
    is not.
    """
    if type_name != ADDRESSED_TYPE or not columns.category & MESSAGES:
        return []
    is_notice = any(
        coding.system == systems.NOTICE for one in resource.category or () for coding in one.coding or ()
    )
    named = [one.reference for one in resource.recipient or () if one is not None]
    sender = "" if is_notice or resource.sender is None else resource.sender.reference
    named.append(sender)
    known = dict.fromkeys(found for one in named if (found := _person(one)))
    thread = thread_of(resource)
    return [
        Addressee(
            who, columns.patient_id, is_notice, is_notice and resource.received is None, who == _person(sender), thread,
            columns.happened_at or written_at,
        )
        for who in list(known)[:ADDRESSEES_MAX]
    ]  # fmt: skip


def _person(reference: str | None) -> str:
    match = _NAMED.fullmatch(reference or "")
    return match[1] if match else ""


def thread_of(resource: Any) -> str:
    """Return the id of the first message of the conversation a Communication is part of: its own when it begins one."""
    for one in resource.partOf or ():
        match = _NAMED.fullmatch((one.reference if one is not None else None) or "")
        if match is not None and match[1].startswith("Communication/"):
            return match[1].partition("/")[2]
    return resource.id or ""
