"""Questionnaires run for somebody: filled from the record, turned into resources, as far as the asker may see.

Owns what of SDC needs the store; the rules themselves are `fhir.sdc`'s. Used by the API's operations and by
`care.assessments` alike. Must not know HTTP nor pages.
"""

from cordee.care.questionnaires.extracting import extracted_by
from cordee.care.questionnaires.labels import labelled
from cordee.care.questionnaires.populating import LANGUAGE, populated_for

__all__ = ["LANGUAGE", "extracted_by", "labelled", "populated_for"]
