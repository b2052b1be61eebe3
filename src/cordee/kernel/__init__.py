"""What every layer needs and nothing more: errors, settings, clock, ids, logging.

Owns the closed set of error categories and their two tables.
Must not know FHIR, SQL, HTTP or any other package.
"""
