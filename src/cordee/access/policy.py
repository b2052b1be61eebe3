"""From an actor and a purpose to the policy the store applies: what they may see and write, as masks and names.

The instant is the third part of a policy: the store adds it to each statement, so that nothing outlives its dates.
"""

from cordee.access.actor import Actor
from cordee.access.habilitation import (
    corrects_others,
    reader_of,
    reads_of,
    writes_for_others,
    writes_of,
)
from cordee.store import Asker
from cordee.store.circle import coordination_key
from cordee.store.consents import EVERYONE, PERSON, class_key


def policy_of(actor: Actor, purpose: str) -> Asker:
    """Return what the store must know of an actor, for one purpose.

    - professionals also stand where their structure does: a structure in a circle opens to its staff;
    - coordination staff also stand in the circles their structure manages;
    - professionals may open records; patients, carers and operators may not;
    - a class the territory says so of corrects what others wrote, or sends what others signed; so does a structure's
      software, for those who use it;
    - an application's token narrows all of it.
    """
    asker = _whole(actor, purpose)
    limits = actor.limits
    return asker if limits is None else limits.narrow(asker, is_system=actor.kind == "system")


def _whole(actor: Actor, purpose: str) -> Asker:
    keys = _keys(actor)
    return Asker(
        who=actor.who,
        role=actor.role or actor.kind,
        organization=actor.organization,
        keys=keys,
        reads=reads_of(actor.reader_class),
        writes=writes_of(actor.reader_class),
        reader=reader_of(actor.reader_class),
        purpose=purpose,
        may_open_records=actor.is_professional,
        account=actor.id,
        recipients=_recipients(actor, keys),
        corrects_others=corrects_others(actor.reader_class),
        writes_for_others=actor.kind == "system" or writes_for_others(actor.reader_class),
    )


def _keys(actor: Actor) -> tuple[str, ...]:
    keys = list(actor.keys)
    if actor.is_professional and actor.organization:
        keys.append(actor.organization)
    if actor.is_coordinator and actor.organization:
        keys.append(coordination_key(actor.organization))
    return tuple(dict.fromkeys(keys))


def _recipients(actor: Actor, keys: tuple[str, ...]) -> tuple[str, ...]:
    reader_class = actor.reader_class
    if reader_class == PERSON:
        return ()
    return (*keys, class_key(reader_class), EVERYONE) if reader_class else (*keys, EVERYONE)
