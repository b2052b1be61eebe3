"""What a Consent permits and refuses, in every shape, and how what is not understood is read."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from cordee.fhir import decode
from cordee.store import categories as cat
from cordee.store.consents import RULES_MAX, Rule, rules_of
from cordee.store.moments import EARLIEST

PLAN_AND_AGENDA = [{"system": "urn:cordee:category", "code": code} for code in ("plan", "agenda")]
NURSE = {"role": {"text": "destinataire"}, "reference": {"reference": "PractitionerRole/nurse"}}
SOCIAL = {
    "role": {"coding": [{"system": "urn:cordee:reader-class", "code": "social"}]},
    "reference": {"display": "Travailleurs sociaux"},
}
LETTER = {"meaning": "instance", "reference": {"reference": "DocumentReference/letter"}}
RESEARCH = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}
TREATMENT = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}


def _consent(provision: dict[str, Any] | None, **other: Any) -> Any:
    content = {
        "resourceType": "Consent",
        "id": "c",
        "status": "active",
        "scope": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
            ]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/jeanne"},
        "policy": [{"uri": "urn:cordee:information-notice:test:1"}],
    } | other
    if provision is not None:
        content["provision"] = provision
    return decode(msgspec.json.encode(content), "Consent")


def _rules(provision: dict[str, Any] | None, **other: Any) -> list[Rule]:
    return rules_of(_consent(provision, **other), "Consent", "jeanne")


def _rule(
    recipient: str = "*", categories: int = cat.ALL, resource: str = "", *, permits: bool = False
) -> Rule:
    return Rule(recipient, permits, categories, resource, EARLIEST, None)


def test_refusal_of_a_member_is_of_everything() -> None:
    assert _rules({"type": "deny", "actor": [NURSE]}) == [_rule("PractitionerRole/nurse")]


def test_permission_names_recipients_and_categories() -> None:
    rules = _rules({"type": "permit", "actor": [NURSE, SOCIAL], "class": PLAN_AND_AGENDA})
    parts = cat.PLAN | cat.AGENDA
    assert rules == [
        _rule("PractitionerRole/nurse", parts, permits=True),
        _rule("class:social", parts, permits=True),
    ]


def test_no_actor_means_everyone() -> None:
    assert _rules({"type": "deny"}) == [_rule()]


def test_refusal_of_a_document_names_it_without_its_version() -> None:
    letter = {"meaning": "instance", "reference": {"reference": "DocumentReference/letter/_history/2"}}
    assert _rules({"type": "deny", "data": [letter]}) == [_rule(resource="DocumentReference/letter")]


def test_period_bounds_the_rule_and_its_last_day_counts() -> None:
    (rule,) = _rules({"type": "deny", "period": {"start": "2026-09-01", "end": "2026-09-30"}})
    assert (rule.starts_at, rule.ends_at) == (
        datetime(2026, 9, 1, tzinfo=UTC),
        datetime(2026, 10, 1, tzinfo=UTC),
    )


def test_period_that_ends_before_it_starts_says_nothing() -> None:
    assert _rules({"type": "deny", "period": {"start": "2026-09-01", "end": "2026-08-01"}}) == []


@pytest.mark.parametrize("status", ["draft", "proposed", "rejected", "inactive", "entered-in-error"])
def test_only_an_active_consent_says_anything(status: str) -> None:
    assert _rules({"type": "deny"}, status=status) == []


def test_another_scope_or_no_single_patient_says_nothing() -> None:
    research = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]
    }
    assert _rules({"type": "deny"}, scope=research) == []
    assert rules_of(_consent({"type": "deny"}), "Consent", None) == []


def test_information_without_provision_says_nothing() -> None:
    assert _rules(None) == []


def test_representative_of_a_minor_speaks_for_them() -> None:
    mother = [{"reference": "RelatedPerson/mother"}]
    assert _rules({"type": "deny", "actor": [NURSE]}, performer=mother) == [_rule("PractitionerRole/nurse")]


def test_nested_provision_narrows_what_is_around_it() -> None:
    rules = _rules(
        {
            "type": "permit",
            "actor": [NURSE],
            "period": {"end": "2026"},
            "provision": [
                {"type": "deny", "class": PLAN_AND_AGENDA, "period": {"start": "2026-06", "end": "2027"}}
            ],
        }
    )
    end = datetime(2027, 1, 1, tzinfo=UTC)
    assert rules == [
        Rule("PractitionerRole/nurse", True, cat.ALL, "", EARLIEST, end),
        Rule(
            "PractitionerRole/nurse", False, cat.PLAN | cat.AGENDA, "", datetime(2026, 6, 1, tzinfo=UTC), end
        ),
    ]


def test_root_without_type_only_sets_limits_and_nested_without_type_is_the_contrary() -> None:
    nested = {"actor": [NURSE], "provision": [{"type": "deny", "provision": [{"class": PLAN_AND_AGENDA}]}]}
    assert _rules(nested) == [
        _rule("PractitionerRole/nurse"),
        _rule("PractitionerRole/nurse", cat.PLAN | cat.AGENDA, permits=True),
    ]


@pytest.mark.parametrize(
    "unknown",
    [
        {"class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Observation"}]},
        {"class": [*PLAN_AND_AGENDA, {"system": "urn:cordee:category", "code": "mesures"}]},
        {
            "securityLabel": [
                {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
            ]
        },
        {"dataPeriod": {"start": "2020"}},
        {"code": [{"text": "HIV"}]},
        {"actor": [{"role": {"text": "destinataire"}, "reference": {"display": "Dr Martin"}}]},
        {
            "actor": [
                {"role": {"text": "destinataire"}, "reference": {"identifier": {"value": "10100000001"}}}
            ]
        },
        {"actor": [SOCIAL | {"reference": {"reference": "Organization/clic"}}]},
        {"actor": [SOCIAL | {"role": {"coding": [{"system": "urn:cordee:reader-class", "code": "socail"}]}}]},
        {"data": [LETTER | {"meaning": "related"}]},
        {
            "data": [
                {"meaning": "instance", "reference": {"reference": "https://elsewhere/DocumentReference/1"}}
            ]
        },
        {"modifierExtension": [{"url": "https://elsewhere/not", "valueBoolean": True}]},
    ],
)
def test_what_is_not_understood_permits_nothing_and_narrows_no_refusal(unknown: dict[str, Any]) -> None:
    assert _rules({"type": "permit"} | unknown) == []
    assert (
        _rules({"type": "permit"} | unknown | {"provision": [{"type": "permit", "class": PLAN_AND_AGENDA}]})
        == []
    )
    assert _rules({"type": "deny"} | unknown) == [_rule()]


def test_permission_of_single_documents_permits_nothing() -> None:
    assert _rules({"type": "permit", "actor": [NURSE], "data": [LETTER]}) == []


@pytest.mark.parametrize(
    ("limit", "permits", "denies"),
    [
        ({"purpose": [RESEARCH]}, False, False),
        ({"purpose": [TREATMENT]}, True, True),
        ({"purpose": [RESEARCH, TREATMENT]}, True, True),
        ({"purpose": [{"system": "urn:other", "code": "x"}]}, False, True),
        ({"action": [{"coding": [{"code": "access"}]}]}, True, True),
        ({"action": [{"coding": [{"code": "collect"}]}]}, False, False),
        ({"action": [{"text": "?"}]}, False, True),
    ],
)
def test_what_is_not_about_reading_for_care_is_no_rule(
    limit: dict[str, Any], permits: bool, denies: bool
) -> None:
    assert bool(_rules({"type": "permit"} | limit)) is permits
    assert bool(_rules({"type": "deny"} | limit)) is denies


def test_more_rules_than_can_be_kept_refuse_everything() -> None:
    actors = [
        {"role": {"text": "destinataire"}, "reference": {"reference": f"PractitionerRole/{n}"}}
        for n in range(RULES_MAX + 1)
    ]
    assert _rules({"type": "permit", "actor": actors}) == [_rule()]
