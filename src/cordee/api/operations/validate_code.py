"""`ValueSet/$validate-code` and `CodeSystem/$validate-code`: whether a code is right.

Source: https://hl7.org/fhir/R4/valueset-operation-validate-code.html,
https://hl7.org/fhir/R4/codesystem-operation-validate-code.html
"""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.asked_terminology import asked_code_system, asked_value_set, missing
from cordee.api.operations.operation import Operation, Out
from cordee.fhir.json_value import Json
from cordee.fhir.terminology import CannotTellError, Validation, Work


class Asked(NamedTuple):
    """One code to be checked."""

    system: str | None
    code: str
    display: str | None
    version: str | None


async def validate_in_value_set(call: Call, given: Arguments) -> Out:
    """Return whether a code, a Coding, or one Coding of a CodeableConcept, belongs to a value set.

    A code without system is sought whatever its system. Refused when that depends on codes not known here.
    Cost: a thread of its own, at most the steps of one `Work` for all codes.
    """
    known, value_set = await asked_value_set(call, given)
    work = Work()
    checks: list[Callable[[], Validation]] = [
        partial(known.validate_in_set, value_set, asked.system, asked.code, asked.display, work)
        for asked in _asked(given, "system", "systemVersion")
    ]
    return await asyncio.to_thread(_answer, checks)


async def validate_in_code_system(call: Call, given: Arguments) -> Out:
    """Return whether a code exists in a code system, and is called as the display says."""
    codes = _asked(given, "url", "version")
    system = given.text("url") or next((asked.system for asked in codes if asked.system), None)
    known, url = await asked_code_system(call, given, system, sent=given.content("codeSystem"))
    return _answer(
        [
            lambda asked=asked: known.validate_in_system(url, asked.code, asked.display, asked.version)  # type: ignore[misc]
            for asked in codes
            if asked.system in (None, url)
        ]
    )


def _asked(given: Arguments, system: str, version: str) -> list[Asked]:
    """Return the codes given, whichever way; raises InvalidParametersError when there is none."""
    concept = given.content("codeableConcept") or {}
    codings: Iterable[Json] = (
        concept.get("coding", []) if "codeableConcept" in given else given.many("coding")
    )
    found = [
        Asked(coding.get("system"), coding["code"], coding.get("display"), coding.get("version"))
        for coding in codings
        if "code" in coding
    ]
    code = given.text("code")
    if code is not None:
        found.append(Asked(given.text(system), code, given.text("display"), given.text(version)))
    if not found:
        raise missing("code", "coding", "codeableConcept")
    return found


def _answer(checks: list[Callable[[], Validation]]) -> Out:
    """Return the first yes, else the first no; what cannot be told is refused unless another Coding says yes."""
    refused: CannotTellError | None = None
    results: list[Validation] = []
    for check in checks:
        try:
            results.append(check())
        except CannotTellError as error:
            refused = refused or error
    best = next((found for found in results if found.is_valid), None)
    if best is None and refused is not None:
        raise refused
    best = best or next(iter(results), Validation(False, "", "", "No code of this system was given."))
    message = f"{best.message_fr} / {best.message_en}" if best.message_fr else best.message_en
    return Out({"result": best.is_valid, "message": message or None, "display": best.display or None})


VALIDATE_IN_VALUE_SET = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code",
    handler=validate_in_value_set,
    not_done=frozenset(("context", "date", "abstract", "displayLanguage")),
)
VALIDATE_IN_CODE_SYSTEM = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code",
    handler=validate_in_code_system,
    not_done=frozenset(("date", "abstract", "displayLanguage")),
)
