"""Notices: who is told that something waits for them, in the platform and out of it. See docs/notices.md and ADR 0035.

`notice_job` is what every service defers in the transaction of the cause; the worker does the rest, once whatever the
retries, and tells nobody who may not read the cause.
"""

from cordee.care.notices.kinds import KINDS, Kind
from cordee.care.notices.telling import TELL_TASK, notice_job, tell

__all__ = ["KINDS", "TELL_TASK", "Kind", "notice_job", "tell"]
