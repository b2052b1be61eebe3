"""Who a resource says wrote it: the elements that sign, type by type.

A person who records what another one asserts signs by `recorder`; without it, who asserts signs. An element that names
where something was heard, or who was merely there, does not sign.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from cordee.fhir import systems

UNNAMED = ""
"""Stands for a signer told by a name, an identifier or a contained resource: nobody can check it."""


class Signer(msgspec.Struct, frozen=True):
    """One reference that signs a resource, and the element it stands in."""

    reference: str
    element: str


def signers_of(resource: Any, type_name: str) -> list[Signer]:
    """Return who signs a typed resource; nobody when its type has no such element, or it is empty."""
    read = _SIGNED_BY.get(type_name)
    return list(read(resource)) if read is not None else []


def _element(name: str) -> Callable[[Any], Iterator[Signer]]:
    def read(resource: Any) -> Iterator[Signer]:
        value = getattr(resource, name)
        for one in value if isinstance(value, list) else (value,):
            if one is not None:
                yield _signer(one, name)

    return read


def _actors(name: str) -> Callable[[Any], Iterator[Signer]]:
    def read(resource: Any) -> Iterator[Signer]:
        for one in getattr(resource, name) or ():
            if one is not None and one.actor is not None:
                yield _signer(one.actor, name)

    return read


def _recorded(resource: Any) -> Iterator[Signer]:
    recorder, asserter = resource.recorder, resource.asserter
    if recorder is not None:
        yield _signer(recorder, "recorder")
    elif asserter is not None:
        yield _signer(asserter, "asserter")


def _plan_act(resource: Any) -> Iterator[Signer]:
    """An act on a plan is signed by who collected it; without one, by who made or gave it."""
    codings = (resource.activity.coding if resource.activity is not None else None) or ()
    if not any(one.system == systems.PLAN_ACT for one in codings):
        return
    collectors = resource.agent[1:]
    for one in collectors or resource.agent:
        yield _signer(one.who, "agent")
    for one in () if collectors else resource.signature or ():
        yield _signer(one.who, "signature")


def _collected(resource: Any) -> Iterator[Signer]:
    """A consent is given by the person and signed by who collected it."""
    for one in resource.verification or ():
        for said in one.extension or ():
            if said.url == systems.CONSENT_COLLECTED_BY and said.valueReference is not None:
                yield _signer(said.valueReference, "verification")


def _support(resource: Any) -> Iterator[Signer]:
    """A request for support opens the person to its requester: nobody asks in somebody else's name.

    Who calls without being of the directory is named in words, and gets nothing opened.
    """
    codings = (coding for one in resource.category or () for coding in one.coding or ())
    is_support = any(one.system == systems.REQUEST_CATEGORY and one.code == "support" for one in codings)
    requester = resource.requester if is_support else None
    if requester is not None and requester.reference:
        yield _signer(requester, "requester")


def _signer(reference: Any, element: str) -> Signer:
    written = (reference.reference or "").partition("/_history/")[0]
    is_literal = "/" in written and not written.startswith("#")
    return Signer(written if is_literal else UNNAMED, element)


_SIGNED_BY: dict[str, Callable[[Any], Iterator[Signer]]] = {
    "AllergyIntolerance": _recorded,
    "CarePlan": _element("author"),
    "ClinicalImpression": _element("assessor"),
    "Communication": _element("sender"),
    "Composition": _element("author"),
    "Condition": _recorded,
    "Consent": _collected,
    "DetectedIssue": _element("author"),
    "DiagnosticReport": _element("performer"),
    "DocumentReference": _element("author"),
    "Flag": _element("author"),
    "Immunization": _actors("performer"),
    "Media": _element("operator"),
    "MedicationRequest": _element("requester"),
    "Observation": _element("performer"),
    "Procedure": _recorded,
    "Provenance": _plan_act,
    "QuestionnaireResponse": _element("author"),
    "RiskAssessment": _element("performer"),
    "ServiceRequest": _support,
}
