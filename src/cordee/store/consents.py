"""What a Consent permits and refuses, as rules of the one predicate: an index of Consent, as the circle of CareTeam.

A permission says only what is understood whole, a refusal is never narrowed by what is not understood: a misreading
opens nothing. The one shape is told in docs/consents.md.
Source: https://hl7.org/fhir/R4/consent.html; L1110-4 and L1110-12 CSP, decree 2016-1349.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.store.categories import ALL, CODES
from cordee.store.moments import EARLIEST, end_instant, first_instant

EVERYONE = "*"  # but the person themselves
PERSON = "person"
READER_CLASSES = frozenset(
    {"medical", "nursing", "health", "social", "home_help", "coordination", "carer", "guardian", PERSON}
)
RULES_MAX = 1000  # of one Consent, repeated ones counted; one that says more refuses everything to everyone

_READING = frozenset({"access", "use", "disclose"})
_NOT_READING = frozenset({"collect", "correct"})
_CARE = frozenset({"TREAT", "ETREAT", "CAREMGT", "COC"})
_NOT_CARE = frozenset({"HRESCH", "RESEARCH", "HMARKT", "HPAYMT", "HOPERAT", "PUBHLTH", "DONAT", "CLINTRCH"})


class Rule(msgspec.Struct, frozen=True):
    """One thing a Consent says: it permits, or refuses, these categories of the record to one recipient.

    `recipient` is a reference as in a circle, a class, or everyone. `resource` is the one resource it speaks of,
    `Type/id`; empty for the whole record.
    """

    recipient: str
    permits: bool
    categories: int
    resource: str
    starts_at: datetime
    ends_at: datetime | None


class _Limits(msgspec.Struct, frozen=True):
    """To whom, for which part and when a provision speaks. `is_exact`: all of it was understood."""

    recipients: tuple[str, ...] = (EVERYONE,)
    categories: int = ALL
    resources: tuple[str, ...] = ("",)
    starts_at: datetime = EARLIEST
    ends_at: datetime | None = None
    is_exact: bool = True


def class_key(reader_class: str) -> str:
    """Return what rules call a class of readers."""
    return f"class:{reader_class}"


def rules_of(resource: Any, type_name: str, patient_id: str | None) -> list[Rule]:
    """Return the rules of a resource: none but those of an active privacy Consent about one patient.

    A Consent without a provision tells that information was given, and changes nobody's rights.
    """
    if type_name != "Consent" or patient_id is None or resource.status != "active":
        return []
    if resource.provision is None or not _is_about_privacy(resource):
        return []
    found: dict[Rule, None] = {}
    is_exact = not resource.modifierExtension
    for number, rule in enumerate(_rules(resource.provision, _Limits(is_exact=is_exact), None)):
        if number >= RULES_MAX:
            return [Rule(EVERYONE, False, ALL, "", EARLIEST, None)]
        found[rule] = None
    return list(found)


def _is_about_privacy(consent: Any) -> bool:
    return any(
        coding.system == systems.CONSENT_SCOPE and coding.code == "patient-privacy"
        for coding in consent.scope.coding or ()
    )


def _rules(provision: Any, within: _Limits, parent: str | None) -> Iterator[Rule]:
    """Yield what a provision says, then what those inside it say, which inherit its limits.

    One inside another without a type is the other's contrary; at the root, it only sets limits.
    """
    if not _concerns_care(provision):
        return
    limits = _narrowed(within, provision)
    type_ = provision.type or {None: None, "permit": "deny", "deny": "permit"}[parent]
    if type_ == "deny" or (type_ == "permit" and limits.is_exact and limits.resources == ("",)):
        yield from _said(type_ == "permit", limits)
    for nested in provision.provision or ():
        yield from _rules(nested, limits, type_)


def _said(permits: bool, limits: _Limits) -> Iterator[Rule]:
    if not limits.categories or (limits.ends_at is not None and limits.ends_at <= limits.starts_at):
        return
    for recipient in limits.recipients:
        for resource in limits.resources:
            yield Rule(recipient, permits, limits.categories, resource, limits.starts_at, limits.ends_at)


def _concerns_care(provision: Any) -> bool:
    """Return whether a provision speaks of reading for care: for a permission, for certain; for a refusal, perhaps."""
    purposes = [_purpose(coding) for coding in provision.purpose or ()]
    actions = [[c.code for c in concept.coding or ()] for concept in provision.action or ()]
    if provision.type == "permit":
        is_reading = any(_READING.intersection(codes) for codes in actions)
        return (not purposes or not _CARE.isdisjoint(purposes)) and (not actions or is_reading)
    is_other = bool(actions) and all(codes and _NOT_READING.issuperset(codes) for codes in actions)
    return not (purposes and _NOT_CARE.issuperset(purposes)) and not is_other


def _purpose(coding: Any) -> str:
    return coding.code or "" if coding.system == systems.ACT_REASON else ""


def _narrowed(within: _Limits, provision: Any) -> _Limits:
    recipients = list(_each(_recipients, provision.actor)) or list(within.recipients)
    resources = list(_each(_resources, provision.data)) or list(within.resources)
    categories = _categories(provision.class_)
    is_exact = within.is_exact and not (
        provision.modifierExtension or provision.securityLabel or provision.code or provision.dataPeriod
    )
    period = provision.period
    start = first_instant(period.start) if period is not None and period.start else EARLIEST
    ends = [
        moment
        for moment in (within.ends_at, end_instant(period.end) if period is not None and period.end else None)
        if moment is not None
    ]
    return _Limits(
        recipients=tuple(EVERYONE if one is None else one for one in recipients),
        resources=tuple("" if one is None else one for one in resources),
        categories=within.categories & (ALL if categories is None else categories),
        starts_at=max(within.starts_at, start),
        ends_at=min(ends, default=None),
        is_exact=is_exact and None not in recipients and None not in resources and categories is not None,
    )


def _each(read: Any, elements: Iterable[Any] | None) -> Iterator[str | None]:
    for element in elements or ():
        yield from read(element)


def _recipients(actor: Any) -> Iterator[str | None]:
    """Yield whom an actor is; None for somebody who cannot be told from others.

    The role says a class of readers, else the reference says who; both at once would be some of a class.
    """
    classes = [c.code for c in actor.role.coding or () if c.system == systems.READER_CLASS]
    reference = actor.reference.reference
    if classes and not reference:
        for code in classes:
            yield class_key(code) if code in READER_CLASSES else None
    elif classes or not _is_literal(reference):
        yield None
    else:
        yield reference.partition("/_history/")[0]


def _resources(data: Any) -> Iterator[str | None]:
    """Yield the resource that is meant; None when more than one may be."""
    reference = data.reference.reference
    is_one = data.meaning == "instance" and _is_literal(reference)
    yield reference.partition("/_history/")[0] if is_one else None


def _is_literal(reference: str | None) -> bool:
    type_, slash, rest = (reference or "").partition("/")
    return type_.isalpha() and bool(slash) and bool(rest)


def _categories(classes: Iterable[Any] | None) -> int | None:
    """Return the categories named; None when one is not of ours."""
    if not classes:
        return ALL
    mask = 0
    for coding in classes:
        bit = CODES.get(coding.code or "") if coding.system == systems.CATEGORY else None
        if bit is None:
            return None
        mask |= bit
    return mask
