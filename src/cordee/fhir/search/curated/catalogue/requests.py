"""What is asked, planned and done: requests, tasks, plans, goals."""

TABLES: dict[str, str] = {
    "ServiceRequest": """
identifier      token     identifier
status          token     status
intent          token     intent
priority        token     priority
category        token     category
code            token     code
authored        date      authoredOn
based-on        reference basedOn
body-site       token     bodySite
encounter       reference encounter
occurrence      date      occurrenceDateTime|occurrencePeriod|occurrenceTiming
patient         reference subject ->Patient
performer       reference performer
performer-type  token     performerType
replaces        reference replaces
requester       reference requester
requisition     token     requisition
specimen        reference specimen
subject         reference subject
""",
    "Task": """
identifier       token     identifier
status           token     status
business-status  token     businessStatus
intent           token     intent
priority         token     priority
code             token     code
authored-on      date      authoredOn
modified         date      lastModified
period           date      executionPeriod
based-on         reference basedOn
encounter        reference encounter
focus            reference focus
group-identifier token     groupIdentifier
owner            reference owner
part-of          reference partOf
patient          reference for_ ->Patient
performer        token     performerType
requester        reference requester
subject          reference for_
""",
    "CarePlan": """
identifier         token     identifier
status             token     status
intent             token     intent
category           token     category
activity-code      token     activity.detail.code
activity-reference reference activity.reference
based-on           reference basedOn
care-team          reference careTeam
condition          reference addresses
date               date      period
encounter          reference encounter
goal               reference goal
part-of            reference partOf
patient            reference subject ->Patient
performer          reference activity.detail.performer
replaces           reference replaces
subject            reference subject
""",
    "Goal": """
identifier         token     identifier
lifecycle-status   token     lifecycleStatus
achievement-status token     achievementStatus
category           token     category
patient            reference subject ->Patient
start-date         date      startDate
subject            reference subject
target-date        date      target.dueDate
""",
}
