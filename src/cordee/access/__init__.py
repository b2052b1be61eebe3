"""Who asks and what they may see: people, sign-in, sessions, tokens, and the door.

Owns the passage from a session or a token to an actor, and from an actor to what the store must know of an asker.
Must not know services or pages; touches SQL only through the store, and speaks HTTP to identity providers only.
"""

from cordee.access.actor import Actor
from cordee.access.credentials import Credentials
from cordee.access.door import Door
from cordee.access.export_desk import ExportDesk
from cordee.access.gate import Gate, Passage
from cordee.access.identities import Identity, IdentityDesk
from cordee.access.invitations import Invitation
from cordee.access.inviting import Draft, may_invite, may_manage
from cordee.access.letters import EMERGENCY_TASK, EVENTS, INVITE_TASK, TAMPERING_TASK, WARN_TASK
from cordee.access.local.links import Letter, first_name
from cordee.access.local.place import Place
from cordee.access.local.relying_party import RelyingParty, relying_party
from cordee.access.sessions import Session, SessionDesk, SessionInfo
from cordee.access.subscribers import Subscribers

__all__ = [
    "EMERGENCY_TASK",
    "EVENTS",
    "INVITE_TASK",
    "TAMPERING_TASK",
    "WARN_TASK",
    "Actor",
    "Credentials",
    "Door",
    "Draft",
    "ExportDesk",
    "Gate",
    "Identity",
    "IdentityDesk",
    "Invitation",
    "Letter",
    "Passage",
    "Place",
    "RelyingParty",
    "Session",
    "SessionDesk",
    "SessionInfo",
    "Subscribers",
    "first_name",
    "may_invite",
    "may_manage",
    "relying_party",
]
