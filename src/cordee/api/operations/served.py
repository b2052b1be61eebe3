"""Every operation served: one line each."""

from cordee.api.operations.apply import APPLY_ACTIVITY, APPLY_PLAN
from cordee.api.operations.document import DOCUMENT
from cordee.api.operations.everything import EVERYTHING
from cordee.api.operations.match import MATCH
from cordee.api.operations.meta import META
from cordee.api.operations.meta_changes import META_ADD, META_DELETE
from cordee.api.operations.operation import Operation
from cordee.api.operations.validate import VALIDATE

OPERATIONS: tuple[Operation, ...] = (
    APPLY_ACTIVITY,
    APPLY_PLAN,
    DOCUMENT,
    EVERYTHING,
    MATCH,
    META,
    META_ADD,
    META_DELETE,
    VALIDATE,
)
