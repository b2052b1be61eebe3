"""Notes, documents, compositions and filled questionnaires."""

TABLES: dict[str, str] = {
    "DocumentReference": """
identifier     token     masterIdentifier|identifier
status         token     status
type           token     type
category       token     category
authenticator  reference authenticator
author         reference author
contenttype    token     content.attachment.contentType
custodian      reference custodian
date           date      date
description    string    description
encounter      reference context.encounter
event          token     context.event
facility       token     context.facilityType
format         token     content.format
language       token     content.attachment.language
location       uri       content.attachment.url
patient        reference subject ->Patient
period         date      context.period
related        reference context.related
relatesto      reference relatesTo.target
relation       token     relatesTo.code
security-label token     securityLabel
setting        token     context.practiceSetting
subject        reference subject
""",
    "Composition": """
identifier      token     identifier
status          token     status
type            token     type
category        token     category
attester        reference attester.party
author          reference author
confidentiality token     confidentiality
context         token     event.code
date            date      date
encounter       reference encounter
entry           reference section.entry
patient         reference subject ->Patient
period          date      event.period
section         token     section.code
subject         reference subject
title           string    title
""",
    "QuestionnaireResponse": """
identifier    token     identifier
status        token     status
author        reference author
authored      date      authored
based-on      reference basedOn
encounter     reference encounter
part-of       reference partOf
patient       reference subject ->Patient
questionnaire reference questionnaire
source        reference source
subject       reference subject
""",
}
