"""Steering a team: what is open, what is late, who carries what; each number is a list somebody can open.

Counts never leave the asker's circles: nothing here grows with the region. See docs/steering.md and ADR 0031.
"""

from cordee.care.steering.dashboard import Bar, Dashboard, Share, dashboard
from cordee.care.steering.records import NONE, RecordLine, RecordPage, list_records
from cordee.care.steering.spreadsheet import RecordsFile, records_file, requests_file

__all__ = [
    "NONE",
    "Bar",
    "Dashboard",
    "RecordLine",
    "RecordPage",
    "RecordsFile",
    "Share",
    "dashboard",
    "list_records",
    "records_file",
    "requests_file",
]
