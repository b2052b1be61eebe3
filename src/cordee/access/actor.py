"""The person, or program, who acts."""

import msgspec

from cordee.access.habilitation import reader_class_of, reads_of, writes_of
from cordee.access.limits import Limits


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody signed in, in the one role they act in now.

    `who` is the reference that signs what they write; `keys` the references under which they may stand in a circle.
    `kind` is professional, patient, carer, operator, officer, or system for a program of a structure. `limits` is what
    an application's token takes away from all that; None for people.
    """

    id: str
    login: str
    name: str
    kind: str
    role: str
    role_label: str
    who: str
    keys: tuple[str, ...]
    organization: str
    organization_name: str
    limits: Limits | None = None

    @property
    def is_professional(self) -> bool:
        """Return True for professionals of any sector."""
        return self.kind == "professional"

    @property
    def reader_class(self) -> str:
        """Return the class of the habilitation matrix this actor reads as; empty when it has none."""
        return reader_class_of(self.kind, self.role)

    @property
    def is_coordinator(self) -> bool:
        """Return True for the coordination staff of a DAC or another coordination structure."""
        return self.reader_class == "coordination"

    @property
    def is_officer(self) -> bool:
        """Return True for a privacy officer: reads the trace of the territory, and no record."""
        return self.kind == "officer"

    def may_read(self, category: int) -> bool:
        """Return whether this role may read that category in the records it reaches."""
        return bool(reads_of(self.reader_class) & category)

    def may_write(self, category: int) -> bool:
        """Return whether this role may write that category in the records it reaches."""
        return bool(writes_of(self.reader_class) & category)
