"""Whether the seals still hold: each signed, none missing, and the chain still going through what each signed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cordee.access.trace.keys import keys_to_verify
from cordee.access.trace.seal import NO_LINE, Seal, digest_of_line, is_signed, read_seal
from cordee.access.trace.seal_file import SealFile
from cordee.store.trace.books import SealCopy
from cordee.store.trace.findings import Amiss, Finding
from cordee.store.trace.verifying import Verified


def seals_amiss(
    file: SealFile, key_file: Path, copies: Sequence[SealCopy], found: Verified
) -> Iterator[Finding]:
    """Yield what is wrong with the seals of one file, given the database's copies and the chain as verified.

    Their order is looked at whole; signatures, and what they signed, of those that seal a link verified.
    Copies signed with keys this machine does not know belong to another machine's file, and are left to it.
    """
    keys = keys_to_verify(key_file)
    known = [copy for copy in copies if copy.key_id in keys]
    if not file.exists():
        if copies:
            yield Finding(what=Amiss.SEAL_FILE_MISSING)
        return
    seen: set[tuple[str, int]] = set()
    previous, expected = NO_LINE, 1
    for place, line in enumerate(file.lines(), start=1):
        seal = read_seal(line)
        if seal is None:
            yield Finding(what=Amiss.SEAL_UNREADABLE, number=place)
            previous, expected = "", expected + 1
            continue
        for missing in range(expected, seal.sequence):
            yield Finding(what=Amiss.SEAL_MISSING, number=missing)
        seen |= {(seal.key, missing) for missing in range(expected, seal.sequence + 1)}
        is_next = not previous or seal.sequence != expected or seal.previous == previous
        if not is_next or (_is_within(seal, found) and not is_signed(seal, keys)):
            yield Finding(what=Amiss.SEAL_FORGED, number=seal.sequence)
        elif _is_within(seal, found) and not _holds(seal, found.heads):
            yield Finding(what=Amiss.SEAL_BROKEN, number=seal.sequence)
        previous, expected = digest_of_line(line), seal.sequence + 1
    for copy in known:
        if (copy.key_id, copy.sequence) not in seen and copy.sequence >= expected:
            yield Finding(what=Amiss.SEAL_MISSING, number=copy.sequence)


def _is_within(seal: Seal, found: Verified) -> bool:
    """Return whether a seal is of a link that was verified: of one that should follow the last, too."""
    return found.after <= seal.number and (found.is_end or seal.number <= found.reached)


def _holds(seal: Seal, heads: dict[int, tuple[bytes, int]]) -> bool:
    digest, rows = heads.get(seal.number, (b"", 0))
    return digest.hex() == seal.digest and rows == seal.rows
