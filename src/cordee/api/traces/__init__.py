"""The trace as AuditEvent: read and searched, never written. Source: `ans.fhir.fr.tde` 2.0.0, and ADR 0025.

AuditEvents are not resources of the store: each is one line of the trace, told when it is asked for.
"""

from cordee.api.traces.interactions import AUDIT_EVENT, handler_of_entry, refuse_writes, served_for
from cordee.api.traces.listing import trace_described

__all__ = ["AUDIT_EVENT", "handler_of_entry", "refuse_writes", "served_for", "trace_described"]
