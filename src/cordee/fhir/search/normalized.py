"""The form under which search compares texts."""

from cordee.fhir.normalized import normalize

__all__ = ["normalize"]
