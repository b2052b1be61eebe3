"""What people without a national identity provider prove themselves with: one table a file.

Secrets enter as digests, hashes or sealed: the store never sees one it could use.
"""

from cordee.store.credentials.ceremonies import Ceremonies, CeremonyRow
from cordee.store.credentials.invitations import InvitationRow, Invitations
from cordee.store.credentials.known_devices import KnownDevices
from cordee.store.credentials.means import Means, hold_identity, means_of
from cordee.store.credentials.passkeys import PasskeyRow, Passkeys
from cordee.store.credentials.passwords import PasswordRow, Passwords
from cordee.store.credentials.recovery_codes import RecoveryCodes
from cordee.store.credentials.throttle import OPEN, Count, Throttles
from cordee.store.credentials.totp import Totps

__all__ = [
    "OPEN",
    "Ceremonies",
    "CeremonyRow",
    "Count",
    "InvitationRow",
    "Invitations",
    "KnownDevices",
    "Means",
    "PasskeyRow",
    "Passkeys",
    "PasswordRow",
    "Passwords",
    "RecoveryCodes",
    "Throttles",
    "Totps",
    "hold_identity",
    "means_of",
]
