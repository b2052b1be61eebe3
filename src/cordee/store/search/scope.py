"""Where a condition stands: on which row, of which type, for whom."""

import msgspec

from cordee.store.asker import Asker
from cordee.store.predicate import visible
from cordee.store.search.bound import Bound


class Scope(msgspec.Struct, frozen=True):
    """One level of a search: `row` names the resource it speaks of; `type_name` is empty when it may be of any type."""

    asker: Asker
    bound: Bound
    type_name: str
    row: str = "r"
    depth: int = 0

    def deeper(self, type_name: str) -> "Scope":
        """Return the scope of the resources that this one's lead to, or that lead to them."""
        depth = self.depth + 1
        return Scope(self.asker, self.bound, type_name, f"r{depth}", depth)

    @property
    def stands(self) -> str:
        """Return the condition that the row is of the type, not deleted, and the asker's to see."""
        may_see = visible(self.asker, self.type_name or None, self.row)
        return f"{self.is_of_type} AND NOT {self.row}.deleted AND {may_see}"

    @property
    def is_of_type(self) -> str:
        """Return the condition that the row is of the type."""
        return f"{self.row}.type = '{self.type_name}'" if self.type_name else "true"
