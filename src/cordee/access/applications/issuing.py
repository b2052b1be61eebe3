"""The token endpoint: codes, refresh tokens and signed assertions become access tokens.

A code or a refresh token that comes a second time was stolen: everything given with it ends.
Source: RFC 6749, RFC 7009, RFC 7662, RFC 9700; SMART Backend Services.
"""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cordee.access.applications.address import ServerAddress
from cordee.access.applications.identity_token import identity_claims
from cordee.access.applications.signing_key import SigningKey
from cordee.access.applications.tracing import GrantTrace, invalid_grant
from cordee.access.errors import OAuthError
from cordee.access.scopes import read_scopes
from cordee.access.sessions import TOKEN_BYTES, digest_of
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store.applications.bearers import Bearers
from cordee.store.applications.grants import GrantRow, Grants
from cordee.store.applications.registry import ApplicationRow

SYSTEM_TOKEN_LIFE = timedelta(minutes=5)
ONLINE_REFRESH_LIFE = timedelta(hours=24)  # its session ends it before
FORGET_EVERY_SECONDS = 3_600.0
_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


class Issuing:
    """Issues tokens, each to the application its code, refresh token or key belongs to."""

    def __init__(self, grants: Grants, bearers: Bearers, trace: GrantTrace, settings: Settings) -> None:
        self._grants = grants
        self._bearers = bearers
        self._trace = trace
        self.signing_key = SigningKey(settings.data_dir)
        self._life = timedelta(minutes=settings.application_token_minutes)
        self._refresh_life = timedelta(days=settings.application_refresh_days)
        self._forgot_at = 0.0

    async def token(
        self, client: ApplicationRow, form: Mapping[str, str], address: ServerAddress
    ) -> dict[str, Any]:
        """Return the answer of the token endpoint to a client that has proved who it is; raises OAuthError."""
        await self._forget()
        match form.get("grant_type", ""):
            case "authorization_code":
                return await self._from_code(client, form, address)
            case "refresh_token":
                return await self._from_refresh(client, form, address)
            case "client_credentials":
                return await self._for_system(client, form)
        raise OAuthError(
            "unsupported_grant_type",
            "grant_type accepte authorization_code, refresh_token et client_credentials.",
            "grant_type takes authorization_code, refresh_token and client_credentials.",
        )

    async def _from_code(
        self, client: ApplicationRow, form: Mapping[str, str], address: ServerAddress
    ) -> dict[str, Any]:
        found = await self._grants.take_code(digest_of(form.get("code", "")), now())
        if found is None:
            raise invalid_grant()
        is_right = (
            not found.is_replay
            and found.grant.application_id == client.id
            and found.redirect_uri == form.get("redirect_uri", "")
            and _fits(form.get("code_verifier", ""), found.challenge)
        )
        if not is_right:
            await self._trace.end(found.grant, "token-issue", "refused")
            raise invalid_grant()
        return await self._answer(client, found.grant, address, with_identity=True)

    async def _from_refresh(
        self, client: ApplicationRow, form: Mapping[str, str], address: ServerAddress
    ) -> dict[str, Any]:
        digest = digest_of(form.get("refresh_token", ""))
        held = await self._bearers.grant_of_refresh(digest, now())
        if held is not None and form.get("scope"):
            _check_same(form["scope"], held.scopes)
        found = await self._bearers.take_refresh(digest, now())
        if found is None:
            raise invalid_grant()
        if found.is_replay or found.grant.application_id != client.id:
            await self._trace.end(found.grant, "token-refresh", "refused")
            raise invalid_grant()
        await self._trace.note(found.grant, "token-refresh")
        return await self._answer(client, found.grant, address, with_identity=False)

    async def _for_system(self, client: ApplicationRow, form: Mapping[str, str]) -> dict[str, Any]:
        if client.kind != "system" or client.account_id is None or "client_assertion" not in form:
            raise OAuthError(
                "unauthorized_client",
                "client_credentials est réservé aux systèmes, qui signent.",
                "client_credentials is for backend services, which sign.",
            )
        asked = read_scopes(form.get("scope", ""))
        scopes = asked.within(read_scopes(client.scopes))
        if not scopes.clinical or not all(scope.context == "system" for scope in asked.clinical):
            raise OAuthError(
                "invalid_scope", "Aucun de ces droits n’est permis.", "None of these scopes is allowed."
            )
        grant = GrantRow(new_id(), client.id, client.account_id, scopes.text, "", None, "system", "")
        id_ = await self._grants.of_system(grant, now())
        token = await self._access_token(client, client.account_id, id_, SYSTEM_TOKEN_LIFE)
        await self._trace.note(grant, "token-issue", detail=client.name)
        seconds = int(SYSTEM_TOKEN_LIFE.total_seconds())
        return {"access_token": token, "token_type": "Bearer", "expires_in": seconds, "scope": scopes.text}

    async def _answer(
        self, client: ApplicationRow, grant: GrantRow, address: ServerAddress, *, with_identity: bool
    ) -> dict[str, Any]:
        scopes = read_scopes(grant.scopes)
        account = await self._trace.account(grant)
        answer: dict[str, Any] = {
            "access_token": await self._access_token(client, account.id, grant.id, self._life),
            "token_type": "Bearer",
            "expires_in": int(self._life.total_seconds()),
            "scope": grant.scopes,
        }
        if grant.patient_id:
            answer |= {"patient": grant.patient_id, "need_patient_banner": True}
        if "offline_access" in scopes or "online_access" in scopes:
            answer["refresh_token"] = await self._refresh_token(grant)
        if with_identity and "openid" in scopes:
            answer["id_token"] = self.signing_key.sign(identity_claims(grant, account, address))
        return answer

    async def _access_token(
        self, client: ApplicationRow, account_id: str, grant_id: str, life: timedelta
    ) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self._bearers.put(digest_of(token), account_id, grant_id, client.name, now() + life)
        return token

    async def _refresh_token(self, grant: GrantRow) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        life = self._refresh_life if grant.session_id is None else ONLINE_REFRESH_LIFE
        await self._bearers.put_refresh(digest_of(token), grant.id, now() + life)
        return token

    async def _forget(self) -> None:
        if time.monotonic() - self._forgot_at > FORGET_EVERY_SECONDS:
            self._forgot_at = time.monotonic()
            await self._bearers.forget_dead(now())


def _check_same(asked: str, granted: str) -> None:
    """Return when a renewal asks for all that was granted, or more; less is not done, and nothing is used up."""
    held = read_scopes(granted)
    if held.within(read_scopes(asked)).text != held.text:
        raise OAuthError(
            "invalid_scope",
            "Un renouvellement garde les droits accordés : laissez scope de côté.",
            "A refresh keeps the scopes granted: leave scope out.",
        )


def _fits(verifier: str, challenge: str) -> bool:
    """Return whether a verifier is the one its challenge was made from. Source: RFC 7636 section 4.6."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
