"""Passkeys (WebAuthn level 3): discoverable, and verifying their owner, so that one is two factors by itself."""

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cordee.access.local import relying_party
from cordee.access.local.challenges import Challenges
from cordee.access.local.relying_party import RelyingParty
from cordee.access.local.steps import REGISTER, Steps
from cordee.access.refusals import WrongProofError
from cordee.kernel.clock import now
from cordee.store.credentials import PasskeyRow, Passkeys
from cordee.store.database import Database

NAME_LENGTH_MAX = 60
ANSWER_LENGTH_MAX = 16 * 1024
TIMEOUT_MS = 120_000


class PasskeyDesk:
    """Registers passkeys and checks their answers. Each challenge serves once."""

    def __init__(self, database: Database, steps: Steps, challenges: Challenges) -> None:
        self._passkeys = Passkeys(database)
        self._steps = steps
        self._challenges = challenges

    async def offer_registration(
        self,
        party: RelyingParty,
        *,
        identity_id: str | None,
        handle: str,
        email: str,
        name: str,
        invitation_id: str | None = None,
    ) -> tuple[str, str]:
        """Return what the browser needs to make a passkey, as JSON, and the secret of the step.

        `handle` names the person to their authenticator: an id, never an e-mail. Those they have are not made again.
        """
        held = await self._passkeys.of(identity_id) if identity_id else []
        options = generate_registration_options(
            rp_id=party.id,
            rp_name=relying_party.NAME,
            user_id=handle.encode(),
            user_name=email,
            user_display_name=name,
            timeout=TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential_id) for one in held],
        )
        secret = await self._steps.begin(
            REGISTER, identity_id=identity_id, invitation_id=invitation_id, challenge=options.challenge
        )
        return options_to_json(options), secret

    async def registered(
        self,
        party: RelyingParty,
        secret: str,
        answer: str,
        *,
        identity_id: str,
        name: str,
        step_of: str | None = None,
    ) -> PasskeyRow:
        """Return the passkey a browser has just made, to be stored; WrongProofError when its answer is not right.

        The step must be that of the same identity, or of the invitation `step_of`.
        """
        step = await self._steps.take(secret, REGISTER)
        if (step.identity_id, step.invitation_id) != ((None, step_of) if step_of else (identity_id, None)):
            raise _refused()
        try:
            made = verify_registration_response(
                credential=answer[:ANSWER_LENGTH_MAX],
                expected_challenge=step.challenge or b"",
                expected_rp_id=party.id,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _refused() from error
        called = name.strip()[:NAME_LENGTH_MAX] or "Clé d’accès"
        return PasskeyRow(
            made.credential_id, identity_id, made.credential_public_key, made.sign_count, called, now()
        )

    def offer_sign_in(self, party: RelyingParty) -> tuple[str, str]:
        """Return what the browser needs to ask for any passkey of this host, as JSON, and the secret of the step."""
        challenge, secret = self._challenges.make()
        options = generate_authentication_options(
            rp_id=party.id,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(options), secret

    async def check(self, party: RelyingParty, secret: str, answer: str) -> str:
        """Return whose passkey answered the challenge; WrongProofError when none did, or a copied one."""
        challenge = self._challenges.open(secret)
        try:
            found = await self._verified(party, challenge, answer[:ANSWER_LENGTH_MAX])
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _refused() from error
        if found is None:
            raise _refused()
        await self._challenges.use_up(secret)
        return found

    async def _verified(self, party: RelyingParty, challenge: bytes, answer: str) -> str | None:
        credential = parse_authentication_credential_json(answer)
        passkey = await self._passkeys.find(credential.raw_id)
        if passkey is None:
            return None
        handle = credential.response.user_handle
        if handle is not None and handle != passkey.identity_id.encode():
            return None
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
        used = await self._passkeys.use(passkey.credential_id, verified.new_sign_count, now())
        return passkey.identity_id if used else None


def _refused() -> WrongProofError:
    return WrongProofError(
        "La clé d’accès n’a pas été reconnue. Réessayez, ou choisissez un autre moyen.",
        "The passkey was not recognised. Try again, or choose another way.",
    )
