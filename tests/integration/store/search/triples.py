"""Searches as documentation: an address, a piece of the SQL it becomes, and what a member of two circles is given.

The member stands in the circles of jeanne and paul, not in that of hidden. `docs/search-sql.md` is written from this
table (`python -m tests.integration.store.search.page_of_triples`); a test compares.
"""

from typing import NamedTuple


class Triple(NamedTuple):
    """A search, what its statement must hold (white space aside), and the ids it gives, in order where it sorts."""

    url: str
    sql: str
    ids: str


STRING = [
    Triple("Patient?family=lam", "i.normalized >= p AND i.normalized < p", "jeanne"),
    Triple("Patient?given=jeanne elie", "index_string", "jeanne"),
    Triple("Patient?given=ELIE", "index_string", ""),
    Triple("Patient?given:contains=élie", "i.normalized LIKE p", "jeanne"),
    Triple("Patient?family:exact=Lambert", "coalesce(i.exact, i.normalized) = p", "jeanne"),
    Triple("Patient?family:exact=lambert", "coalesce(i.exact, i.normalized) = p", ""),
    Triple("Patient?family=lam,dub", "OR", "jeanne paul"),
    Triple("Patient?family=---", "false", ""),
    Triple("Practitioner?name:contains=recha", "i.normalized LIKE p AND i.is_shared", "house"),
]
TOKEN = [
    Triple("Observation?code=29463-7", "i.code = p", "weight weight-g"),
    Triple("Observation?code=http://loinc.org|29463-7", "i.code = p AND i.system = p", "weight weight-g"),
    Triple("Observation?code=urn:other|29463-7", "i.system = p", ""),
    Triple("Observation?code=|29463-7", "i.system = p", ""),
    Triple("Observation?code=http://loinc.org|", "i.system = p", "pressure pulse weight weight-g"),
    Triple("Observation?code=29463-7,8867-4", "i.code = ANY(p)", "pulse weight weight-g"),
    Triple("Observation?code:not=29463-7", "NOT EXISTS", "pressure pulse"),
    Triple("Observation?code:text=tension", "index_string", "pressure"),
    Triple("Patient?active=true", "index_token", "jeanne"),
    Triple("Patient?active:missing=true", "NOT EXISTS", "paul"),
    Triple("Patient?active:missing=false", "EXISTS", "jeanne"),
    Triple("Patient?identifier=urn:oid:1.2.250.1.213.1.4.8|242039999999997", "index_token", "jeanne"),
    Triple(
        "Patient?identifier:of-type=http://interopsante.org/v2-0203|INS-NIR|242039999999997",
        "index_token",
        "jeanne",
    ),
    Triple("Patient?_tag=urn:tag|test", "index_token", "jeanne"),
    Triple("Patient?_id=jeanne,paul,hidden", "l.id = ANY(p)", "jeanne paul"),
    Triple("Observation?combo-code=8480-6", "i.param IN", "pressure"),
]
REFERENCE = [
    Triple("Observation?patient=jeanne", "c.patient_id = ANY(p)", "pressure weight weight-g"),
    Triple("Observation?subject=Patient/paul", "c.patient_id = ANY(p)", "pulse"),
    Triple("Observation?subject:Patient=paul", "c.patient_id = ANY(p)", "pulse"),
    Triple("Observation?patient=hidden", "c.patient_id = ANY(p)", ""),
    Triple(
        "Patient?general-practitioner=Practitioner/house", "i.target_id = p AND i.target_type = p", "jeanne"
    ),
    Triple("Patient?general-practitioner=house", "i.target_id = p", "jeanne"),
    Triple("Patient?organization:identifier=urn:finess|710000001", "index_token", "paul"),
    Triple("Patient?organization:missing=false", "index_reference", "paul"),
]
DATE = [
    Triple(
        "Patient?birthdate=1942-03-12", "i.starts_at >= p AND i.starts_at < p AND i.ends_at <= p", "jeanne"
    ),
    Triple("Patient?birthdate=1942", "index_date", "jeanne"),
    Triple("Patient?birthdate=ne1942-03-12", "i.starts_at < p OR i.ends_at > p", "paul"),
    Triple("Patient?birthdate=gt1942-03-12", "i.ends_at > p", "paul"),
    Triple("Patient?birthdate=ge1942-03-12", "i.starts_at >= p OR i.ends_at > p", "jeanne paul"),
    Triple("Patient?birthdate=lt1950-06-01", "i.starts_at < p", "jeanne"),
    Triple("Patient?birthdate=le1950-06-01", "i.ends_at <= p OR i.starts_at < p", "jeanne paul"),
    Triple("Patient?birthdate=sa1942-03-12", "i.starts_at >= p", "paul"),
    Triple("Patient?birthdate=eb1950", "i.ends_at <= p", "jeanne"),
    Triple("Patient?birthdate=ap1945", "i.starts_at < p AND i.ends_at > p", "jeanne paul"),
    Triple("Observation?date=ge2026-01-11&date=lt2026-01-12", "index_date", "weight-g"),
    Triple("Observation?date=2026-02-03", "index_date", ""),
    Triple("Observation?_lastUpdated=gt2020", "r.updated_at", "pressure pulse weight weight-g"),
    Triple("Observation?_lastUpdated=lt2020", "r.updated_at", ""),
]
NUMBER = [
    Triple("RiskAssessment?probability=0.25", "i.low >= p AND i.low < p AND i.high < p", "fall"),
    Triple("RiskAssessment?probability=0.2", "index_number", ""),
    Triple("RiskAssessment?probability=0.3", "index_number", "fall"),
    Triple("RiskAssessment?probability=ne0.3", "i.low < p OR i.high >= p", ""),
    Triple("RiskAssessment?probability=gt0.25", "i.high > p", ""),
    Triple("RiskAssessment?probability=ge0.25", "i.high >= p", "fall"),
    Triple("RiskAssessment?probability=lt0.25", "i.low < p", ""),
    Triple("RiskAssessment?probability=le0.25", "i.low <= p", "fall"),
    Triple("RiskAssessment?probability=sa0.2", "i.low > p", "fall"),
    Triple("RiskAssessment?probability=eb0.3", "i.high < p", "fall"),
    Triple("RiskAssessment?probability=ap0.26", "i.low <= p AND i.high >= p", "fall"),
]
QUANTITY = [
    Triple("Observation?value-quantity=62.1", "i.low >= p", "weight"),
    Triple(
        "Observation?value-quantity=62.1|http://unitsofmeasure.org|kg", "i.base_code = p", "weight weight-g"
    ),
    Triple(
        "Observation?value-quantity=gt62000|http://unitsofmeasure.org|g", "i.base_high > p", "weight weight-g"
    ),
    Triple("Observation?value-quantity=lt62|http://unitsofmeasure.org|kg", "i.base_low < p", ""),
    Triple("Observation?value-quantity=62.1|http://unitsofmeasure.org|mm", "i.base_code = p", ""),
    Triple("Observation?value-quantity=62.1||kg", "i.code = p", "weight"),
    Triple(
        "Observation?value-quantity=ap60|http://unitsofmeasure.org|kg", "i.base_low <= p", "weight weight-g"
    ),
]
COMPOSITE = [
    Triple("Observation?code-value-quantity=http://loinc.org|29463-7$gt60", "EXISTS", "weight weight-g"),
    Triple("Observation?component-code-value-quantity=8480-6$130", "INTERSECT", "pressure"),
    Triple("Observation?component-code-value-quantity=8480-6$80", "INTERSECT", ""),
    Triple("Observation?combo-code-value-quantity=8462-4$le80", "INTERSECT", "pressure"),
]
URI = [
    Triple("ValueSet?url=http://example.org/fhir/ValueSet/one", "i.code = p", "vs"),
    Triple("ValueSet?url:below=http://example.org/fhir", "i.code >= p AND i.code < p", "vs"),
    Triple("ValueSet?url:below=http://example.org/fhi", "i.code >= p AND i.code < p", ""),
    Triple("Patient?_profile=http://example.org/p/one", "index_token", "jeanne"),
]
SPECIAL = [
    Triple("Location?near=46.78|4.85|10|km", "i.latitude BETWEEN p AND p", "chalon"),
    Triple("Location?near=46.78|4.85|100|km", "asin(sqrt", "chalon macon"),
    Triple("Patient?_text=domicile", "i.narrative @@ plainto_tsquery('french', p)", "jeanne"),
    Triple("Patient?_content=lambert", "i.content @@ plainto_tsquery('french', p)", "jeanne"),
    Triple("Observation?_list=bag", "json_array_elements", "weight"),
]
CHAIN = [
    Triple("Observation?patient.family=lambert", "EXISTS", "pressure weight weight-g"),
    Triple("Observation?subject:Patient.birthdate=1950-06-01", "EXISTS", "pulse"),
    Triple(
        "Observation?patient.general-practitioner.name=marechal",
        "index_reference",
        "pressure weight weight-g",
    ),
    Triple("PractitionerRole?organization.partof.name=clinique", "index_reference", "gp"),
    Triple("PractitionerRole?practitioner.identifier=10001", "index_reference", "gp"),
    Triple("Patient?_has:Observation:patient:code=8867-4", "r1.patient_id = r.id", "paul"),
    Triple(
        "Organization?_has:PractitionerRole:organization:practitioner.family=mar", "index_reference", "ward"
    ),
    Triple(
        "Practitioner?_has:Patient:general-practitioner:_has:Observation:patient:code=29463-7", "r2", "house"
    ),
]
SORT = [
    Triple("Patient?_sort=family", "ORDER BY s0 NULLS LAST, key", "paul jeanne"),
    Triple("Patient?_sort=-family", "ORDER BY s0 DESC NULLS LAST, key DESC", "jeanne paul"),
    Triple("Observation?_sort=date", "min(i.starts_at)", "weight weight-g pressure pulse"),
    Triple("Observation?_sort=-date", "max(i.starts_at)", "pulse pressure weight-g weight"),
    Triple("Observation?_sort=code,-date", "s1 DESC NULLS LAST", "weight-g weight pressure pulse"),
    Triple(
        "Observation?_sort=value-quantity,_id",
        "coalesce(i.base_low, i.low)",
        "weight weight-g pressure pulse",
    ),
    Triple("Observation?_sort=-value-quantity,_id", "NULLS LAST", "weight weight-g pressure pulse"),
    Triple("Observation?_sort=_id", "r.id COLLATE", "pressure pulse weight weight-g"),
    Triple("Patient?_sort=active", "min(i.code)", "jeanne paul"),
    Triple("Patient?_sort=-active", "max(i.code)", "jeanne paul"),
]

TABLE = {
    "String": STRING, "Token": TOKEN, "Reference": REFERENCE, "Date": DATE, "Number": NUMBER, "Quantity": QUANTITY,
    "Composite": COMPOSITE, "Uri": URI, "Special": SPECIAL, "Chains and `_has`": CHAIN, "Sort": SORT,
}  # fmt: skip
