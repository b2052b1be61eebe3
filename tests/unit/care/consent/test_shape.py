"""The one shape of a Consent: valid R4, read into the rules it means, and back into plain values."""

from datetime import UTC, datetime

import pytest

from cordee.care.consent.saying import said
from cordee.care.consent.shape import (
    Evidence,
    Recipient,
    information,
    permission,
    refusal,
    withdrawn,
)
from cordee.fhir import decode, encode
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import Consent
from cordee.fhir.validation import validate
from cordee.store import categories as cat
from cordee.store.consents import rules_of

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
EVIDENCE = Evidence(
    agreed_by="RelatedPerson/mother",
    collected_by="PractitionerRole/social",
    at=AT,
    how="written",
    notice="urn:cordee:information-notice:test:1",
    scan="DocumentReference/scan",
)
TEACHER = Recipient(reference="PractitionerRole/teacher", display="Enseignant spécialisé")
HELPS = Recipient(reader_class="home_help", display="Aides à domicile")

SHAPES = {
    "information": information("jeanne", EVIDENCE),
    "permission": permission("jeanne", [TEACHER, HELPS], EVIDENCE, categories=["plan"], ends="2027-07-05"),
    "refusal": refusal("jeanne", [HELPS], EVIDENCE, categories=["medical"]),
    "document": refusal("jeanne", [], EVIDENCE, documents=["DocumentReference/letter"]),
    "withdrawn": withdrawn(refusal("jeanne", [HELPS], EVIDENCE), EVIDENCE),
}


@pytest.mark.parametrize("consent", SHAPES.values(), ids=SHAPES.keys())
def test_shape_is_valid_r4(consent: Consent) -> None:
    content = encode(consent)
    assert [one for one in validate(read_json(content)) if one.severity in ("error", "fatal")] == []
    assert encode(decode(content, "Consent")) == content


def test_permission_is_read_into_its_rules() -> None:
    rules = rules_of(SHAPES["permission"], "Consent", "jeanne")
    assert [(one.recipient, one.permits, one.categories) for one in rules] == [
        ("PractitionerRole/teacher", True, cat.IDENTITY | cat.PLAN),
        ("class:home_help", True, cat.IDENTITY | cat.PLAN),
    ]
    assert {(one.starts_at, one.ends_at) for one in rules} == {(AT, datetime(2027, 7, 6, tzinfo=UTC))}


def test_refusal_of_a_document_is_read_into_its_rule() -> None:
    (rule,) = rules_of(SHAPES["document"], "Consent", "jeanne")
    assert (rule.recipient, rule.permits, rule.resource) == ("*", False, "DocumentReference/letter")


def test_information_and_what_is_withdrawn_make_no_rule() -> None:
    assert rules_of(SHAPES["information"], "Consent", "jeanne") == []
    assert rules_of(SHAPES["withdrawn"], "Consent", "jeanne") == []


def test_what_was_said_reads_back() -> None:
    found = said(SHAPES["permission"])
    assert (found.kind, found.recipients, found.categories) == (
        "permission",
        (TEACHER, HELPS),
        ("identity", "plan"),
    )
    assert (found.agreed_by, found.collected_by, found.collected_at, found.collected_how) == (
        EVIDENCE.agreed_by,
        EVIDENCE.collected_by,
        AT,
        "written",
    )
    assert (found.notice, found.scan) == (EVIDENCE.notice, EVIDENCE.scan)
    assert found.is_in_force(LATER)
    assert not said(SHAPES["withdrawn"]).is_in_force(LATER)
