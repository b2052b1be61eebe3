"""People as FranceConnect knows them: the pivot identity, and the one record it is of, if there is exactly one."""

from cordee.access.persons.desk import PersonDesk
from cordee.access.persons.pivot import Pivot, pivot_of

__all__ = ["PersonDesk", "Pivot", "pivot_of"]
