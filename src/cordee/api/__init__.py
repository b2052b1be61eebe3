"""FHIR R4 over HTTP, under `/fhir`: one interaction a file.

Owns what the specification says about addresses, headers and statuses. Must not know SQL, nor who may see what: every
call holds the door of its bearer and asks that. Must not import `web` or `jobs`.
"""

from cordee.api.routes import routes

__all__ = ["routes"]
