"""The only SQL of the record: resources, versions, search, transactions, circle index, trace, jobs, events.

Owns the tables and the one repository. Every read takes the asker and joins the asker's predicate into its statement.
Must not know people, sign-in, services, pages or HTTP.
"""

from cordee.store.app_role import AS_ROLE, Login, ensure_may_act, login_of
from cordee.store.asker import Asker, system_asker
from cordee.store.database import Database
from cordee.store.events import MISSED, Change, Events
from cordee.store.history import Span
from cordee.store.migrate import migrate
from cordee.store.package_watch import PackageWatch
from cordee.store.packages import InstalledPackage, Installing, Packages
from cordee.store.reindexing import Reindexing
from cordee.store.repository import Repository
from cordee.store.staged import Past, Written
from cordee.store.storage import Storage, storage_of
from cordee.store.stored import Page, RecordRow, Stored, TraceRow
from cordee.store.transaction import Transaction
from cordee.store.unit import Unit

__all__ = [
    "AS_ROLE",
    "MISSED",
    "Asker",
    "Change",
    "Database",
    "Events",
    "InstalledPackage",
    "Installing",
    "Login",
    "PackageWatch",
    "Packages",
    "Page",
    "Past",
    "RecordRow",
    "Reindexing",
    "Repository",
    "Span",
    "Storage",
    "Stored",
    "TraceRow",
    "Transaction",
    "Unit",
    "Written",
    "ensure_may_act",
    "login_of",
    "migrate",
    "storage_of",
    "system_asker",
]
