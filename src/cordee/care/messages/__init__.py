"""Messages: conversations about a person among the members of their circle, and between professionals about nobody.

Each message is a Communication; the rest is read from it. See docs/messages.md and ADR 0036.
"""

from cordee.care.messages.listing import Line, Lines, threads_of
from cordee.care.messages.reading import Conversation, open_conversation
from cordee.care.messages.writing import answer, begin

__all__ = ["Conversation", "Line", "Lines", "answer", "begin", "open_conversation", "threads_of"]
