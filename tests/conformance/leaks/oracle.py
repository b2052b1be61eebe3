"""Who may see what, said once more over plain facts: small enough to be right by reading it.

Nothing here comes from the product but what a role may read, which other tests hold cell by cell.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: `who` signs what they write, `keys` may stand in circles, `names` are what consents call them.

    `reads` are the parts of a record their role opens, `blind_to` the labels that hide an entry from it.
    """

    login: str
    who: str
    keys: frozenset[str]
    names: frozenset[str]
    reads: int
    blind_to: int


@dataclass
class Membership:
    """A participation in the circle of a patient; `is_outside` the care team, it opens only what a consent permits."""

    member: str
    patient: str
    start: datetime
    end: datetime | None = None
    is_outside: bool = False
    is_emergency: bool = False


@dataclass
class Rule:
    """A consent: permits or refuses parts of a record, or one entry, to those named; to everyone when nobody is."""

    patient: str
    permits: bool
    recipients: frozenset[str]
    parts: int
    entry: str | None
    start: datetime
    end: datetime | None
    is_active: bool = True


@dataclass(frozen=True)
class Version:
    """One version of an entry: whose it was, of which part, hidden from whom, who wrote it."""

    patient: str | None
    part: int
    labels: int
    author: str


@dataclass
class Entry:
    """A resource with its versions, the last one current; `links` are the references of the current one."""

    reference: str
    versions: list[Version]
    facts: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    is_deleted: bool = False

    @property
    def current(self) -> Version:
        """Return the last version."""
        return self.versions[-1]

    @property
    def type(self) -> str:
        """Return the type of the resource."""
        return self.reference.partition("/")[0]

    @property
    def id(self) -> str:
        """Return the id of the resource."""
        return self.reference.partition("/")[2]


@dataclass
class World:
    """Everything that is true."""

    entries: dict[str, Entry] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    closed_circles: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)

    def sees(self, reader: Reader, entry: Entry, at: datetime) -> bool:
        """Return whether somebody sees the current version of an entry at an instant; a deleted one too."""
        return self._sees(reader, entry.reference, entry.current, at)

    def sees_version(self, reader: Reader, entry: Entry, number: int, at: datetime) -> bool:
        """Return whether somebody sees a version of an entry: both it and the current one must be theirs to see."""
        seen = self._sees(reader, entry.reference, entry.versions[number - 1], at)
        return seen and self.sees(reader, entry, at)

    def seen(self, reader: Reader, at: datetime) -> set[str]:
        """Return what somebody sees that is not deleted."""
        return {
            one.reference
            for one in self.entries.values()
            if not one.is_deleted and self.sees(reader, one, at)
        }

    def stands(self, reader: Reader, patient: str, at: datetime) -> bool:
        """Return whether somebody takes part in a circle; outside the care team, once anything is permitted to them."""
        permitted = any(
            self._has(reader, Version(patient, 1 << bit, 0, ""), at, permits=True, entry=None)
            for bit in range(32)
        )
        return any(
            one.patient == patient
            and one.member in reader.keys
            and self._is_in_force(one, at)
            and (permitted or not one.is_outside)
            for one in self.memberships
        )

    def _sees(self, reader: Reader, reference: str, version: Version, at: datetime) -> bool:
        if version.patient is None:
            return True
        if not reader.reads & version.part:
            return False
        if reader.blind_to & version.labels and version.author != reader.who:
            return False
        if self._has(reader, version, at, permits=False, entry=reference):
            return False
        return any(self._opens(one, reader, version, at) for one in self.memberships)

    def _opens(self, one: Membership, reader: Reader, version: Version, at: datetime) -> bool:
        if one.patient != version.patient or one.member not in reader.keys or not self._is_in_force(one, at):
            return False
        return not one.is_outside or self._has(reader, version, at, permits=True, entry=None)

    def _is_in_force(self, one: Membership, at: datetime) -> bool:
        is_of_circle = not one.is_emergency and one.member != f"Patient/{one.patient}"
        if is_of_circle and one.patient in self.closed_circles:
            return False
        return _is_within(one.start, one.end, at)

    def _has(
        self, reader: Reader, version: Version, at: datetime, *, permits: bool, entry: str | None
    ) -> bool:
        return any(
            rule.is_active
            and rule.permits is permits
            and rule.patient == version.patient
            and bool(rule.recipients & reader.names)
            and bool(rule.parts & version.part)
            and rule.entry in {None, entry}
            and _is_within(rule.start, rule.end, at)
            for rule in self.rules
        )


def _is_within(start: datetime, end: datetime | None, at: datetime) -> bool:
    return start <= at and (end is None or at < end)
