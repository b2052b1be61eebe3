"""Validation of resources against R4 and installed profiles: every finding, with its place and what was expected.

Owns how definitions are applied to content. Must not know who asks, nor what is refused because of a finding.
"""

from cordee.fhir.validation.validator import check_profiles, structural_faults, validate

__all__ = ["check_profiles", "structural_faults", "validate"]
