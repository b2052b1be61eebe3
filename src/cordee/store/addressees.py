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
_ABOUT_MEMBERS = frozenset({systems.MESSAGE_JOINED, systems.MESSAGE_LEFT, systems.MESSAGE_REMOVED})
_NAMED = re.compile(r"([A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/.+)?")


class Addressee(msgspec.Struct, frozen=True):
    """One person, or structure, a Communication names, as its sender or a recipient.

    `is_in` is what a word about the conversation itself says of them: in it from then on, or not any more.
    """

    who: str
    patient_id: str | None
    is_notice: bool
    is_unread: bool
    is_sender: bool
    thread: str
    sent_at: datetime
    is_in: bool | None = None


def addressees_of(resource: Any, type_name: str, columns: Columns, written_at: datetime) -> list[Addressee]:
    """Return those a Communication names, each once; of other types, nobody, nor of what is no message: having read.

    A notice is unread until `received` says otherwise; who sends a message is among those it names, who causes a notice
    is not. Nothing is sent from the future: what is said later has to come after it.
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
    sent_at = min(columns.happened_at or written_at, written_at)
    changes = _changes_of(resource, _person(sender))
    return [
        Addressee(
            who, columns.patient_id, is_notice, is_notice and resource.received is None, who == _person(sender), thread,
            sent_at, changes.get(who),
        )
        for who in list(known)[:ADDRESSEES_MAX]
    ]  # fmt: skip


def is_about_members(resource: Any) -> bool:
    """Return whether a Communication says who came into a conversation or is not in it any more."""
    return any(one.url in _ABOUT_MEMBERS for one in resource.extension or ())


def removed_by(resource: Any) -> set[str]:
    """Return those a Communication says are removed from its conversation."""
    return _named_by(resource, systems.MESSAGE_REMOVED)


def _changes_of(resource: Any, sender: str) -> dict[str, bool]:
    """Return who is in a conversation after a word about it, and who is not; nothing of one that was withdrawn.

    Nobody adds themselves: they are in it already, or somebody else has to.
    """
    if resource.status == "entered-in-error":
        return {}
    changes = dict.fromkeys(_named_by(resource, systems.MESSAGE_JOINED) - {sender}, True)
    if any(one.url == systems.MESSAGE_LEFT and one.valueBoolean for one in resource.extension or ()):
        changes[sender] = False
    return changes | dict.fromkeys(removed_by(resource), False)


def _named_by(resource: Any, url: str) -> set[str]:
    named = (one.valueReference for one in resource.extension or () if one.url == url)
    return {found for one in named if one is not None and (found := _person(one.reference))}


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
