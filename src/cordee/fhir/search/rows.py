"""Where index rows come from: one set of rows, its expressions, and the numbers it writes under."""

import msgspec

from cordee.fhir.search.expressions import Atom
from cordee.fhir.search.kinds import Kind
from cordee.fhir.search.numbers import Variant, param_number


class RowSource(msgspec.Struct, frozen=True):
    """Index rows that one or several parameters of a type read, named after the first of them.

    `atoms` are what is taken out of the resource. When `group` is given (the text of a repeating element), rows carry
    the ordinal of that element as their part; atoms from elsewhere in the resource are repeated for each ordinal.
    """

    owner: tuple[str, str]
    kind: Kind
    atoms: tuple[Atom, ...]
    group: str = ""

    def number(self, variant: Variant = "") -> int:
        """Return the number its rows carry, those of one variant included."""
        return param_number(*self.owner, variant)
