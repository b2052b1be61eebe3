"""`$export` at the system, at Patient and at a Group: accepted with 202, made by the worker.

Source: https://hl7.org/fhir/uv/bulkdata/export.html#bulk-data-kick-off-request
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from cordee.api.call import Call, Reply
from cordee.api.errors import invalid_request
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.operation import Operation
from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.subscription import query_of, type_of
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError
from cordee.store.exports.export import ExportAsked

STATUS_PATH = "bulk-export"
MEMBERS_MAX = 50_000
FILTERS_MAX = 50
_FORMATS = frozenset({"application/fhir+ndjson", "application/ndjson", "ndjson"})
_NOT_DONE = ("_elements", "includeAssociatedData", "patient")


async def export(call: Call, given: Arguments) -> Reply:
    """Accept an export of what the caller may see, and say where to follow it.

    Without `Prefer: respond-async`, 400. What is not supported is refused; with `Prefer: handling=lenient` it is
    ignored and listed in the errors file. A Group must be the caller's to read; of its members, those in the caller's
    circles are exported.
    """
    if "respond-async" not in call.headers.get("prefer", ""):
        raise invalid_request(
            "Un export se demande avec l’en-tête Prefer: respond-async.",
            "An export is asked for with the header Prefer: respond-async.",
            "http.prefer",
        )
    is_lenient = call.preference("handling") == "lenient"
    warnings: list[str] = []
    _check_format(given.text("_outputFormat"))
    for name in _NOT_DONE:
        if name in given:
            _not_done(name, is_lenient, warnings)
    asked = ExportAsked(
        request=_request(call),
        level=_level(call),
        types=tuple(_types(given, is_lenient, warnings)),
        members=await _members(call),
        since=_since(given.text("_since")),
        filters=_filters(given, is_lenient, warnings),
        warnings=tuple(warnings),
    )
    id_ = await call.door.ask_export(asked, now())
    return Reply(status=202, headers={"Content-Location": f"{call.base}/{STATUS_PATH}/{id_}"})


def _level(call: Call) -> str:
    return "group" if call.id else "patient" if call.type else "system"


def _request(call: Call) -> str:
    path = "/".join(part for part in (call.type, call.id, "$export") if part)
    return f"{call.base}/{path}" + (f"?{urlencode(call.pairs)}" if call.pairs else "")


def _check_format(asked: str | None) -> None:
    if asked is not None and asked.replace(" ", "+") not in _FORMATS:
        raise invalid_request(
            "_outputFormat accepte application/fhir+ndjson.",
            "_outputFormat takes application/fhir+ndjson.",
            "http._outputFormat",
        )


def _types(given: Arguments, is_lenient: bool, warnings: list[str]) -> Iterable[str]:
    named = [name.strip() for text in given.many("_type") for name in text.split(",") if name.strip()]
    for name in dict.fromkeys(named):
        if name in RESOURCE_TYPES:
            yield name
        else:
            _not_done(f"_type={name[:64]}", is_lenient, warnings)
    if not named:
        yield from sorted(RESOURCE_TYPES)


def _filters(given: Arguments, is_lenient: bool, warnings: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    asked = given.many("_typeFilter")
    if len(asked) > FILTERS_MAX:
        raise invalid_request(
            f"{FILTERS_MAX} _typeFilter au plus.", f"At most {FILTERS_MAX} _typeFilter.", "http._typeFilter"
        )
    for text in asked:
        try:
            query_of(text)
        except CordeeError as error:
            if not is_lenient:
                raise invalid_request(
                    f"_typeFilter : {error.message_fr}",
                    f"_typeFilter: {error.message_en}",
                    "http._typeFilter",
                ) from error
            warnings.append(f"_typeFilter={type_of(text)[:64]}")
        else:
            found.setdefault(type_of(text), []).append(text)
    return found


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise invalid_request(
            "_since doit être un instant.", "_since must be an instant.", "http._since"
        ) from None


async def _members(call: Call) -> tuple[str, ...] | None:
    if not call.id:
        return None
    group = (await call.door.read("Group", call.id)).resource
    named = (one.entity.reference or "" for one in group.member or () if not one.inactive)
    found = [reference.removeprefix("Patient/") for reference in named if reference.startswith("Patient/")]
    if len(found) > MEMBERS_MAX:
        raise invalid_request(
            f"Le groupe a plus de {MEMBERS_MAX} personnes : partagez-le.",
            f"The group has more than {MEMBERS_MAX} people: split it.",
        )
    return tuple(found)


def _not_done(name: str, is_lenient: bool, warnings: list[str]) -> None:
    if not is_lenient:
        raise invalid_request(
            f"{name} n’est pas pris en charge par l’export.",
            f"{name} is not supported by the export.",
            f"http.{name}",
        )
    warnings.append(name)


def _operation(name: str) -> Operation:
    return Operation(canonical=f"https://cordee.example.org/OperationDefinition/{name}", handler=export)


EXPORT, PATIENT_EXPORT, GROUP_EXPORT = (
    _operation("export"),
    _operation("patient-export"),
    _operation("group-export"),
)
