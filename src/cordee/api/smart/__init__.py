"""SMART App Launch for programs: what the server offers, and the token, introspection and revocation endpoints.

The page where a person decides is in `web/applications`. See docs/smart.md and ADR 0023.
"""

from cordee.api.smart.routes import smart_routes

__all__ = ["smart_routes"]
