"""Who asks: what the repository must know of a person to answer, and nothing else about them."""

import msgspec

from cordee.store.categories import ALL


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """The asker of every read and write; `access` makes it from an actor and a purpose.

    `keys` are the references under which the asker may stand in a circle. `reads` and `writes` are masks of
    store.categories, `reader` the bits of store.visibility that hide an entry from this asker. A system asker
    passes every circle: it is for imports, jobs and set-up, and is traced like any other. `account` is the id of the
    account that signed in, empty for the platform.

    `recipients` is what a consent rule may name this asker by: keys, `class:<reader class>` and `*`. The person whose
    record it is has none: no consent shuts them out of it.

    `corrects_others` lets them change contributions somebody else wrote, `writes_for_others` send what somebody else
    signed; see `store.authorship`.

    A token may narrow all this: to the record of `only_patient` (an id), to `only_types` in everything it reads and to
    `write_types` in what it writes; empty or None narrows nothing.
    """

    who: str
    role: str
    keys: tuple[str, ...]
    reads: int
    writes: int
    reader: int
    organization: str = ""
    purpose: str = "care"
    may_open_records: bool = False
    is_system: bool = False
    account: str = ""
    recipients: tuple[str, ...] = ()
    corrects_others: bool = False
    writes_for_others: bool = False
    only_patient: str = ""
    only_types: frozenset[str] | None = None
    write_types: frozenset[str] | None = None

    @property
    def is_narrowed(self) -> bool:
        """Return whether a token narrows what this asker may see."""
        return bool(self.only_patient) or self.only_types is not None


def system_asker(purpose: str) -> Asker:
    """Return the asker of the platform itself, for the purpose the trace will show."""
    return Asker(
        who="system", role="system", keys=(), reads=ALL, writes=ALL, reader=0, purpose=purpose, is_system=True
    )
