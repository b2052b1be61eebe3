"""`Patient/$match`: who this person is among those the caller may see.

Source: https://hl7.org/fhir/R4/patient-operation-match.html
"""

import msgspec

from cordee.api.bundles import EntryOut, bundle
from cordee.api.call import Call, Reply
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.candidates import CANDIDATES_MAX, candidates
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation
from cordee.fhir import encode, operation_outcome
from cordee.fhir.json_value import read_json
from cordee.fhir.matching import Match, Traits, score, traits_of
from cordee.kernel.errors import Issue
from cordee.store import Stored

COUNT_DEFAULT = 10
COUNT_MAX = 100
_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade"

Found = tuple[Match, Stored]


async def match(call: Call, given: Arguments) -> Reply:
    """Return the Patients that may be the one described, most likely first, each with score and grade.

    With `onlyCertainMatches`, the one that is certain; when several are, none, and the outcome says so: they are to be
    told apart by a person. What the caller may not see is not matched.
    """
    traits = _asked(given)
    stored, is_cut = await candidates(call, traits)
    found = _ranked(traits, stored)
    issues = [_CUT] if is_cut else []
    if given.flag("onlyCertainMatches"):
        certain = [one for one in found if one[0].grade == "certain"]
        issues += [_SEVERAL] if len(certain) > 1 else []
        found = certain if len(certain) == 1 else []
    count = given.number("count")
    kept = found[: COUNT_DEFAULT if count is None else max(0, min(int(count), COUNT_MAX))]
    entries = [_entry(call, one) for one in kept]
    if issues:
        content = msgspec.Raw(encode(operation_outcome(issues)))
        entries.append(EntryOut(resource=content, search={"mode": "outcome"}))
    return Reply(status=200, content=bundle("searchset", entries, total=len(kept)))


def _asked(given: Arguments) -> Traits:
    content = given.content("resource") or {}
    if content.get("resourceType") != "Patient":
        raise wrong_parameter(
            "Parameters", "« resource » est un Patient.", "'resource' is a Patient.", "value"
        )
    traits = traits_of(content)
    if not traits.are_enough:
        raise wrong_parameter(
            "Patient",
            "Donnez un identifiant, un nom et un prénom, ou un nom et une date de naissance.",
            "Give an identifier, a family and a given name, or a name and a birth date.",
            "required",
        )
    return traits


def _ranked(traits: Traits, stored: list[Stored]) -> list[Found]:
    scored = [(score(traits, traits_of(read_json(one.content))), one) for one in stored]
    found = [one for one in scored if one[0].grade != "certainly-not"]
    return sorted(found, key=lambda one: (-one[0].score, one[1].id))


def _entry(call: Call, found: Found) -> EntryOut:
    matched, stored = found
    search = {
        "extension": [{"url": _GRADE, "valueCode": matched.grade}],
        "mode": "match",
        "score": matched.score,
    }
    return EntryOut(
        fullUrl=f"{call.base}/{stored.reference}", resource=msgspec.Raw(stored.content), search=search
    )


_CUT = Issue(
    message_fr=f"Plus de {CANDIDATES_MAX} personnes partagent un de ces traits : donnez-en davantage.",
    message_en=f"More than {CANDIDATES_MAX} people share one of these traits: give more of them.",
    code="incomplete",
    severity="warning",
)
_SEVERAL = Issue(
    message_fr="Plusieurs personnes correspondent avec certitude : un doublon est à résoudre par une personne.",
    message_en="Several people match with certainty: a duplicate is to be resolved by a person.",
    code="multiple-matches",
    severity="warning",
)

MATCH = Operation(canonical="http://hl7.org/fhir/OperationDefinition/Patient-match", handler=match)
