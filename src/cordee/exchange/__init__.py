"""What comes from elsewhere and goes elsewhere: files of FHIR, mail, other systems.

Owns formats that are not ours and how they become resources. Must not know pages, HTTP or SQL: everything is stored
through the platform's own door. Nothing is imported here: `mime` is started anew for each message.
"""
