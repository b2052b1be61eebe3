"""`$apply`: a PlanDefinition or an ActivityDefinition made concrete for one person. Pure.

Owns what R4 says of both. Must not know where definitions and people are kept, nor who asks.
Source: https://hl7.org/fhir/R4/plandefinition.html#12.18.3.4 and https://hl7.org/fhir/R4/activitydefinition.html
"""

from cordee.fhir.apply.activity import apply_activity, is_complete
from cordee.fhir.apply.context import Context
from cordee.fhir.apply.definitions import canonicals
from cordee.fhir.apply.plan import apply_plan

__all__ = ["Context", "apply_activity", "apply_plan", "canonicals", "is_complete"]
