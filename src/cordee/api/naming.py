"""Refusals that say which place of a Bundle they are about."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from cordee.kernel.errors import ISSUE_CODE, CordeeError, Issue


@contextmanager
def naming(expression: str) -> Iterator[None]:
    """Give every refusal raised inside the expression of the place it is about."""
    try:
        yield
    except CordeeError as error:
        issues = error.issues or (
            Issue(message_fr=error.message_fr, message_en=error.message_en, code=ISSUE_CODE[error.category]),
        )
        error.issues = tuple(msgspec.structs.replace(issue, expression=expression) for issue in issues)
        raise
