"""The two ways content can fail to be a resource: it cannot be read at all, or it breaks the R4 definitions."""

from cordee.kernel.errors import Category, CordeeError, InvalidResourceError, Issue


class UnreadableResourceError(InvalidResourceError):
    """The content is not JSON, not an object, or names no R4 resource type."""

    code = "unreadable-resource"
    category = Category.INVALID


class NonConformantResourceError(InvalidResourceError):
    """The content is JSON of a known resource type, and breaks the published definition of that type."""

    code = "non-conformant-resource"
    category = Category.RULE_VIOLATED


class UnsupportedSearchError(CordeeError):
    """The search asks for something this server does not do; it was not run."""

    code = "unsupported-search"
    category = Category.UNSUPPORTED


def unreadable(message_fr: str, message_en: str, expression: str = "") -> UnreadableResourceError:
    """Return the error for content that cannot be read as a resource."""
    issue = Issue(message_fr=message_fr, message_en=message_en, expression=expression, code="structure")
    return UnreadableResourceError((issue,))


def non_conformant(issue: Issue) -> NonConformantResourceError:
    """Return the error for content that breaks the definition of its type."""
    return NonConformantResourceError((issue,))
