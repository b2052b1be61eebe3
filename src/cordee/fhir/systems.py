"""The names of code systems, identifiers, profiles and extensions Cordée speaks, each in one place.

Names end in what they are only where it would be ambiguous. Ours are `urn:cordee:<name>`.
Sources: fr-core 2.1.0 and 2.2.0, the ANS guides (cds, cdl, gap, pdsm, annuaire), NOS terminologies.
"""

# Our own code systems and identifiers.
ROLE = "urn:cordee:role"
ORGANIZATION_TYPE = "urn:cordee:organization-type"
CARE_TEAM_IDENTIFIER = "urn:cordee:careteam"
RELATED_PERSON_IDENTIFIER = "urn:cordee:person"
NOTICE = "urn:cordee:notice"
MESSAGE = "urn:cordee:message"
THEME = "urn:cordee:theme"
REQUEST_CATEGORY = "urn:cordee:request"
REQUEST_REFUSAL = "urn:cordee:request-refusal"
REQUEST_KIND = "urn:cordee:request-kind"
REQUEST_NUMBER = "urn:cordee:request-number"
REQUEST_ORIGIN = "urn:cordee:request-origin"
REQUEST_CONSENT = "urn:cordee:request-consent"
REQUEST_DELAY = "urn:cordee:request-delay"
TASK_CODE = "urn:cordee:task"
DOMAIN = "urn:cordee:domain"
DOCUMENT_CATEGORY = "urn:cordee:document"
SITUATION = "urn:cordee:situation"
CATEGORY = "urn:cordee:category"
READER_CLASS = "urn:cordee:reader-class"
CONSENT_KIND = "urn:cordee:consent-kind"
EMERGENCY_REASON = "urn:cordee:emergency-reason"

# Our own extensions.
_OURS = "https://cordee.example/StructureDefinition"
OUTSIDE_CARE_TEAM = f"{_OURS}/outside-care-team"
CONSENT_COLLECTED_BY = f"{_OURS}/consent-collected-by"
CONSENT_COLLECTED_HOW = f"{_OURS}/consent-collected-how"
REQUEST_CAME_BY = f"{_OURS}/request-came-by"
REQUEST_PERSON_AGREES = f"{_OURS}/request-person-agrees"
REQUESTER_CONTACT = f"{_OURS}/requester-contact"

# The person's national identifier (INS) and the billing number (NSS).
INS_NIR = "urn:oid:1.2.250.1.213.1.4.8"
INS_NIA = "urn:oid:1.2.250.1.213.1.4.9"
INS_NIR_TEST = "urn:oid:1.2.250.1.213.1.4.10"
INS_NIR_DEMO = "urn:oid:1.2.250.1.213.1.4.11"
NSS_NIR = "urn:oid:1.2.250.1.213.1.4.13"
NSS_NIA = "urn:oid:1.2.250.1.213.1.4.14"
INS_TEST_SYSTEMS = frozenset({INS_NIR_TEST, INS_NIR_DEMO})
INS_SYSTEMS = frozenset({INS_NIR, INS_NIA}) | INS_TEST_SYSTEMS
"""NSS in fr-core 2.1.0 shares the OID of INS-NIR: look at `Identifier.type` too."""

# Professionals and structures.
RPPS = "https://rpps.esante.gouv.fr"
FINESS = "https://finess.esante.gouv.fr"
SIRENE = "https://sirene.fr"
RPPS_RANG = "https://rppsrang.esante.gouv.fr"
NATIONAL_PERSON_ID = "urn:oid:1.2.250.1.71.4.2.1"
NATIONAL_STRUCTURE_ID = "urn:oid:1.2.250.1.71.4.2.2"
URI = "urn:ietf:rfc:3986"

# fr-core code systems.
_FR_CORE = "https://hl7.fr/ig/fhir/core"
FR_IDENTIFIER_TYPE = f"{_FR_CORE}/CodeSystem/fr-core-cs-v2-0203"
FR_IDENTITY_STATUS = f"{_FR_CORE}/CodeSystem/fr-core-cs-v2-0445"
FR_IDENTITY_METHOD = f"{_FR_CORE}/CodeSystem/fr-core-cs-method-collection"
FR_IDENTITY_VALIDATION_MODE = f"{_FR_CORE}/CodeSystem/fr-core-cs-mode-validation-identity"

# fr-core profiles and extensions.
FR_PATIENT_PROFILE = f"{_FR_CORE}/StructureDefinition/fr-core-patient"
FR_PATIENT_INS_PROFILE = f"{_FR_CORE}/StructureDefinition/fr-core-patient-ins"
FR_IDENTITY_RELIABILITY = f"{_FR_CORE}/StructureDefinition/fr-core-identity-reliability"
FR_BIRTH_LIST_GIVEN_NAME = f"{_FR_CORE}/StructureDefinition/fr-core-patient-birth-list-given-name"
FR_INSEE_CODE = f"{_FR_CORE}/StructureDefinition/fr-core-address-insee-code"
FR_EMAIL_TYPE = f"{_FR_CORE}/StructureDefinition/fr-core-contact-point-email-type"
FR_APPOINTMENT_OPERATOR = f"{_FR_CORE}/StructureDefinition/fr-core-appointment-operator"
BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

# ANS profiles and extensions.
_ANS = "https://interop.esante.gouv.fr/ig/fhir"
CARE_TEAM_PROFILE = f"{_ANS}/cds/StructureDefinition/cds-ihe-careteam"
RELATED_PERSON_PROFILE = f"{_ANS}/cds/StructureDefinition/cds-fr-related-person"
ORGANIZATION_PROFILE = f"{_ANS}/cds/StructureDefinition/cds-organization"
NOTE_PROFILE = f"{_ANS}/cdl/StructureDefinition/cdl-document-reference"
NOTE_IS_EMERGENCY = f"{_ANS}/cdl/StructureDefinition/cdl-ext-is-emergency"
DOCUMENT_PROFILE = f"{_ANS}/pdsm/StructureDefinition/pdsm-comprehensive-document-reference"
DOCUMENT_IS_ARCHIVED = f"{_ANS}/pdsm/StructureDefinition/pdsm-ext-is-archived"
APPOINTMENT_PROFILE = f"{_ANS}/gap/StructureDefinition/gap-fr-appointment"
AUDIT_EVENT_PROFILE = f"{_ANS}/tde/StructureDefinition/tde-auditevent"

# NOS terminologies.
_NOS = "https://mos.esante.gouv.fr/NOS"
NOTE_TYPE = f"{_NOS}/TRE_R234-TypeNote/FHIR/TRE-R234-TypeNote"
VISIBILITY = f"{_NOS}/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument"
VISIBILITY_MISSPELT = f"{_NOS}/TRE_A07-StatusVisibiliteDocument/FHIR/TRE-A07-StatusVisibiliteDocument"
VISIBILITY_SYSTEMS = frozenset({VISIBILITY, VISIBILITY_MISSPELT})
"""The second spelling stands in the examples of the published document-sharing guide: honour it, never write it."""
ROLE_CLASS = f"{_NOS}/TRE_R260-HL7RoleClass/FHIR/TRE-R260-HL7RoleClass"
ROLE_CODE = f"{_NOS}/TRE_R216-HL7RoleCode/FHIR/TRE-R216-HL7RoleCode"
PARTICIPATION_FUNCTION = f"{_NOS}/TRE_R259-HL7ParticipationFunction/FHIR/TRE-R259-HL7ParticipationFunction"
INSEE_COMMUNE = f"{_NOS}/TRE_R13-Commune/FHIR/TRE-R13-Commune"
PROFESSION = f"{_NOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
SPECIALTY = f"{_NOS}/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
MESSAGING_TYPE = f"{_NOS}/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie"
EVENT_TYPE = f"{_NOS}/TRE_R254-TypeEvenement/FHIR/TRE-R254-TypeEvenement"

# International terminologies.
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"
MIME_TYPE = "urn:ietf:bcp:13"
LANGUAGE = "urn:ietf:bcp:47"

# HL7 terminologies.
_HL7 = "http://terminology.hl7.org/CodeSystem"
OBSERVATION_CATEGORY = f"{_HL7}/observation-category"
CONDITION_CLINICAL = f"{_HL7}/condition-clinical"
CONDITION_VERIFICATION = f"{_HL7}/condition-ver-status"
CONDITION_CATEGORY = f"{_HL7}/condition-category"
ALLERGY_CLINICAL = f"{_HL7}/allergyintolerance-clinical"
ALLERGY_VERIFICATION = f"{_HL7}/allergyintolerance-verification"
GOAL_ACHIEVEMENT = f"{_HL7}/goal-achievement"
APPOINTMENT_TYPE = f"{_HL7}/v2-0276"
ACT_CODE = f"{_HL7}/v3-ActCode"
CONFIDENTIALITY = f"{_HL7}/v3-Confidentiality"
IDENTIFIER_TYPE = f"{_HL7}/v2-0203"
CONSENT_SCOPE = f"{_HL7}/consentscope"
CONSENT_ACTION = f"{_HL7}/consentaction"
ACT_REASON = f"{_HL7}/v3-ActReason"
PARTICIPATION_TYPE = f"{_HL7}/v3-ParticipationType"

# What a membership of a circle carries beside the profile: how it began, why it ended.
AGREEMENT = "urn:cordee:agreement"
LEAVING = "urn:cordee:leaving"
MANDATE = "urn:cordee:mandate"
JOIN_REASON = "urn:cordee:join-reason"
_MEMBER = "https://cordee.example/StructureDefinition/member"
MEMBER_PROPOSED_BY = f"{_MEMBER}-proposed-by"
MEMBER_AGREEMENT = f"{_MEMBER}-agreement"
MEMBER_END_REASON = f"{_MEMBER}-end-reason"
MEMBER_ENDED_BY = f"{_MEMBER}-ended-by"
