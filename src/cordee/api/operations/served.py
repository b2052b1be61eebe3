"""Every operation served: one line each."""

from cordee.api.operations.apply import APPLY_ACTIVITY, APPLY_PLAN
from cordee.api.operations.document import DOCUMENT
from cordee.api.operations.everything import EVERYTHING
from cordee.api.operations.expand import EXPAND
from cordee.api.operations.export import EXPORT, GROUP_EXPORT, PATIENT_EXPORT
from cordee.api.operations.extract import EXTRACT
from cordee.api.operations.lookup import LOOKUP
from cordee.api.operations.match import MATCH
from cordee.api.operations.meta import META
from cordee.api.operations.meta_changes import META_ADD, META_DELETE
from cordee.api.operations.operation import Operation
from cordee.api.operations.populate import POPULATE
from cordee.api.operations.subscription_status import STATUS
from cordee.api.operations.subsumes import SUBSUMES
from cordee.api.operations.validate import VALIDATE
from cordee.api.operations.validate_code import VALIDATE_IN_CODE_SYSTEM, VALIDATE_IN_VALUE_SET

OPERATIONS: tuple[Operation, ...] = (
    EXPORT,
    GROUP_EXPORT,
    PATIENT_EXPORT,
    APPLY_ACTIVITY,
    APPLY_PLAN,
    DOCUMENT,
    EVERYTHING,
    EXPAND,
    EXTRACT,
    LOOKUP,
    MATCH,
    META,
    META_ADD,
    META_DELETE,
    POPULATE,
    STATUS,
    SUBSUMES,
    VALIDATE,
    VALIDATE_IN_CODE_SYSTEM,
    VALIDATE_IN_VALUE_SET,
)
