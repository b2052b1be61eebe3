"""What an application's token takes away from the rights of who gave it: never adds to them.

A person's own rights stay the ceiling: a token reads and writes what both allow. A system has no rights of its own, and
gets the mask it was registered with, in the circles where its structure stands, and nothing that carries a label.
"""

import msgspec

from cordee.access.errors import InsufficientScopeError
from cordee.access.scopes import LETTERS, READS, WRITES, Scopes
from cordee.store import Asker

EVERY_LABEL = 0x7FFF_FFFF  # every bit: whatever is hidden from anybody is hidden from a system


class Limits(msgspec.Struct, frozen=True):
    """What one grant allows. `reads` and `writes` are masks of store.categories; `patient_id` is empty for none."""

    application_id: str
    scopes: Scopes
    patient_id: str
    reads: int
    writes: int

    def narrow(self, asker: Asker, *, is_system: bool) -> Asker:
        """Return the asker with what the grant leaves of it.

        Scopes of a patient without a patient open nothing: InsufficientScopeError.
        """
        is_of_patient = self.scopes.of_context("patient")
        if is_of_patient and not self.patient_id:
            raise InsufficientScopeError
        return msgspec.structs.replace(
            asker,
            reads=self.reads if is_system else asker.reads & self.reads,
            writes=self.writes if is_system else asker.writes & self.writes,
            reader=EVERY_LABEL if is_system else asker.reader,
            may_open_records=False,
            only_patient=self.patient_id if is_of_patient else "",
            only_types=self.scopes.types(READS),
            write_types=self.scopes.types(WRITES),
        )

    def require(self, letters: str, type_: str) -> None:
        """Return when each of the letters is given for a type, or for any where none is named.

        Raises: InsufficientScopeError.
        """
        assert set(letters) <= set(LETTERS)
        for letter in letters:
            allowed = self.scopes.types(letter)
            if allowed is not None and (not allowed or (type_ and type_ not in allowed)):
                raise InsufficientScopeError

    def narrow_to(self, asker: Asker, letters: str, type_: str) -> Asker:
        """Return the asker for one interaction: what it reads, or writes, are the types given for all its letters.

        `type_` is the type the interaction names, empty for none.

        Raises: InsufficientScopeError when that type is not given for one of the letters.
        """
        self.require(letters, type_)
        reading, writing = _only(letters, READS), _only(letters, WRITES)
        return msgspec.structs.replace(
            asker,
            only_types=self.scopes.types(reading) if reading and not writing else asker.only_types,
            write_types=self.scopes.types(writing) if writing else frozenset(),
        )


def _only(letters: str, kinds: str) -> str:
    return "".join(letter for letter in letters if letter in kinds)
