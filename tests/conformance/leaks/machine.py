"""Random lives of circles, consents and labels; after any act, anybody may read by any path."""

from datetime import timedelta
from random import Random
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cordee.kernel.clock import now
from cordee.store import categories as cat
from tests.conformance.leaks.making import KINDS, LABELS
from tests.conformance.leaks.oracle import Entry, Membership, Rule
from tests.conformance.leaks.paths import PATHS
from tests.conformance.leaks.stage import Stage

DAY = timedelta(days=1)
PERIODS = ((-30, None), (-30, 30), (-30, -1), (1, 30), (0, None))
"""From and until when, in days from now: in force, in force and ending, over, not yet, from this moment on."""
PARTS = (
    cat.ALL,
    cat.ALL,
    cat.MEDICAL | cat.MEASURES,
    cat.NOTEBOOK,
    cat.IDENTITY,
    cat.SOCIAL | cat.PLAN,
    cat.CIRCLE,
)
CLASSES = ("medical", "nursing", "social", "carer", "guardian")
draws = st.randoms(use_true_random=False)


class Leaks(RuleBasedStateMachine):
    """One world; each rule is a step, each path read is a step."""

    make_stage: ClassVar = staticmethod(lambda: None)
    steps: ClassVar[dict[str, int]] = {}

    @initialize()
    def begin(self) -> None:
        self.stage: Stage = self.make_stage()
        self.stage.open()
        self.consents: list[tuple[Rule, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.stage.run(self.stage.close())

    def _count(self, step: str) -> None:
        self.steps[step] = self.steps.get(step, 0) + 1

    @rule(
        random=draws, kind=st.sampled_from(sorted(KINDS)), labels=st.sets(st.sampled_from(sorted(LABELS)), max_size=2)
    )  # fmt: skip
    def add(self, random: Random, kind: str, labels: set[str]) -> None:
        """Somebody, or the platform, adds an entry; it may refer to a stay of any record."""
        self._count("add")
        stays = [one.reference for one in self._entries() if one.type == "Encounter"]
        stay = random.choice([*stays, None])
        author = random.choice(["system", "system", *(one.who for one in self.stage.people.values())])
        self.stage.add(kind, random.choice(self.stage.patients), sorted(labels), author, stay)

    @precondition(lambda self: bool(self._entries()))
    @rule(random=draws, labels=st.sets(st.sampled_from(sorted(LABELS)), max_size=2))
    def change(self, random: Random, labels: set[str]) -> None:
        """An entry is written anew: with other labels, or in another record."""
        self._count("change")
        entry = random.choice(self._entries())
        patient = random.choice([entry.current.patient or "", random.choice(self.stage.patients)])
        author = random.choice(["system", *(one.who for one in self.stage.people.values())])
        self.stage.change(entry, patient, sorted(labels), author)

    @precondition(lambda self: bool([one for one in self._entries() if not one.is_deleted]))
    @rule(random=draws)
    def delete(self, random: Random) -> None:
        """An entry is deleted."""
        self._count("delete")
        self.stage.delete(random.choice([one for one in self._entries() if not one.is_deleted]))

    @rule(random=draws, is_outside=st.booleans())
    def join(self, random: Random, is_outside: bool) -> None:
        """Somebody, or a structure, takes part: before, now, later; inside the care team or not."""
        self._count("join")
        start, end = self._period(random)
        member, patient = random.choice(self.stage.members), random.choice(self.stage.patients)
        self.stage.join(Membership(member, patient, start, end, is_outside))

    @precondition(lambda self: bool(self._taking_part()))
    @rule(random=draws)
    def leave(self, random: Random) -> None:
        """Somebody leaves, and may come back by another participation."""
        self._count("leave")
        self.stage.leave(random.choice(self._taking_part()))

    @rule(random=draws, is_now=st.sampled_from((True, False, False, False)))
    def toggle(self, random: Random, is_now: bool) -> None:
        """A circle closes, or opens again: rarely."""
        if is_now:
            self._count("toggle")
            self.stage.toggle(random.choice(self.stage.patients))

    @rule(random=draws, permits=st.booleans())
    def consent(self, random: Random, permits: bool) -> None:
        """The person permits or refuses: to somebody, to a class, to everyone; a part, or one document."""
        self._count("consent")
        start, end = self._period(random)
        patient = random.choice(self.stage.patients)
        named = random.choice([*self.stage.members, *(f"class:{name}" for name in CLASSES), "*"])
        documents = [one.reference for one in self._entries() if one.current.patient == patient]
        entry = random.choice([*documents, None]) if not permits else None
        rule_ = Rule(patient, permits, frozenset({named}), random.choice(PARTS), entry, start, end)
        self.consents.append((rule_, self.stage.consent(rule_)))

    @precondition(lambda self: any(one.is_active for one, _ in self.consents))
    @rule(random=draws)
    def withdraw(self, random: Random) -> None:
        """The person withdraws it, by any means: at once."""
        self._count("withdraw")
        self.stage.withdraw(*random.choice([one for one in self.consents if one[0].is_active]))

    @rule(random=draws, when=st.sampled_from(("now", "over", "never", "never")))
    def break_the_glass(self, random: Random, when: str) -> None:
        """A professional opens a record in an emergency, rarely; it may be over already."""
        if when == "never":
            return
        self._count("emergency")
        login = random.choice(
            [name for name in sorted(self.stage.people) if name.startswith(("gp-", "nurse-"))]
        )
        self.stage.break_the_glass(login, random.choice(self.stage.patients), is_over=when == "over")

    @rule(random=draws, count=st.integers(8, 20))
    def read(self, random: Random, count: int) -> None:
        """Somebody reads by some paths."""
        login = random.choice(sorted(self.stage.people))
        for path in random.sample(PATHS, k=count):
            self._count(path.__name__)
            self.stage.run(path(self.stage.view(login), random))

    def _entries(self) -> list[Entry]:
        return [one for one in self.stage.world.entries.values() if one.facts["kind"] in KINDS]

    def _taking_part(self) -> list[Membership]:
        at = now()
        return [
            one
            for one in self.stage.world.memberships
            if not (one.is_emergency or one.member.startswith("Patient/"))
            and one.start <= at
            and (one.end is None or at < one.end)
        ]

    def _period(self, random: Random) -> tuple:  # type: ignore[type-arg]
        start, end = random.choice(PERIODS)
        at = now() - timedelta(seconds=1)
        return at + start * DAY, None if end is None else at + end * DAY
