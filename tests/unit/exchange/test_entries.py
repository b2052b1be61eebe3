"""From a text to resources: which bundles are opened, under which ids, with which references, and what is refused."""

import json
from typing import Any

import pytest

from cordee.exchange.files.entries import parts_of
from cordee.exchange.files.parts import Awaiting, Candidate, Part, Refused, Text
from cordee.fhir import encode

URN = "urn:uuid:0b9a3a0e-8e6b-4a8a-9d3f-1f2f3c4d5e6f"
UUID = URN.removeprefix("urn:uuid:")


def parts(content: Any) -> list[Part]:
    """Return the parts of one document."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(parts_of(Text("a.json", data)))


def only(content: Any) -> Part:
    """Return the single part of one document."""
    (part,) = parts(content)
    return part


def bundle(kind: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a Bundle."""
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)} | more


def flag(subject: str, **more: Any) -> dict[str, Any]:
    """Return a resource that refers to somebody."""
    return {
        "resourceType": "Flag",
        "status": "active",
        "code": {"text": "chute"},
        "subject": {"reference": subject},
    } | more


def test_a_resource_keeps_its_id() -> None:
    part = only({"resourceType": "Patient", "id": "jeanne"})

    assert isinstance(part, Candidate)
    assert part.reference == "Patient/jeanne"


def test_a_resource_without_an_id_always_gets_the_same_one() -> None:
    first, second, other = (
        only({"resourceType": "Patient", "gender": g}) for g in ("male", "male", "female")
    )

    assert isinstance(first, Candidate)
    assert isinstance(second, Candidate)
    assert isinstance(other, Candidate)
    assert first.id == second.id != other.id


@pytest.mark.parametrize("kind", ["transaction", "batch", "collection", "searchset"])
def test_bundles_of_resources_are_opened_and_their_references_rewritten(kind: str) -> None:
    patient, found = parts(
        bundle(
            kind,
            {"fullUrl": URN, "resource": {"resourceType": "Patient", "id": "jeanne"}},
            {"resource": flag(URN, id="f")},
        )
    )

    assert isinstance(patient, Candidate)
    assert isinstance(found, Candidate)
    assert (patient.reference, patient.place.entry) == ("Patient/jeanne", 0)
    assert found.resource.subject.reference == "Patient/jeanne"
    assert found.place.entry == 1


@pytest.mark.parametrize("kind", ["document", "message"])
def test_bundles_that_are_resources_are_kept_whole(kind: str) -> None:
    part = only(bundle(kind, {"fullUrl": URN, "resource": {"resourceType": "Patient"}}, id="d"))

    assert isinstance(part, Candidate)
    assert part.reference == "Bundle/d"


@pytest.mark.parametrize("kind", ["history", "transaction-response", "batch-response", "other"])
def test_bundles_that_tell_what_happened_elsewhere_are_refused(kind: str) -> None:
    part = only(bundle(kind))

    assert isinstance(part, Refused)
    assert kind in part.error.message_fr


@pytest.mark.parametrize(
    ("full_url", "id_"),
    [(URN, UUID), ("urn:oid:1.2.3", "1.2.3"), ("https://example.org/fhir/Patient/p1", "p1"),
     ("https://example.org/fhir/Patient/p1/_history/2", "p1")],
)  # fmt: skip
def test_an_entry_without_an_id_takes_the_one_of_its_address(full_url: str, id_: str) -> None:
    part = only(bundle("collection", {"fullUrl": full_url, "resource": {"resourceType": "Patient"}}))

    assert isinstance(part, Candidate)
    assert part.reference == f"Patient/{id_}"


def test_an_absolute_reference_to_another_entry_becomes_local() -> None:
    address = "https://example.org/fhir/Patient/p1"

    _, part = parts(
        bundle(
            "searchset",
            {"fullUrl": address, "resource": {"resourceType": "Patient", "id": "p1"}},
            {"resource": flag(address)},
        )
    )

    assert isinstance(part, Candidate)
    assert part.resource.subject.reference == "Patient/p1"


def test_a_reference_to_another_file_waits() -> None:
    part = only(flag(URN, id="f"))

    assert isinstance(part, Awaiting)
    assert (part.type, part.id) == ("Flag", "f")


def test_one_bad_entry_does_not_hide_the_others() -> None:
    first, bad, worse, last = parts(
        bundle(
            "transaction",
            {"resource": {"resourceType": "Patient", "id": "1"}},
            {"resource": {"resourceType": "Patient", "id": "2", "birthDate": "2026-02-30"}},
            {"resource": {"id": "3"}},
            {"resource": {"resourceType": "Patient", "id": "4"}},
        )
    )

    assert isinstance(first, Candidate)
    assert isinstance(last, Candidate)
    assert isinstance(bad, Refused)
    assert isinstance(worse, Refused)
    assert (bad.type, bad.id, bad.place.entry) == ("Patient", "2", 1)
    assert bad.error.issues[0].expression == "Patient.birthDate"
    assert worse.place.entry == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"resourceType":1}', b'{"resourceType":"Nothing"}', b'{"a":1}',
     b'{"resourceType":"Bundle"}', b'{"resourceType":"Bundle","type":"collection","entry":{}}',
     b'{"resourceType":"Patient","id":"a b"}', b'{"resourceType":"Patient","id":7}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_resource_is_refused_with_a_reason(content: bytes) -> None:
    part = only(content)

    assert isinstance(part, Refused)
    assert part.error.message_fr


@pytest.mark.parametrize(
    "entry",
    [
        {"request": {"method": "DELETE", "url": "Patient/1"}},
        {"request": {"method": "PUT", "url": "Patient/1"}},
        {"resource": flag("Patient?identifier=1")},
    ],
)
def test_entries_that_are_no_plain_resource_are_refused(entry: dict[str, Any]) -> None:
    part = only(bundle("transaction", entry))

    assert isinstance(part, Refused)
    assert part.error.code == "not-importable"


def test_nothing_of_a_resource_is_lost() -> None:
    sent = b'{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},'
    sent += b'"valueQuantity":{"value":1.10}}'

    part = only(sent)

    assert isinstance(part, Candidate)
    assert encode(part.resource) == sent
