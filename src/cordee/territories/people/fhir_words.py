"""Short ways to write the FHIR shapes that come back in every resource of an imagined record."""

from cordee.fhir.r4 import CodeableConcept, Coding, Period, Reference


def reference(kind: str, id_: str, display: str | None = None) -> Reference:
    """Return a reference to a resource, with the name to show when it is not read."""
    return Reference(reference=f"{kind}/{id_}", display=display)


def coding(system: str, code: str, display: str | None = None) -> Coding:
    """Return one code of one system."""
    return Coding(system=system, code=code, display=display)


def concept(system: str, code: str, text: str | None = None) -> CodeableConcept:
    """Return a coded concept and the French words for it."""
    return CodeableConcept(coding=[Coding(system=system, code=code)], text=text)


def words(text: str) -> CodeableConcept:
    """Return a concept that has words and no code."""
    return CodeableConcept(text=text)


def period(start: str, end: str | None = None) -> Period:
    """Return a period, still open when it has no end."""
    return Period(start=start, end=end)
