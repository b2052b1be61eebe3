"""Signing a person in: the identity FranceConnect proves, tied to exactly one record, or to none."""

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.identities import Identity, IdentityDesk
from cordee.access.openid import Proof
from cordee.access.persons.errors import UnknownPersonError
from cordee.access.persons.pivot import Pivot, is_that_person, pivot_of
from cordee.fhir.r4 import Patient
from cordee.fhir.search import parse_query
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker

LOGIN_PREFIX = "franceconnect:"
PURPOSE = "sign-in"
LOOKED_AT_MAX = 200


class PersonDesk:
    """Turns a proof of FranceConnect into an identity with an account on its own record."""

    def __init__(self, repository: Repository, identities: IdentityDesk) -> None:
        self._door = Door(repository, system_asker(PURPOSE), None)
        self._identities = identities

    async def welcome(self, proof: Proof) -> Identity:
        """Return the identity of a person who has something here: their record, or a role by invitation.

        Who was tied before stays tied. Else the record must be one, and theirs by every strict trait.

        Raises: UnknownPersonError, whatever the reason.
        """
        known = await self._identities.find_by_link(proof.issuer, proof.subject)
        if known is not None and await self._identities.accounts_of(known.id):
            return known
        pivot = pivot_of(proof.claims)
        patient = await self._the_one(pivot) if pivot is not None else None
        if pivot is None or patient is None:
            raise UnknownPersonError
        login = f"{LOGIN_PREFIX}{patient.id}"
        if not await self._identities.is_free(login, known.id if known else ""):
            raise UnknownPersonError
        identity = await self._identities.find_or_create(proof.issuer, proof.subject, pivot.called)
        await self._identities.open_account(identity.id, _account(login, f"Patient/{patient.id}", pivot))
        return identity

    async def _the_one(self, pivot: Pivot) -> Patient | None:
        """Return the record that is theirs by every strict trait; None when there is none, or more than one."""
        pairs = [("birthdate", pivot.born_on), ("gender", pivot.gender), ("_count", str(LOOKED_AT_MAX))]
        page = await self._door.search(parse_query("Patient", pairs))
        found = [row.resource for row in page.rows if is_that_person(row.resource, pivot)]
        return found[0] if len(found) == 1 and page.cursor is None else None


def _account(login: str, who: str, pivot: Pivot) -> Actor:
    return Actor(
        id=new_id(),
        login=login,
        name=pivot.called,
        kind="patient",
        role="",
        role_label="",
        who=who,
        keys=(who,),
        organization="",
        organization_name="",
    )
