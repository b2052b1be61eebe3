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


class SharedNumberError(CordeeError):
    """Two search parameters would be indexed under the same number; the definitions were not put in force."""

    code = "shared-number"
    category = Category.CONFLICT

    def __init__(self, names: list[str]) -> None:
        named = ", ".join(names)
        super().__init__(
            f"Ces paramètres de recherche ne pourraient être distingués dans les index : {named}. "
            "Rien n’a été installé.",
            f"These search parameters could not be told apart in the indexes: {named}. Nothing was installed.",
        )


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
