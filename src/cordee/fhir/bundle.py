"""Bundles as entries to carry out: reading the envelope, ordering, giving ids, rewriting references. Pure.

The envelope is read without looking into the resources, so that one bad entry can be told from its neighbours.
Source: https://hl7.org/fhir/R4/http.html#transaction
"""

from typing import Literal

import msgspec

from cordee.fhir import rewrite_references
from cordee.fhir.bundle_entry import (
    ABSENT,
    Entry,
    PlannedEntry,
    conditional_references,
    plan_entry,
    unresolved,
)
from cordee.kernel.errors import InvalidResourceError, Issue, RuleViolatedError

ORDER = {"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}


class Envelope(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A Bundle with its entries' resources left as bytes; `entry` keeps the order in which they came."""

    resourceType: Literal["Bundle"]
    type: str
    entry: list[Entry] = []
    id: str | None = None
    meta: msgspec.Raw = ABSENT
    implicitRules: str | None = None
    language: str | None = None
    identifier: msgspec.Raw = ABSENT
    timestamp: str | None = None
    total: int | None = None
    link: msgspec.Raw = ABSENT
    signature: msgspec.Raw = ABSENT


_decode_envelope = msgspec.json.Decoder(Envelope).decode


def read_envelope(body: bytes | memoryview) -> Envelope:
    """Return the envelope of a Bundle; the resources inside are not checked, and share memory with `body`.

    Raises: InvalidResourceError when the body is not JSON, not a Bundle, or has an unknown element.
    """
    try:
        return _decode_envelope(body)
    except msgspec.ValidationError as error:
        raise InvalidResourceError((_shape_issue(str(error)),)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidResourceError(
            (
                Issue(
                    message_fr=f"Le corps n’est pas du JSON lisible : {error}.",
                    message_en=f"The body is not readable JSON: {error}.",
                    code="structure",
                ),
            )
        ) from None


def plan_transaction(envelope: Envelope) -> list[PlannedEntry]:
    """Return the entries in the order they came, their criteria not looked up and their references untouched.

    When several entries are wrong, all are named in one error. Raises: InvalidResourceError.
    """
    planned, issues = [], list[Issue]()
    for index, entry in enumerate(envelope.entry):
        try:
            planned.append(plan_entry(index, entry))
        except InvalidResourceError as error:
            issues += error.issues
    if issues:
        raise InvalidResourceError(tuple(issues))
    return planned


def link_together(planned: list[PlannedEntry]) -> list[PlannedEntry]:
    """Return the entries in the order the specification carries them out: DELETE, POST, PUT and PATCH, GET.

    Every entry has its id by now. References to an entry's `fullUrl` are rewritten to the address the entry will have.

    Raises: InvalidResourceError (the same resource twice), RuleViolatedError (a `urn:` reference to no entry).
    """
    _refuse_duplicates(planned)
    links = {entry.full_url: entry.reference for entry in planned if entry.full_url and entry.id}
    linked = [link_entry(entry, links) for entry in planned]
    _refuse_unresolved(linked)
    return sorted(linked, key=lambda entry: ORDER[entry.method])


def plan_alone(index: int, entry: Entry) -> PlannedEntry:
    """Return one entry of a batch, which stands alone: only a reference to itself can be rewritten.

    Raises: as `plan_transaction`, about this entry.
    """
    planned = plan_entry(index, entry)
    links = {planned.full_url: planned.reference} if planned.full_url and planned.id else {}
    linked = link_entry(planned, links)
    _refuse_unresolved([linked])
    if conditional_references(linked.content or b""):
        french = "Une référence par critères n’est comprise que dans une transaction."
        english = "A reference by criteria is understood in a transaction only."
        place = f"Bundle.entry[{index}].resource"
        issue = Issue(message_fr=french, message_en=english, expression=place, code="business-rule")
        raise RuleViolatedError(french, english, (issue,))
    return linked


def link_entry(entry: PlannedEntry, links: dict[str, str]) -> PlannedEntry:
    """Return the entry with every reference that `links` knows replaced."""
    if entry.content is None or not links:
        return entry
    return msgspec.structs.replace(entry, content=rewrite_references(entry.content, links))


def _refuse_duplicates(planned: list[PlannedEntry]) -> None:
    issues, seen = [], set[str]()
    for entry in planned:
        if entry.is_read or not entry.id:
            continue
        keys = {entry.reference} | ({entry.full_url} if entry.full_url else set())
        if keys & seen:
            issues.append(
                Issue(
                    message_fr="La même ressource apparaît deux fois dans la transaction.",
                    message_en="The same resource appears twice in the transaction.",
                    expression=f"Bundle.entry[{entry.index}]",
                    code="duplicate",
                )
            )
        seen |= keys
    if issues:
        raise InvalidResourceError(tuple(issues))


def _refuse_unresolved(planned: list[PlannedEntry]) -> None:
    issues = [
        Issue(
            message_fr=f"La référence {link.value} ne désigne aucune entrée de ce Bundle.",
            message_en=f"The reference {link.value} designates no entry of this Bundle.",
            expression=f"Bundle.entry[{entry.index}].resource.{link.path}",
            code="not-found",
        )
        for entry in planned
        if entry.content is not None
        for link in unresolved(entry.content)
    ]
    if issues:
        raise RuleViolatedError(
            "Le Bundle contient des références vers des entrées absentes. Rien n’a été enregistré.",
            "The Bundle refers to entries that are not in it. Nothing was stored.",
            tuple(issues),
        )


def _shape_issue(text: str) -> Issue:
    reason, _, place = text.partition(" - at `")
    path = place.rstrip("`").removeprefix("$").replace("[...]", "")
    return Issue(
        message_fr=f"L’enveloppe n’est pas celle d’un Bundle : {reason}.",
        message_en=f"The envelope is not that of a Bundle: {reason}.",
        expression=f"Bundle{path}",
        code="structure",
    )
