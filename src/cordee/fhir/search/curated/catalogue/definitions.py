"""Definitions shared by everyone: questionnaires, pathways, terminologies."""

_CANONICAL = """
identifier   token     identifier
url          uri       url
version      token     version
name         string    name
title        string    title
status       token     status
date         date      date
description  string    description
publisher    string    publisher
jurisdiction token     jurisdiction
"""
_CONTENT = """
effective date  effectivePeriod
topic     token topic
"""

TABLES: dict[str, str] = {
    "Questionnaire": _CANONICAL
    + """
code         token item.code
effective    date  effectivePeriod
subject-type token subjectType
""",
    "PlanDefinition": _CANONICAL
    + _CONTENT
    + """
type token type
""",
    "ActivityDefinition": _CANONICAL + _CONTENT,
    "ValueSet": _CANONICAL
    + """
expansion uri   expansion.identifier
reference uri   compose.include.system
""",
    "CodeSystem": _CANONICAL
    + """
code         token concept.code
content-mode token content
system       uri   url
""",
}
