"""The circle and the coordination record: team, episode, stays, consent, notices, coverage."""

TABLES: dict[str, str] = {
    "CareTeam": """
identifier  token     identifier
status      token     status
category    token     category
date        date      period
encounter   reference encounter
participant reference participant.member
patient     reference subject ->Patient
subject     reference subject
""",
    "EpisodeOfCare": """
identifier        token     identifier
status            token     status
type              token     type
date              date      period
care-manager      reference careManager
condition         reference diagnosis.condition
incoming-referral reference referralRequest
organization      reference managingOrganization
patient           reference patient ->Patient
""",
    "Encounter": """
identifier         token     identifier
status             token     status
class              token     class_
type               token     type
date               date      period
account            reference account
appointment        reference appointment
based-on           reference basedOn
diagnosis          reference diagnosis.condition
episode-of-care    reference episodeOfCare
location           reference location.location
participant        reference participant.individual
participant-type   token     participant.type
practitioner       reference participant.individual ->Practitioner
part-of            reference partOf
patient            reference subject ->Patient
reason-code        token     reasonCode
reason-reference   reference reasonReference
service-provider   reference serviceProvider
subject            reference subject
""",
    "Consent": """
identifier       token     identifier
status           token     status
scope            token     scope
category         token     category
action           token     provision.action
actor            reference provision.actor.reference
consentor        reference performer
data             reference provision.data.reference
date             date      dateTime
organization     reference organization
patient          reference patient ->Patient
period           date      provision.period
purpose          token     provision.purpose
security-label   token     provision.securityLabel
source-reference reference sourceReference
""",
    "Communication": """
identifier    token     identifier
status        token     status
category      token     category
medium        token     medium
based-on      reference basedOn
encounter     reference encounter
part-of       reference partOf
patient       reference subject ->Patient
received      date      received
recipient     reference recipient
sender        reference sender
sent          date      sent
subject       reference subject
""",
    "Flag": """
identifier token     identifier
author     reference author
date       date      period
encounter  reference encounter
patient    reference subject ->Patient
subject    reference subject
""",
    "Claim": """
identifier token     identifier
status     token     status
created    date      created
patient    reference patient ->Patient
""",
    "ExplanationOfBenefit": """
identifier token     identifier
status     token     status
created    date      created
patient    reference patient ->Patient
""",
    "Coverage": """
identifier  token     identifier
status      token     status
type        token     type
beneficiary reference beneficiary
patient     reference beneficiary ->Patient
payor       reference payor
subscriber  reference subscriber
""",
    "Provenance": """
agent      reference agent.who
agent-role token     agent.role
agent-type token     agent.type
entity     reference entity.what
location   reference location
patient    reference target ->Patient
recorded   date      recorded
target     reference target
when       date      occurredDateTime
""",
}
