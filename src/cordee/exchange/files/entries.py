"""From a JSON text to resources ready to be stored: bundles opened, ids given, references rewritten, each checked."""

import hashlib
import re
import uuid
from collections.abc import Iterator

import msgspec

from cordee.exchange.files.errors import NotImportableError
from cordee.exchange.files.parts import Awaiting, Candidate, Part, Place, Refused, Text
from cordee.fhir import decode, rewrite_references
from cordee.fhir.bundle import Envelope, read_envelope
from cordee.fhir.bundle_entry import Entry, Head, has_conditional_reference, head, unresolved
from cordee.kernel.errors import CordeeError, InvalidResourceError

OPENED_BUNDLES = frozenset({"transaction", "batch", "collection", "searchset"})
KEPT_BUNDLES = frozenset({"document", "message"})

_NAMESPACE = uuid.UUID("2d6f5f2e-4a0c-5c55-9f0e-6f2b6d1c7a11")  # ours: ids made from content
_URN = re.compile(r"urn:(?:uuid|oid):([A-Za-z0-9\-.]{1,64})")
_ADDRESS = re.compile(r"https?://.+/[A-Z][A-Za-z]+/([A-Za-z0-9\-.]{1,64})(?:/_history/.+)?")


def parts_of(text: Text) -> Iterator[Part]:
    """Yield the resources of a text, or why they are not.

    A Bundle of type transaction, batch, collection or searchset is opened; one of type document or message is a
    resource of its own; others say what happened elsewhere and are refused. A bad entry does not hide the next.
    """
    place = Place(file=text.file, line=text.line)
    try:
        found = head(text.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield _read(place, "", "", text.content)
        return
    if found.resourceType != "Bundle":
        yield _read(place, found.resourceType, found.id or "", text.content)
        return
    try:
        envelope = read_envelope(text.content)
    except InvalidResourceError as error:
        yield Refused(place=place, type="Bundle", id=found.id or "", error=error)
        return
    if envelope.type in KEPT_BUNDLES:
        yield _read(place, "Bundle", found.id or "", text.content)
    elif envelope.type in OPENED_BUNDLES:
        yield from _opened(place, envelope)
    else:
        yield Refused(place=place, type="Bundle", id=found.id or "", error=_not_opened(envelope.type))


def ready(place: Place, type_: str, id_: str, content: bytes) -> Candidate | Refused:
    """Return the resource as something to store under that id, or the reason it cannot be."""
    try:
        if has_conditional_reference(content):
            raise NotImportableError(
                "Une référence de la ressource est une recherche (Type?…) : ce n’est pas encore pris en charge.",
                "A reference of the resource is a search (Type?…): not supported yet.",
            )
        resource = decode(content, type_ or None)
    except CordeeError as error:
        return Refused(place=place, type=type_, id=id_, error=error)
    resource.id = id_ or resource.id or _id_from(content)
    return Candidate(
        place=place, type=resource.resourceType, id=resource.id, resource=resource, size=len(content)
    )


def _read(place: Place, type_: str, id_: str, content: bytes) -> Part:
    try:
        is_waiting = bool(unresolved(content))
    except (msgspec.DecodeError, UnicodeDecodeError):
        is_waiting = False
    if is_waiting:
        return Awaiting(place=place, type=type_, id=id_ or _id_from(content), content=content)
    return ready(place, type_, id_, content)


def _opened(place: Place, envelope: Envelope) -> Iterator[Part]:
    heads = [_entry_head(entry) for entry in envelope.entry]
    links = {
        entry.fullUrl: f"{found.resourceType}/{found.id}"
        for entry, found in zip(envelope.entry, heads, strict=True)
        if entry.fullUrl and found is not None
    }
    for index, (entry, found) in enumerate(zip(envelope.entry, heads, strict=True)):
        here = Place(file=place.file, line=place.line, entry=index)
        content = bytes(entry.resource)
        refusal = _refusal(entry, content)
        if refusal is not None:
            yield Refused(place=here, error=refusal)
        elif found is None:
            yield ready(here, "", "", content)
        else:
            yield _read(here, found.resourceType, found.id or "", rewrite_references(content, links))


def _entry_head(entry: Entry) -> Head | None:
    """Return type and id of an entry: the resource's own id, else the one in `fullUrl`, else one from its content."""
    content = bytes(entry.resource)
    try:
        found = head(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if found.id is None:
        match = _URN.fullmatch(entry.fullUrl or "") or _ADDRESS.fullmatch(entry.fullUrl or "")
        found.id = match[1] if match else _id_from(content)
    return found


def _refusal(entry: Entry, content: bytes) -> NotImportableError | None:
    method = entry.request.method if entry.request is not None else "PUT"
    if method not in {"POST", "PUT"}:
        return NotImportableError(
            f"L’entrée demande {method} : un import enregistre des ressources, rien d’autre.",
            f"The entry asks for {method}: an import stores resources, nothing else.",
        )
    if not content:
        return NotImportableError("L’entrée n’a pas de ressource.", "The entry has no resource.")
    return None


def _not_opened(kind: str) -> NotImportableError:
    return NotImportableError(
        f"Un Bundle de type « {kind} » raconte ce qui s’est passé ailleurs : il n’est pas importé.",
        f"A Bundle of type '{kind}' tells what happened elsewhere: it is not imported.",
    )


def _id_from(content: bytes) -> str:
    """Return an id that the same bytes always get, so that giving the file again stores nothing twice."""
    return str(uuid.uuid5(_NAMESPACE, hashlib.sha256(content).hexdigest()))
