"""Plain JSON keeps digits and refuses what is no object."""

from decimal import Decimal

import pytest

from cordee.fhir import UnreadableResourceError
from cordee.fhir.json_value import read_json, write_json


def test_digits_are_kept_both_ways() -> None:
    text = b'{"value":62.10,"count":3}'

    assert read_json(text) == {"value": Decimal("62.10"), "count": 3}
    assert write_json(read_json(text)) == text


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"1", b'{"a":"\xff"}', b"[" * 5000])
def test_what_is_no_json_object_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableResourceError):
        read_json(text)
