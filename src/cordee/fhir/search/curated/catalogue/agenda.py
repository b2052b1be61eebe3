"""Appointments and what they are booked in."""

TABLES: dict[str, str] = {
    "Appointment": """
identifier        token     identifier
status            token     status
date              date      start
actor             reference participant.actor
appointment-type  token     appointmentType
based-on          reference basedOn
location          reference participant.actor ->Location
part-status       token     participant.status
patient           reference participant.actor ->Patient
practitioner      reference participant.actor ->Practitioner
reason-code       token     reasonCode
reason-reference  reference reasonReference
service-category  token     serviceCategory
service-type      token     serviceType
slot              reference slot
specialty         token     specialty
supporting-info   reference supportingInformation
""",
    "Schedule": """
identifier       token     identifier
active           token     active
actor            reference actor
date             date      planningHorizon
service-category token     serviceCategory
service-type     token     serviceType
specialty        token     specialty
""",
    "Slot": """
identifier       token     identifier
status           token     status
start            date      start
appointment-type token     appointmentType
schedule         reference schedule
service-category token     serviceCategory
service-type     token     serviceType
specialty        token     specialty
""",
}
