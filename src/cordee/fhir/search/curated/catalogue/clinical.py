"""Measures and the medical part: observations, problems, treatments, allergies, vaccines, acts, reports."""

TABLES: dict[str, str] = {
    "Observation": """
identifier                   token     identifier
status                       token     status
category                     token     category
code                         token     code
combo-code                   token     code|component.code
component-code               token     component.code
data-absent-reason           token     dataAbsentReason
date                         date      effectiveDateTime|effectivePeriod|effectiveTiming|effectiveInstant
based-on                     reference basedOn
derived-from                 reference derivedFrom
device                       reference device
encounter                    reference encounter
focus                        reference focus
has-member                   reference hasMember
method                       token     method
part-of                      reference partOf
patient                      reference subject ->Patient
performer                    reference performer
specimen                     reference specimen
subject                      reference subject
value-concept                token     valueCodeableConcept
value-string                 string    valueString|valueCodeableConcept.text
""",
    "Condition": """
identifier          token     identifier
clinical-status     token     clinicalStatus
verification-status token     verificationStatus
category            token     category
severity            token     severity
code                token     code
body-site           token     bodySite
abatement-date      date      abatementDateTime|abatementPeriod
onset-date          date      onsetDateTime|onsetPeriod
onset-info          string    onsetString
recorded-date       date      recordedDate
asserter            reference asserter
encounter           reference encounter
evidence            token     evidence.code
evidence-detail     reference evidence.detail
patient             reference subject ->Patient
subject             reference subject
""",
    "MedicationStatement": """
identifier  token     identifier
status      token     status
category    token     category
code        token     medicationCodeableConcept
context     reference context
effective   date      effectiveDateTime|effectivePeriod
medication  reference medicationReference
part-of     reference partOf
patient     reference subject ->Patient
source      reference informationSource
subject     reference subject
""",
    "MedicationRequest": """
identifier         token     identifier
status             token     status
intent             token     intent
priority           token     priority
category           token     category
authoredon         date      authoredOn
code               token     medicationCodeableConcept
date               date      dosageInstruction.timing
encounter          reference encounter
intended-dispenser reference dispenseRequest.performer
intended-performer reference performer
medication         reference medicationReference
patient            reference subject ->Patient
requester          reference requester
subject            reference subject
""",
    "AllergyIntolerance": """
identifier          token     identifier
clinical-status     token     clinicalStatus
verification-status token     verificationStatus
type                token     type
category            token     category
criticality         token     criticality
code                token     code|reaction.substance
date                date      recordedDate
last-date           date      lastOccurrence
manifestation       token     reaction.manifestation
onset               date      reaction.onset
route               token     reaction.exposureRoute
severity            token     reaction.severity
asserter            reference asserter
recorder            reference recorder
patient             reference patient ->Patient
""",
    "Procedure": """
identifier       token     identifier
status           token     status
category         token     category
code             token     code
date             date      performedDateTime|performedPeriod
based-on         reference basedOn
encounter        reference encounter
location         reference location
part-of          reference partOf
patient          reference subject ->Patient
performer        reference performer.actor
reason-code      token     reasonCode
reason-reference reference reasonReference
subject          reference subject
""",
    "Immunization": """
identifier    token     identifier
status        token     status
status-reason token     statusReason
vaccine-code  token     vaccineCode
date          date      occurrenceDateTime
location      reference location
lot-number    string    lotNumber
manufacturer  reference manufacturer
patient       reference patient ->Patient
performer     reference performer.actor
reaction      reference reaction.detail
reason-code   token     reasonCode
series        string    protocolApplied.series
""",
    "DiagnosticReport": """
identifier          token     identifier
status              token     status
category            token     category
code                token     code
conclusion          token     conclusionCode
date                date      effectiveDateTime|effectivePeriod
issued              date      issued
based-on            reference basedOn
encounter           reference encounter
media               reference media.link
patient             reference subject ->Patient
performer           reference performer
result              reference result
results-interpreter reference resultsInterpreter
specimen            reference specimen
subject             reference subject
""",
}
