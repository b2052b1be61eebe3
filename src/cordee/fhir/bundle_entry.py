"""One entry of a Bundle, as it came and as it will be carried out. Pure."""

import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from cordee.fhir import RESOURCE_TYPES, references
from cordee.kernel.errors import InvalidResourceError, Issue, UnsupportedError
from cordee.kernel.ids import new_id

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_VERSION = re.compile(r'(?:W/)?"?(\d{1,9})"?')
_CONDITIONAL = re.compile(rb'"reference"\s*:\s*"[^"\\]*\?')
_SEARCH_REFERENCE = re.compile(r"([A-Z][A-Za-z]+)\?(.+)", re.DOTALL)
_URN_REFERENCE = re.compile(rb'"reference"\s*:\s*"urn:')

ABSENT = msgspec.Raw()
"""What a `Raw` element holds when it did not come: no bytes at all."""


class EntryRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a transaction or batch asks for one entry."""

    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
    url: str
    ifNoneMatch: str | None = None
    ifModifiedSince: str | None = None
    ifMatch: str | None = None
    ifNoneExist: str | None = None
    id: str | None = None
    extension: msgspec.Raw = ABSENT


class Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One entry with its resource left as bytes."""

    fullUrl: str | None = None
    resource: msgspec.Raw = ABSENT
    request: EntryRequest | None = None
    response: msgspec.Raw = ABSENT
    search: msgspec.Raw = ABSENT
    link: msgspec.Raw = ABSENT
    id: str | None = None
    extension: msgspec.Raw = ABSENT


class Head(msgspec.Struct):
    """The two elements that address a resource, read without the rest."""

    resourceType: str
    id: str | None = None


class PlannedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry to carry out. `id` is given already, a created resource's new one included.

    `id` is empty for a search, for a history of a type, and for a conditional interaction until it is resolved.
    `content` is the resource with its references rewritten and its id still as it came, or the patch; None for DELETE
    and GET. `criteria` say which resource a conditional PUT, PATCH, DELETE or POST (ifNoneExist) is about. `query` is
    what follows `?` in the address of a GET, `rest` what follows the id (`_history/2`). `headers` are the
    preconditions, named as HTTP does.
    """

    index: int
    method: str
    type: str
    id: str
    content: bytes | None = None
    full_url: str | None = None
    if_match: int | None = None
    criteria: str | None = None
    query: str = ""
    rest: str = ""
    headers: dict[str, str] = {}

    @property
    def is_read(self) -> bool:
        """Return whether the entry changes nothing."""
        return self.method in ("GET", "HEAD")

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.id}"


class Link(msgspec.Struct, frozen=True):
    """A reference inside a resource: the path of the element that holds it, and its text."""

    path: str
    value: str


_decode_head = msgspec.json.Decoder(Head).decode


def head(content: bytes | msgspec.Raw) -> Head:
    """Return type and id of a resource; raises msgspec.ValidationError when it has no `resourceType`."""
    return _decode_head(content)


def plan_entry(index: int, entry: Entry) -> PlannedEntry:
    """Return the entry as something to carry out, its references untouched and its criteria not looked up.

    Raises: InvalidResourceError when method, address, id and resource do not fit together; UnsupportedError for an
        operation, which only a batch may hold.
    """
    place = f"Bundle.entry[{index}]"
    request = entry.request
    if request is None:
        raise _invalid(
            f"{place}.request", "L’entrée n’a pas de request.", "The entry has no request.", "required"
        )
    path, _, query = request.url.strip("/").partition("?")
    type_name, _, tail = path.partition("/")
    id_, _, rest = tail.partition("/")
    is_read = request.method in ("GET", "HEAD")
    if path.rpartition("/")[2].startswith("$"):
        raise _operation(f"{place}.request.url")
    if type_name not in RESOURCE_TYPES and not (is_read and path == "_history"):
        raise _invalid(
            f"{place}.request.url",
            f"L’adresse {path!r} ne commence pas par un type de ressource R4.",
            f"The address {path!r} does not start with an R4 resource type.",
            "value",
        )
    planned = PlannedEntry(
        index=index,
        method=request.method,
        type=type_name,
        id=id_,
        full_url=entry.fullUrl,
        if_match=_version(place, request.ifMatch),
        query=query,
        rest=rest,
        headers=_preconditions(request),
    )
    return planned if is_read else _plan_write(place, planned, entry, request.ifNoneExist)


def _preconditions(request: EntryRequest) -> dict[str, str]:
    given = {
        "if-match": request.ifMatch,
        "if-none-match": request.ifNoneMatch,
        "if-modified-since": request.ifModifiedSince,
        "if-none-exist": request.ifNoneExist,
    }
    return {name: value for name, value in given.items() if value is not None}


def has_conditional_reference(content: bytes) -> bool:
    """Return True when a reference of the resource is a search (`Patient?identifier=…`)."""
    return _CONDITIONAL.search(content) is not None


def conditional_references(content: bytes) -> list[tuple[str, str, str]]:
    """Return each reference that is a search, once: its text, the type searched, and the criteria.

    Cost: one scan of the bytes when there is none.
    """
    if not _CONDITIONAL.search(content):
        return []
    found = {text: _SEARCH_REFERENCE.fullmatch(text) for text in references(content)}
    return [
        (text, match[1], match[2]) for text, match in found.items() if match and match[1] in RESOURCE_TYPES
    ]


def unresolved(content: bytes) -> list[Link]:
    """Return the references of a resource that still start with `urn:`, with their paths.

    Cost: one scan of the bytes; the resource is read only when there is such a reference.
    """
    if not _URN_REFERENCE.search(content):
        return []
    return [link for link in _links(msgspec.json.decode(content), "") if link.value.startswith("urn:")]


def _plan_write(place: str, planned: PlannedEntry, entry: Entry, if_none_exist: str | None) -> PlannedEntry:
    is_create, criteria = planned.method == "POST", planned.query or None
    has_id = bool(planned.id)
    if is_create:
        is_right = criteria is None and (not has_id or _ID.fullmatch(planned.id))
    else:
        is_right = has_id != bool(criteria) and (not has_id or _ID.fullmatch(planned.id))
    if not is_right or planned.rest:
        form = planned.type if is_create else f"{planned.type}/id"
        raise _invalid(
            f"{place}.request.url",
            f"Pour {planned.method}, l’adresse est de la forme « {form} ».",
            f"For {planned.method}, the address is of the form '{form}'.",
            "value",
        )
    planned = msgspec.structs.replace(planned, criteria=if_none_exist if is_create else criteria)
    if planned.method == "DELETE":
        return planned
    if not bytes(entry.resource):
        raise _invalid(
            f"{place}.resource", "L’entrée n’a pas de ressource.", "The entry has no resource.", "required"
        )
    content = bytes(entry.resource)
    if planned.method != "PATCH":
        _check_head(place, planned, content)
    return msgspec.structs.replace(planned, content=content, id=new_id() if is_create else planned.id)


def _check_head(place: str, planned: PlannedEntry, content: bytes) -> None:
    found = _head_of(place, content)
    if found.resourceType != planned.type:
        raise _invalid(
            f"{place}.resource.resourceType",
            f"La ressource est de type {found.resourceType!r}, l’adresse dit {planned.type!r}.",
            f"The resource is of type {found.resourceType!r}, the address says {planned.type!r}.",
            "value",
        )
    if planned.method == "PUT" and planned.id and found.id != planned.id:
        raise _invalid(
            f"{place}.resource.id",
            "L’identifiant de la ressource n’est pas celui de l’adresse.",
            "The id of the resource is not the one of the address.",
            "value",
        )


def _head_of(place: str, content: bytes) -> Head:
    try:
        return head(content)
    except msgspec.ValidationError:
        raise _invalid(
            f"{place}.resource.resourceType",
            "La ressource n’a pas de resourceType, ou un id qui n’est pas un texte.",
            "The resource has no resourceType, or an id that is not a string.",
            "required",
        ) from None


def _version(place: str, text: str | None) -> int | None:
    if text is None:
        return None
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise _invalid(
            f"{place}.request.ifMatch",
            'ifMatch est de la forme W/"3".',
            'ifMatch is of the form W/"3".',
            "value",
        )
    return int(match[1])


def _links(value: Any, path: str) -> Iterator[Link]:
    if isinstance(value, dict):
        for name, inner in value.items():
            where = f"{path}.{name}" if path else name
            if name == "reference" and isinstance(inner, str):
                yield Link(where, inner)
            else:
                yield from _links(inner, where)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _links(inner, f"{path}[{position}]")


def _operation(expression: str) -> UnsupportedError:
    french = "Une opération ($…) n’entre pas dans une transaction : placez-la dans un batch. Rien n’a été enregistré."
    english = "An operation ($…) is no entry of a transaction: put it into a batch. Nothing was stored."
    issue = Issue(message_fr=french, message_en=english, expression=expression, code="not-supported")
    return UnsupportedError(french, english, (issue,))


def _invalid(expression: str, french: str, english: str, code: str) -> InvalidResourceError:
    return InvalidResourceError(
        (Issue(message_fr=french, message_en=english, expression=expression, code=code),)
    )
