"""Professionals as Pro Santé Connect knows them: what they exercise and where becomes the roles they may act in here.

Owns the reading of its claims, the table from professions to roles, and the entries it adds to the directory. Must not
know the protocol that brought the claims.
"""

from cordee.access.professionals.claims import Activity, Professional, professional_of
from cordee.access.professionals.desk import ProfessionalDesk

__all__ = ["Activity", "Professional", "ProfessionalDesk", "professional_of"]
