"""The notice itself: a Communication to one person, with the labels of its cause and never its content."""

from typing import Any

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import concept, fhir_instant
from cordee.care.notices.kinds import Kind
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Communication, CommunicationPayload, Meta, Reference
from cordee.kernel.clock import now


class Cause(msgspec.Struct, frozen=True):
    """What people are told of: a resource as it stands, and who wrote it last."""

    resource: Any
    type: str
    id: str
    written_by: str

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.id}"

    @property
    def labels(self) -> list[Coding]:
        """Return every label the cause carries, wherever it stands."""
        meta = self.resource.meta
        on_the_version = (meta.security if meta is not None else None) or ()
        concepts = getattr(self.resource, "securityLabel", None) or ()
        found = [*on_the_version, *(coding for one in concepts for coding in one.coding or ())]
        return list({(coding.system, coding.code): coding for coding in found}.values())

    @property
    def authors(self) -> set[str]:
        """Return who did it: whoever wrote it, and whoever it says it is from."""
        named = [self.written_by]
        for element in ("author", "sender", "asserter"):
            value = getattr(self.resource, element, None)
            for one in value if isinstance(value, list) else (value,):
                named.append(getattr(one, "reference", None) or "")
        return set(named) - {""}


def notice(chart: Chart | None, what: Kind, cause: Cause, reader: str, id_: str) -> Communication:
    """Return the notice of a cause to one reader, not read yet: `received` is absent.

    One that is of no record, or whose kind names none, has no subject: it is its reader's alone.
    """
    is_of_record = chart is not None and what.is_of_record
    return Communication(
        id=id_,
        meta=Meta(security=cause.labels or None),
        status="completed",
        category=[concept(systems.NOTICE, what.code, what.words)],
        priority="urgent" if what.is_urgent else "routine",
        subject=about(chart.patient_id) if chart is not None and is_of_record else None,
        about=[Reference(reference=cause.reference)],
        sent=fhir_instant(now()),
        recipient=[Reference(reference=reader)],
        payload=[CommunicationPayload(contentString=what.words)],
    )
