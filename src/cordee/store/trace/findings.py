"""What verifying the trace may find, and how two versions of the same lines are told apart."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from cordee.store.trace.line import Record


class Amiss(StrEnum):
    """What is wrong."""

    REMOVED = "removed"
    ALTERED = "altered"
    INSERTED = "inserted"
    REORDERED = "reordered"
    LINK_MISSING = "link-missing"
    LINK_ALTERED = "link-altered"
    PURGED_EARLY = "purged-early"
    SEAL_FILE_MISSING = "seal-file-missing"
    SEAL_MISSING = "seal-missing"
    SEAL_UNREADABLE = "seal-unreadable"
    SEAL_FORGED = "seal-forged"
    SEAL_BROKEN = "seal-broken"
    NEVER_SEALED = "never-sealed"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing amiss: a line by its key and instant, or a link or a seal by its number. Never what a line says."""

    what: Amiss
    key: int | None = None
    at: datetime | None = None
    number: int | None = None

    @property
    def words(self) -> str:
        """Return it in French."""
        at = f" du {self.at:%Y-%m-%d %H:%M:%S.%f} UTC" if self.at is not None else ""
        return _WORDS[self.what].format(key=self.key, at=at, number=self.number)


_WORDS = {
    Amiss.REMOVED: "ligne {key}{at} : supprimée",
    Amiss.ALTERED: "ligne {key}{at} : modifiée",
    Amiss.INSERTED: "ligne {key}{at} : ajoutée après coup",
    Amiss.REORDERED: "ligne {key}{at} : déplacée",
    Amiss.LINK_MISSING: "maillon {number} : supprimé",
    Amiss.LINK_ALTERED: "maillon {number} : modifié",
    Amiss.PURGED_EARLY: "maillon {number} : lignes supprimées avant le terme de leur conservation",
    Amiss.SEAL_FILE_MISSING: "fichier des scellés : absent, alors que des scellés ont été posés",
    Amiss.SEAL_MISSING: "scellé {number} : absent du fichier",
    Amiss.SEAL_UNREADABLE: "fichier des scellés, ligne {number} : illisible",
    Amiss.SEAL_FORGED: "scellé {number} : signature fausse",
    Amiss.SEAL_BROKEN: "scellé {number} : la chaîne ne passe plus par ce qu’il a signé",
    Amiss.NEVER_SEALED: "aucun scellé n’a jamais été posé",
}


def differences(kept: Iterable[Record], found: Iterable[Record]) -> Iterator[Finding]:
    """Yield what happened to lines between what a link kept of them and what is found now.

    A line missing here is told as removed; it may have been moved, which only who sees the other lines can say.
    """
    before, after = {one.key: one for one in kept}, {one.key: one for one in found}
    keys_of = {one.digest: one.key for one in before.values()}
    for key, one in before.items():
        now = after.get(key)
        if now is None:
            yield Finding(what=Amiss.REMOVED, key=key, at=one.at)
        elif now != one:
            is_moved = now.digest == one.digest or keys_of.get(now.digest, key) != key
            yield Finding(what=Amiss.REORDERED if is_moved else Amiss.ALTERED, key=key, at=one.at)
    for key, one in after.items():
        if key not in before:
            yield Finding(what=Amiss.INSERTED, key=key, at=one.at)
