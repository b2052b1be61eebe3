"""Labels joined and taken apart, however many there are."""

import time

from cordee.api.operations.labels import with_labels, without_labels

SECONDS_MAX = 1.0


def test_tens_of_thousands_of_profiles_are_joined_and_taken_apart_at_once() -> None:
    there = {"profile": [f"https://example.org/a/{n}" for n in range(40_000)]}
    given = {"profile": [f"https://example.org/b/{n}" for n in range(40_000)]}
    begun = time.monotonic()
    joined = with_labels(there, given)

    assert len(joined["profile"]) == 80_000
    assert without_labels(joined, given) == there
    assert time.monotonic() - begun < SECONDS_MAX
