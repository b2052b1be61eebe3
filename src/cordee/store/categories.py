"""Which part of a record a resource belongs to: one bit each, so that a right is a mask.

Source: DESIGN section 8, column "data category".
"""

IDENTITY = 1 << 0
CIRCLE = 1 << 1
SOCIAL = 1 << 2
MEDICAL = 1 << 3
PLAN = 1 << 4
NOTEBOOK = 1 << 5
MEASURES = 1 << 6
DOCUMENTS = 1 << 7
AGENDA = 1 << 8
MESSAGES = 1 << 9
REQUEST = 1 << 10
OTHER = 1 << 11
CONSENT = 1 << 12
ALL = (1 << 13) - 1

# What a category is called where somebody names it: in a Consent, in a territory's matrix.
CODES: dict[str, int] = {
    "identity": IDENTITY,
    "circle": CIRCLE,
    "social": SOCIAL,
    "medical": MEDICAL,
    "plan": PLAN,
    "notebook": NOTEBOOK,
    "measures": MEASURES,
    "documents": DOCUMENTS,
    "agenda": AGENDA,
    "messages": MESSAGES,
    "request": REQUEST,
    "other": OTHER,
    "consent": CONSENT,
}

# What an alert may be about, said by a tag of its Task; one that does not say is medical, the narrowest.
ALERT_CAUSES: dict[str, int] = {
    name: CODES[name]
    for name in (
        "social",
        "medical",
        "plan",
        "notebook",
        "measures",
        "documents",
        "agenda",
        "messages",
        "request",
    )
}

# Types that are always of one category; the others are decided from their content in `columns.py`.
OF_TYPE: dict[str, int] = {
    "Patient": IDENTITY,
    "RelatedPerson": CIRCLE,
    "CareTeam": CIRCLE,
    "EpisodeOfCare": CIRCLE,
    "Consent": CONSENT,
    "CarePlan": PLAN,
    "Goal": PLAN,
    "Appointment": AGENDA,
    "Schedule": AGENDA,
    "Slot": AGENDA,
    "Condition": MEDICAL,
    "MedicationStatement": MEDICAL,
    "MedicationRequest": MEDICAL,
    "AllergyIntolerance": MEDICAL,
    "Immunization": MEDICAL,
    "Procedure": MEDICAL,
    "Encounter": MEDICAL,
    "DiagnosticReport": MEDICAL,
    "Composition": MEDICAL,
    "DeviceUseStatement": MEDICAL,
    "Coverage": SOCIAL,
}

# Seen by anyone signed in when they belong to no patient: the directory and the territory's own definitions.
DIRECTORY_TYPES = frozenset(
    {
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Location",
        "HealthcareService",
        "Schedule",
        "Slot",
        "Questionnaire",
        "PlanDefinition",
        "ActivityDefinition",
        "ValueSet",
        "CodeSystem",
    }
)
