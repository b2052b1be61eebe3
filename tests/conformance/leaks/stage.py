"""Where a world is played: one database, the API over it, and acts that change the product and the oracle alike."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
from starlette.applications import Starlette

from cordee import api
from cordee.access import Actor, Gate
from cordee.access.policy import policy_of
from cordee.fhir import decode
from cordee.fhir.json_value import Json
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Asker, Repository, system_asker
from cordee.store import categories as cat
from cordee.store.emergencies import Emergencies, Emergency
from cordee.store.jobs import Job
from tests.conformance.leaks import making
from tests.conformance.leaks.oracle import Entry, Membership, Reader, Rule, Version, World
from tests.conformance.leaks.view import View

PATIENTS = 3
PAST = timedelta(days=900)
CLASSES = {"gp": "medical", "nurse": "nursing", "social": "social", "carer": "carer", "guardian": "guardian"}
"""The class of readers of everybody but the person: nothing can be refused to them."""
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Stage:
    """One world in the product and in the oracle; several may share a database, told apart by their mark."""

    def __init__(self, repository: Repository, runner: asyncio.Runner) -> None:
        self.repository = repository
        self.world = World()
        self.mark = new_id()[-12:]
        self.start = now() - PAST
        self._runner = runner
        self._gate = Gate(repository, Settings(data_dir=Path("unused")))
        self._app = Starlette(routes=api.routes(self._gate, Settings(data_dir=Path("unused"))))
        self.patients = [f"p{rank}-{self.mark}" for rank in range(PATIENTS)]
        self.people = {actor.login: actor for actor in self._cast()}
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._count = 0

    def _cast(self) -> list[Actor]:
        mark = self.mark
        practice = f"Organization/practice-{mark}"
        return [
            _actor(f"gp-{mark}", "professional", "gp", f"PractitionerRole/gp-{mark}"),
            _actor(f"nurse-{mark}", "professional", "nurse", f"PractitionerRole/nurse-{mark}", practice),
            _actor(f"social-{mark}", "professional", "social-worker", f"PractitionerRole/social-{mark}"),
            _actor(f"carer-{mark}", "carer", "", f"RelatedPerson/carer-{mark}"),
            _actor(f"guardian-{mark}", "carer", "guardian", f"RelatedPerson/guardian-{mark}"),
            _actor(f"person-{mark}", "patient", "", f"Patient/{self.patients[0]}"),
        ]

    @property
    def members(self) -> list[str]:
        """Return the references that may be put into a circle."""
        return [actor.who for actor in self.people.values() if actor.kind != "patient"] + [
            f"Organization/practice-{self.mark}"
        ]

    def run(self, what: Any) -> Any:
        """Run a coroutine to its end."""
        return self._runner.run(what)

    def open(self) -> None:
        """Store the people of the world, their accounts and empty circles."""
        self.run(self._open())

    async def _open(self) -> None:
        for actor in self.people.values():
            await self._gate.save_account(actor)
            token = await self._gate.create_token(actor.login, "leaks", 1)
            self._clients[actor.login] = httpx.AsyncClient(
                transport=httpx.ASGITransport(self._app),
                base_url="http://cordee.test/fhir",
                headers={"Authorization": f"Bearer {token}"},
            )
        for patient in self.patients:
            await self._put(making.person(patient), cat.IDENTITY, patient, kind="patient")
            self.world.memberships.append(Membership(f"Patient/{patient}", patient, self.start - PAST))
            await self._write_circle(patient)

    async def close(self) -> None:
        """Close the clients."""
        for client in self._clients.values():
            await client.aclose()

    def reader(self, login: str) -> Reader:
        """Return what the oracle must know of somebody."""
        asker = self.asker(login)
        actor = self.people[login]
        kind = login.removesuffix(f"-{self.mark}")
        keys = frozenset({actor.who, actor.organization} - {""})
        names = keys | {f"class:{CLASSES[kind]}", "*"} if kind in CLASSES else frozenset()
        return Reader(login, actor.who, keys, names, asker.reads, asker.reader)

    def asker(self, login: str) -> Asker:
        """Return somebody's policy."""
        return policy_of(self.people[login], "api")

    def view(self, login: str) -> View:
        """Return somebody's view of the world now."""
        return View(
            self.reader(login),
            self.asker(login),
            self._clients[login],
            self.repository,
            self.world,
            self.mark,
        )

    def client(self, login: str) -> httpx.AsyncClient:
        """Return somebody's client of the API."""
        return self._clients[login]

    # Acts.

    def add(self, kind: str, patient: str, labels: Iterable[str], author: str, stay: str | None) -> Entry:
        """Add an entry to a record."""
        self._count += 1
        made = making.KINDS[kind]
        date = (self.start + timedelta(days=self._count)).isoformat()
        content = making.entry(
            kind, f"{kind}-{self._count}-{self.mark}", patient, date=date, labels=labels, encounter=stay
        )
        bits = sum(making.LABELS[label] for label in labels)
        return self.run(self._put(content, made.part, patient, kind, bits, author, date=date))  # type: ignore[no-any-return]

    def change(self, entry: Entry, patient: str, labels: Iterable[str], author: str) -> None:
        """Write an entry anew: with other labels, or into another record."""
        kind = entry.facts["kind"]
        content = making.entry(
            kind, entry.id, patient, date=entry.facts["date"], labels=labels, encounter=entry.links.get("encounter")
        )  # fmt: skip
        bits = sum(making.LABELS[label] for label in labels)
        self.run(
            self._put(content, making.KINDS[kind].part, patient, kind, bits, author, date=entry.facts["date"])
        )

    def delete(self, entry: Entry) -> None:
        """Delete an entry."""
        self.run(self._delete(entry))

    def join(self, membership: Membership) -> None:
        """Add a participation."""
        self.world.memberships.append(membership)
        self.run(self._write_circle(membership.patient))

    def leave(self, membership: Membership) -> None:
        """End a participation a moment ago."""
        membership.end = max(membership.start, now() - timedelta(seconds=1))
        self.run(self._write_circle(membership.patient))

    def toggle(self, patient: str) -> None:
        """Close a whole circle, or open it again."""
        self.world.closed_circles ^= {patient}
        self.run(self._write_circle(patient))

    def consent(self, rule: Rule) -> str:
        """Write a consent; return its id."""
        self._count += 1
        id_ = f"consent-{self._count}-{self.mark}"
        self.world.rules.append(rule)
        self.run(self._write_consent(rule, id_))
        return id_

    def withdraw(self, rule: Rule, id_: str) -> None:
        """Withdraw a consent."""
        rule.is_active = False
        self.run(self._write_consent(rule, id_))

    def break_the_glass(self, login: str, patient: str, *, is_over: bool) -> None:
        """Open a record in an emergency, now or three hours and more ago."""
        who = self.people[login].who
        start = now() - timedelta(hours=4 if is_over else 0, seconds=1)
        opened = Emergency(
            id=new_id(), who=who, role="", organization="", patient_id=patient, reason="life", words="leaks",
            opened_at=start, ends_at=start + timedelta(hours=3),
        )  # fmt: skip
        self.world.memberships.append(Membership(who, patient, start, opened.ends_at, is_emergency=True))
        table = Emergencies(self.repository.database)
        self.run(
            table.open(
                self.asker(login), opened, Job(task="tell-emergency", args={"emergency_id": opened.id})
            )
        )

    async def _put(
        self, content: Json, part: int, patient: str, kind: str, labels: int = 0, author: str = "system", date: str = ""
    ) -> Entry:  # fmt: skip
        async with self.repository.writing(_as(author)) as unit:
            unit.put(decode(_encode(content)))
        if unit.results[0].outcome == "unchanged":
            return self.world.entries[f"{content['resourceType']}/{content['id']}"]
        reference = f"{content['resourceType']}/{content['id']}"
        entry = self.world.entries.setdefault(reference, Entry(reference, []))
        entry.versions.append(Version(patient, part, labels, author))
        entry.facts = {"kind": kind, "date": date}
        entry.links = {"encounter": content["encounter"]["reference"]} if "encounter" in content else {}
        entry.is_deleted = False
        return entry

    async def _delete(self, entry: Entry) -> None:
        async with self.repository.writing(system_asker("leaks")) as unit:
            unit.delete(entry.type, entry.id)
        last = entry.current
        entry.versions.append(Version(last.patient, last.part, last.labels, "system"))
        entry.is_deleted = True

    async def _write_circle(self, patient: str) -> None:
        taking_part = [
            one
            for one in self.world.memberships
            if one.patient == patient and not one.is_emergency and not one.member.startswith("Patient/")
        ]
        content = making.circle(
            patient, taking_part, self.start - PAST, is_open=patient not in self.world.closed_circles
        )
        await self._put(content, cat.CIRCLE, patient, kind="circle")

    async def _write_consent(self, rule: Rule, id_: str) -> None:
        await self._put(making.consent(id_, rule), cat.CONSENT, rule.patient, kind="consent")


def _as(author: str) -> Asker:
    return msgspec.structs.replace(system_asker("leaks"), who=author)


def _actor(login: str, kind: str, role: str, who: str, organization: str = "") -> Actor:
    return Actor(
        id=login, login=login, name=login, kind=kind, role=role, role_label=role, who=who, keys=(who,),
        organization=organization, organization_name=organization,
    )  # fmt: skip
