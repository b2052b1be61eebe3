"""Literal references are found and rewritten in place, and nothing else is touched."""

from cordee.fhir import references, rewrite_references

DATA = (
    b'{"subject": {"reference" : "urn:uuid:1", "display":"\\"reference\\":\\"urn:uuid:1\\""},'
    b'"code":"reference","author":[{"reference":"Patient\\/1"}],"note":"urn:uuid:1"}'
)


def test_references_are_listed_in_order() -> None:
    assert references(DATA) == ["urn:uuid:1", "Patient/1"]


def test_mapped_references_are_replaced_and_other_bytes_kept() -> None:
    rewritten = rewrite_references(DATA, {"urn:uuid:1": "Patient/é", "reference": "x", "Patient": "y"})

    assert references(rewritten) == ["Patient/é", "Patient/1"]
    assert rewritten == DATA.replace(b': "urn:uuid:1"', ': "Patient/é"'.encode())


def test_escaped_reference_is_compared_by_what_it_says() -> None:
    assert references(rewrite_references(DATA, {"Patient/1": "Patient/2"})) == ["urn:uuid:1", "Patient/2"]


def test_attachment_by_uuid_is_replaced_and_other_addresses_kept() -> None:
    data = (
        b'{"attachment":{"url":"urn:uuid:1"},"extension":[{"url":"https://x.fr/a","valueUrl":"urn:uuid:1"}]}'
    )
    mapping = {"urn:uuid:1": "Binary/1", "https://x.fr/a": "Binary/2"}
    assert rewrite_references(data, mapping) == data.replace(b'"url":"urn:uuid:1"', b'"url":"Binary/1"')


def test_nothing_to_map_returns_the_same_bytes() -> None:
    assert rewrite_references(DATA, {}) is DATA
