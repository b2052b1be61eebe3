"""Structured Data Capture: questionnaires filled, asked, computed and checked, answers turned into resources. Pure.

Owns what the SDC guide says of all that. Must not know where resources are kept, nor who asks: what is needed from
there is listed (`queries_of`, `links_of`) and handed in.
Source: http://hl7.org/fhir/uv/sdc/STU3/populate.html and http://hl7.org/fhir/uv/sdc/STU3/extraction.html
"""

from cordee.fhir.sdc.answer_lists import CHOICES, Lacking, Listed, lists_named, with_answer_lists
from cordee.fhir.sdc.calculating import Calculated, Calculation, Function, calculate, is_calculated
from cordee.fhir.sdc.enabling import enabled, is_same, value_in
from cordee.fhir.sdc.extraction import Extraction, extract
from cordee.fhir.sdc.linked_observations import Link, links_of
from cordee.fhir.sdc.population import Population, populate
from cordee.fhir.sdc.queries import filled, queries_of
from cordee.fhir.sdc.sheet import Place, Sheet, address_of, items_of_sheet, places, repeats_as_group, sheet_of

__all__ = [
    "CHOICES",
    "Calculated",
    "Calculation",
    "Extraction",
    "Function",
    "Lacking",
    "Link",
    "Listed",
    "Place",
    "Population",
    "Sheet",
    "address_of",
    "calculate",
    "enabled",
    "extract",
    "filled",
    "is_calculated",
    "is_same",
    "items_of_sheet",
    "links_of",
    "lists_named",
    "places",
    "populate",
    "queries_of",
    "repeats_as_group",
    "sheet_of",
    "value_in",
    "with_answer_lists",
]
