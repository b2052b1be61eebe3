"""Signing a professional in: who they are, and the roles their activities open now."""

from collections.abc import Callable

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.identities import Identity, IdentityDesk
from cordee.access.openid import Proof
from cordee.access.professionals.claims import Professional, professional_of
from cordee.access.professionals.directory import Directory, Place, Wanted
from cordee.access.professionals.errors import NoRoleHereError, NotAProfessionalError, OtherPersonError
from cordee.access.professionals.roles import role_of
from cordee.fhir import systems
from cordee.kernel.ids import new_id
from cordee.store import Repository, Transaction, system_asker

LOGIN_PREFIX = "psc:"
PURPOSE = "sign-in"

LabelOf = Callable[[str, bool], str | None]
"""How the territory calls a role, held by a woman or not; None when it does not have it."""


class ProfessionalDesk:
    """Turns a proof of Pro Santé Connect into an identity with an account for each activity."""

    def __init__(self, repository: Repository, identities: IdentityDesk) -> None:
        self._door = Door(repository, system_asker(PURPOSE), None)
        self._identities = identities

    async def welcome(self, proof: Proof, label_of: LabelOf) -> Identity:
        """Return the identity of a professional, its accounts brought to what they exercise today.

        An activity that is new opens an account, one that is over closes its account and what was open in it; twice at
        once does it once.

        Raises: NotAProfessionalError without any activity; NoRoleHereError when none is a role of the territory;
        OtherPersonError when subject and national number disagree.
        """
        professional = professional_of(proof.claims)
        if professional is None:
            await self._close_what_was_open(proof)
            raise NotAProfessionalError
        wanted = [
            Wanted(activity=one, role=role, label=label)
            for one in professional.activities
            if (role := role_of(one)) and (label := label_of(role, one.is_woman)) is not None
        ]
        identity = await self._identity(proof, professional)
        places = await self._places(professional, wanted) if wanted else []
        await self._open_and_close(identity, places, label_of)
        if not places:
            raise NoRoleHereError
        return identity

    async def _identity(self, proof: Proof, professional: Professional) -> Identity:
        name = professional.activities[0].called
        identity = await self._identities.find_or_create(
            systems.NATIONAL_PERSON_ID, professional.national_id, name
        )
        if not await self._identities.link(proof.issuer, proof.subject, identity.id):
            raise OtherPersonError
        return identity

    async def _places(self, professional: Professional, wanted: list[Wanted]) -> list[tuple[Place, Wanted]]:
        numbers = {number for one in wanted for number in one.activity.structure.identifiers}
        held = [f"directory:{system}|{value}" for system, value in {professional.identifier, *numbers}]

        async def carry_out(transaction: Transaction, door: Door) -> list[tuple[Place, Wanted]]:
            await transaction.hold(held)
            unit = transaction.unit()
            directory = Directory(transaction, door, unit)
            practitioner_id = await directory.practitioner(professional)
            found = [(await directory.place(practitioner_id, one), one) for one in wanted]
            if unit.staged:
                await transaction.flush(unit)
            return [(place, one) for place, one in found if place is not None]

        return await self._door.transact(carry_out)

    async def _open_and_close(
        self, identity: Identity, places: list[tuple[Place, Wanted]], label_of: LabelOf
    ) -> None:
        before = [own for own in await self._identities.accounts_of(identity.id) if _is_ours(own)]
        for place, one in places:
            await self._identities.open_account(
                identity.id,
                Actor(
                    id=new_id(),
                    login=f"{LOGIN_PREFIX}{place.reference.rpartition('/')[2]}",
                    name=one.activity.called,
                    kind="professional",
                    role=place.role,
                    role_label=label_of(place.role, one.activity.is_woman) or place.role,
                    who=place.reference,
                    keys=(place.reference,),
                    organization=place.organization,
                    organization_name=place.organization_name,
                ),
            )
        kept = {place.reference for place, _ in places}
        gone = [own.id for own in before if own.who not in kept]
        if gone:
            await self._identities.close_accounts(identity.id, gone)

    async def _close_what_was_open(self, proof: Proof) -> None:
        """Close the roles of somebody who exercises nothing any more."""
        identity = await self._identities.find_by_link(proof.issuer, proof.subject)
        if identity is not None:
            await self._open_and_close(identity, [], lambda _role, _is_woman: None)


def _is_ours(account: Actor) -> bool:
    return account.login.startswith(LOGIN_PREFIX)
