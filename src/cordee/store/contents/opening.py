"""The contents of a process, as its settings say: where they are kept, who looks at them, how much a record holds."""

from cordee.kernel.settings import Settings
from cordee.store.contents.contents import Contents
from cordee.store.contents.errors import MEBIBYTE
from cordee.store.contents.keeper import Keeper
from cordee.store.contents.scanning import Scanner
from cordee.store.database import Database

FOLDER = "contents"


def contents_for(settings: Settings, database: Database) -> Contents:
    """Return the contents a server, a worker or a command works with; nothing is opened yet."""
    return Contents(
        database,
        keeper_for(settings),
        Scanner(settings.clamd) if settings.clamd else None,
        settings.record_mebibytes * MEBIBYTE,
    )


def keeper_for(settings: Settings) -> Keeper:
    """Return the object store; nothing is opened yet."""
    return Keeper(settings.data_dir / FOLDER, settings.content_store)
