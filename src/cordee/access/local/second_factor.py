"""The code beside the password: of the authenticator application, or one of the recovery codes on paper."""

from cordee.access.local import recovery, totp
from cordee.access.local.place import Place, Places
from cordee.access.local.sealing import Sealer
from cordee.access.refusals import WrongProofError
from cordee.access.throttle import Throttle
from cordee.access.witness import witness
from cordee.kernel.clock import now
from cordee.store.credentials import RecoveryCodes, Totps
from cordee.store.database import Database


class SecondFactor:
    """Checks codes; each passes once."""

    def __init__(self, database: Database, sealer: Sealer, throttle: Throttle, places: Places) -> None:
        self._database = database
        self._totps = Totps(database)
        self._codes = RecoveryCodes(database)
        self._sealer = sealer
        self._throttle = throttle
        self._places = places

    async def check(self, identity_id: str, code: str, place: Place) -> None:
        """Return when the code is theirs, and use it up; WrongProofError when it is not, ThrottledError too often."""
        attempts = await self._places.attempts("code", identity_id, place, is_code=True)
        await self._throttle.start(attempts)
        if not await self._passes(identity_id, code):
            await witness(self._database, identity_id, "sign-in", outcome="refused", detail="code")
            raise WrongProofError(
                "Ce code n’est pas le bon, ou il a déjà servi. Attendez le prochain code, puis recommencez.",
                "This code is not right, or was used already. Wait for the next one, then try again.",
            )
        await self._throttle.succeed(attempts)

    async def _passes(self, identity_id: str, code: str) -> bool:
        if recovery.looks_like_one(code):
            return await self._codes.use(identity_id, recovery.digest_of(code), now())
        sealed = await self._totps.sealed(identity_id)
        if sealed is None:
            return False
        step = totp.step_of(self._sealer.open(sealed, identity_id).decode(), code, now())
        return step is not None and await self._totps.use(identity_id, step)
