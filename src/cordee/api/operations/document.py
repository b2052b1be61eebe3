"""`Composition/$document`: a Composition and what it refers to, as one document.

Source: https://hl7.org/fhir/R4/composition-operation-document.html
"""

from cordee.api.call import Call, Reply
from cordee.api.errors import MethodNotAllowedError
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.assembling import Assembled, assemble
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation
from cordee.fhir import decode
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.kernel.clock import now
from cordee.kernel.errors import Issue, RuleViolatedError
from cordee.kernel.ids import is_id, new_id
from cordee.store.visibility import BIT_OF_CONFIDENTIALITY, BIT_OF_LABEL

_URN = "urn:ietf:rfc:3986"


async def document(call: Call, given: Arguments) -> Reply:
    """Return a Bundle of type document: the Composition first, then everything it refers to that the caller may see.

    What is missing is told by an OperationOutcome at the end. With `persist`, which needs POST, the document is stored
    in the record of its subject under the labels of what is inside; one that is not whole is not stored.
    """
    persist = given.flag("persist")
    if persist and call.method == "GET":
        raise MethodNotAllowedError("GET", ["POST"])
    assembled = await assemble(call, _composition_id(call, given))
    if persist and assembled.missing:
        raise RuleViolatedError(
            "Le document n’est pas complet : il n’a pas été enregistré.",
            "The document is not whole: it was not stored.",
            assembled.missing,
        )
    content = write_json(_bundle(call, assembled))
    if not persist:
        return Reply(status=200, content=content)
    async with call.door.writing() as unit:
        unit.create(decode(content, "Bundle"))
    written = unit.results[0]
    location = f"Bundle/{written.id}/_history/{written.version}"
    return Reply(status=200, content=written.content, version=written.version, location=location)


def _composition_id(call: Call, given: Arguments) -> str:
    named = given.text("id")
    if call.id:
        if named is not None:
            raise _wrong_id(
                "« id » ne se donne pas quand l’adresse nomme la composition.",
                "'id' is not given when the address names the Composition.",
            )
        return call.id
    if named is None:
        raise _wrong_id("Donnez « id ».", "Give 'id'.")
    id_ = named.removeprefix(f"{call.base}/").removeprefix("Composition/")
    if not is_id(id_):
        raise _wrong_id(
            "Les compositions d’un autre serveur ne sont pas lues.",
            "Compositions of another server are not read.",
        )
    return id_


def _wrong_id(french: str, english: str) -> Exception:
    return wrong_parameter("http.id", french, english, "value")


def _bundle(call: Call, assembled: Assembled) -> Json:
    entries: list[Json] = [
        {"fullUrl": f"{call.base}/{one.reference}", "resource": read_json(one.content)}
        for one in assembled.found
    ]
    if assembled.missing:
        entries.append({"fullUrl": f"urn:uuid:{new_id()}", "resource": _outcome(assembled.missing)})
    id_ = new_id()
    bundle: Json = {
        "resourceType": "Bundle",
        "id": id_,
        "identifier": {"system": _URN, "value": f"urn:uuid:{id_}"},
        "type": "document",
        "timestamp": now().isoformat(timespec="milliseconds"),
        "entry": entries,
    }
    if labels := _labels([entry["resource"] for entry in entries]):
        bundle["meta"] = {"security": labels}
    return bundle


def _labels(resources: list[Json]) -> list[Json]:
    """Return every visibility label inside, once: whoever a part is hidden from does not see the whole."""
    codings = [coding for one in resources for coding in one.get("meta", {}).get("security", ())]
    concepts = [concept for one in resources for concept in one.get("securityLabel", ())]
    codings += [c for concept in concepts if isinstance(concept, dict) for c in concept.get("coding", ())]
    kept = {(coding.get("system"), coding.get("code")): coding for coding in codings}
    return [coding for (_, code), coding in kept.items() if code in BIT_OF_LABEL | BIT_OF_CONFIDENTIALITY]


def _outcome(missing: tuple[Issue, ...]) -> Json:
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": issue.severity,
                "code": issue.code,
                "details": {"text": issue.message_fr},
                "diagnostics": issue.message_en,
            }
            for issue in missing
        ],
    }


DOCUMENT = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/Composition-document",
    handler=document,
    not_done=frozenset({"graph"}),
)
