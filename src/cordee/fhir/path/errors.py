"""The two ways an expression can fail: it is not FHIRPath, or it cannot be evaluated on what it was given."""

from cordee.kernel.errors import Category, CordeeError

EXCERPT_CHARS = 24


class PathError(CordeeError):
    """An expression failed at `position`, counted in characters from 0."""

    code = "path"
    category = Category.INVALID

    def __init__(self, message_fr: str, message_en: str, expression: str = "", position: int = 0) -> None:
        near = excerpt(expression, position)
        super().__init__(
            f"{message_fr} (FHIRPath, caractère {position + 1} : « {near} »)",
            f"{message_en} (FHIRPath, character {position + 1}: “{near}”)",
        )
        self.position = position


class PathSyntaxError(PathError):
    """The text is not a FHIRPath expression this engine accepts."""

    code = "path-syntax"


class PathEvaluationError(PathError):
    """The expression is FHIRPath, but asks of its input what that input cannot give."""

    code = "path-evaluation"


def excerpt(expression: str, position: int) -> str:
    """Return the few characters of `expression` from `position` on: enough to find the place, never the data."""
    near = expression[position : position + EXCERPT_CHARS]
    return near + ("…" if position + EXCERPT_CHARS < len(expression) else "")
