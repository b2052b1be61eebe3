"""How notices leave, for jobs, pages and commands: choices, browsers and deliveries, without the tables."""

from cordee.store.database import Database
from cordee.store.notice_post import (
    Browser,
    Choice,
    NoticePost,
    Planned,
    Shown,
    Taken,
    Tally,
)

__all__ = ["Browser", "Choice", "NoticeDesk", "Planned", "Shown", "Taken", "Tally"]


class NoticeDesk(NoticePost):
    """The desk of one installation."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
