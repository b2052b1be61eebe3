"""The rules of inviting: to which account, by whom, and what an e-mail address is."""

from collections.abc import Sequence

import msgspec

from cordee.access.actor import Actor
from cordee.access.refusals import NotAnAddressError
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id

EMAIL_LENGTH_MAX = 254  # RFC 5321
RELATIVES = frozenset({"carer", "patient"})
COMMAND_ONLY = frozenset({"officer", "operator", "system"})


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The account that will be theirs: what an `Actor` holds, less its id and login."""

    name: str
    kind: str
    who: str
    keys: tuple[str, ...]
    role: str = ""
    role_label: str = ""
    organization: str = ""
    organization_name: str = ""

    def actor(self, identity_id: str) -> Actor:
        """Return the account of that identity; asked again for the same reference, it is the same account."""
        return Actor(id=new_id(), login=f"local:{identity_id}:{self.who}", **msgspec.structs.asdict(self))


def may_invite(draft: Draft, actor: Actor | None) -> bool:
    """Return whether an actor may invite somebody to that account; the rules are those of `InvitationDesk.invite`."""
    if actor is None:
        return True
    if draft.kind in COMMAND_ONLY:
        return False
    if draft.kind in RELATIVES:
        return actor.kind in {"professional", "officer", *RELATIVES}
    if actor.is_coordinator and draft.role == "coordinator":
        return draft.organization == actor.organization
    return actor.kind == "officer" or actor.is_coordinator


def may_manage(actor: Actor) -> bool:
    """Return whether an actor has a list of invitations: officers and coordinators."""
    return actor.kind == "officer" or (actor.is_coordinator and bool(actor.organization))


def may_confirm(actor: Actor, roles: Sequence[tuple[str, str]]) -> bool:
    """Return whether an actor may confirm that somebody of these roles (kind, structure) has lost their means."""
    if any(kind in COMMAND_ONLY for kind, _ in roles):
        return False
    if actor.kind == "officer":
        return True
    structure = actor.organization
    return actor.is_coordinator and bool(structure) and any(place == structure for _, place in roles)


def structure_of(asker: Actor | None) -> str | None:
    """Return the structure whose invitations an asker looks after, None for all; NotFoundError for none."""
    if asker is None or asker.kind == "officer":
        return None
    if not may_manage(asker):
        raise NotFoundError
    return asker.organization


def email_of(text: str) -> str:
    """Return an e-mail address in lower case; NotAnAddressError when it is none."""
    email = text.strip().lower()
    name, at, host = email.rpartition("@")
    if (
        not (name and at and "." in host.strip("."))
        or len(email) > EMAIL_LENGTH_MAX
        or any(character.isspace() or character in '<>,;:"\\()[]@' for character in name + host)
        or not email.isprintable()
    ):
        raise NotAnAddressError
    return email
