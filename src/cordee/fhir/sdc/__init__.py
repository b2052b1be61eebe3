"""Structured Data Capture: a questionnaire filled from what is known, and answers turned into resources. Pure.

Owns what the SDC guide says of both. Must not know where resources are kept, nor who asks: what is needed from there is
listed (`wanted_…`) and handed in.
Source: http://hl7.org/fhir/uv/sdc/STU3/populate.html and http://hl7.org/fhir/uv/sdc/STU3/extraction.html
"""

from cordee.fhir.sdc.extraction import Extraction, extract
from cordee.fhir.sdc.linked_observations import Link, links_of
from cordee.fhir.sdc.population import Population, populate
from cordee.fhir.sdc.queries import filled, queries_of

__all__ = ["Extraction", "Link", "Population", "extract", "filled", "links_of", "populate", "queries_of"]
