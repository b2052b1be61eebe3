"""Which version is the newer one."""

import itertools

import pytest

from cordee.fhir.definitions.versions import version_rank

FROM_OLD_TO_NEW = [
    "",
    "0.1.0",
    "1.2.0-snapshot-2",
    "1.2.0",
    "2.1.0",
    "2.2.0-ballot",
    "2.2.0",
    "2.10.0",
    "2018-08-12",
]


@pytest.mark.parametrize(("older", "newer"), list(itertools.pairwise(FROM_OLD_TO_NEW)))
def test_versions_sort_from_old_to_new(older: str, newer: str) -> None:
    assert version_rank(older) < version_rank(newer)


def test_build_metadata_does_not_count() -> None:
    assert version_rank("1.0.0+20240101") == version_rank("1.0.0")
