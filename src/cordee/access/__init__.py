"""Who asks and what they may see: people, sign-in, sessions, tokens, and the door.

Owns the passage from a session or a token to an actor, and from an actor to what the store must know of an asker.
Must not know services or pages; touches SQL only through the store, and speaks HTTP to identity providers only.
"""

from cordee.access.actor import Actor
from cordee.access.door import Door
from cordee.access.export_desk import ExportDesk
from cordee.access.gate import Gate, Passage
from cordee.access.identities import Identity, IdentityDesk
from cordee.access.sessions import Session, SessionDesk, SessionInfo
from cordee.access.subscribers import Subscribers

__all__ = [
    "Actor",
    "Door",
    "ExportDesk",
    "Gate",
    "Identity",
    "IdentityDesk",
    "Passage",
    "Session",
    "SessionDesk",
    "SessionInfo",
    "Subscribers",
]
