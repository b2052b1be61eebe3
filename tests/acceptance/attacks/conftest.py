"""The API served by a process of its own, for all tests of a module."""

from collections.abc import Iterator

import pytest

from tests.acceptance.serving import Served, serving


@pytest.fixture(scope="module")
def api(module_database_url: str) -> Iterator[Served]:
    """A running server over one record."""
    with serving(module_database_url) as served:
        yield served
