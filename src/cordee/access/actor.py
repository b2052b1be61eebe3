"""The person, or program, who acts."""

import msgspec

from cordee.access.habilitation import reader_of, reads_of, writes_of
from cordee.store import Asker
from cordee.store.circle import coordination_key


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody signed in, in the one role they act in now.

    `who` is the reference that signs what they write; `keys` the references under which they may stand in a circle.
    `kind` is professional, patient, carer or operator.
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

    @property
    def is_professional(self) -> bool:
        """Return True for professionals of any sector."""
        return self.kind == "professional"

    @property
    def is_coordinator(self) -> bool:
        """Return True for the coordination staff of a DAC or another coordination structure."""
        return self.kind == "professional" and self.role == "coordinator"

    def may_read(self, category: int) -> bool:
        """Return whether this role may read that category in the records it reaches."""
        return bool(reads_of(self.kind, self.role) & category)

    def may_write(self, category: int) -> bool:
        """Return whether this role may write that category in the records it reaches."""
        return bool(writes_of(self.kind, self.role) & category)

    def asker(self, purpose: str) -> Asker:
        """Return what the store must know of this actor, for one purpose.

        - coordination staff also stand in the circles their organisation manages;
        - professionals may open records; patients, carers and operators may not.
        """
        keys = self.keys
        if self.is_coordinator and self.organization:
            keys = (*keys, coordination_key(self.organization))
        return Asker(
            who=self.who,
            role=self.role or self.kind,
            organization=self.organization,
            keys=keys,
            reads=reads_of(self.kind, self.role),
            writes=writes_of(self.kind, self.role),
            reader=reader_of(self.kind, self.role),
            purpose=purpose,
            may_open_records=self.is_professional,
            account=self.id,
        )
