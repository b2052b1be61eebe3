"""What is sent to a structure outside every circle: the parts an orientation names, one by one, and nothing else.

Owns the table sent_part. Must not know pages, nor what an orientation is for.
"""

from cordee.store.orientations.received import Received, ReceivedPage
from cordee.store.orientations.sent import is_orientation

__all__ = ["Received", "ReceivedPage", "is_orientation"]
