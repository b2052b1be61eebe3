"""Registering applications: what the operator says of each, checked before it is kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from cordee.access.applications.keys import read_keys
from cordee.access.scopes import read_scopes
from cordee.access.sessions import TOKEN_BYTES, digest_of
from cordee.kernel.clock import now
from cordee.kernel.errors import RuleViolatedError
from cordee.kernel.ids import new_id
from cordee.kernel.loopback import LOOPBACK
from cordee.store import Database
from cordee.store import categories as cat
from cordee.store.applications.registry import ApplicationRow, Applications
from cordee.store.circle import coordination_key
from cordee.store.people import AccountRow, People

NAME_LENGTH_MAX = 80
URI_LENGTH_MAX = 500
URIS_MAX = 10


class ApplicationInvalidError(RuleViolatedError):
    """What was said of an application does not hold together; nothing was registered."""

    code = "application-invalid"


class NewApplication(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator says of an application. `kind` is public, confidential or system.

    `reads` and `writes` are masks of store.categories. `is_coordination` lets a system stand where its structure's
    coordination staff stand.
    """

    name: str
    kind: str
    organization: str
    scopes: str
    redirect_uris: Sequence[str] = ()
    launch_url: str = ""
    jwks: str = ""
    jwks_url: str = ""
    wants_secret: bool = False
    reads: int = cat.ALL
    writes: int = cat.ALL
    is_coordination: bool = False


class Registered(msgspec.Struct, frozen=True):
    """The id of an application, and the secret it was given: shown once and kept nowhere."""

    id: str
    secret: str = ""


class Registering:
    """Registers applications, changes their keys, and retires them."""

    def __init__(self, database: Database, applications: Applications) -> None:
        self._applications = applications
        self._people = People(database)

    async def add(self, new: NewApplication) -> Registered:
        """Register an application; raises ApplicationInvalidError, KeysRefusedError or OAuthError for what is wrong."""
        _check(new)
        id_, secret = new_id(), _secret(wanted=new.wants_secret)
        account = _account(id_, new) if new.kind == "system" else None
        if account is not None:
            await self._people.save(account)
        row = ApplicationRow(
            id=id_,
            name=new.name,
            kind=new.kind,
            organization=new.organization,
            redirect_uris=list(new.redirect_uris),
            launch_url=new.launch_url,
            scopes=read_scopes(new.scopes).text,
            reads=new.reads,
            writes=new.writes,
            jwks=new.jwks,
            jwks_url=new.jwks_url,
            secret_digest=digest_of(secret) if secret else None,
            account_id=account.id if account is not None else None,
        )
        await self._applications.add(row)
        return Registered(id_, secret)

    async def set_keys(
        self, id_: str, *, jwks: str = "", jwks_url: str = "", wants_secret: bool = False
    ) -> Registered | None:
        """Replace what an application proves itself with, from now on; None when it is not registered."""
        found = await self._applications.find(id_)
        if found is None:
            return None
        if found.kind == "public":
            raise _invalid("Une application publique ne prouve rien.", "A public client proves nothing.")
        _check_proof(found.kind, jwks, jwks_url, wants_secret=wants_secret)
        secret = _secret(wanted=wants_secret)
        digest = digest_of(secret) if secret else None
        await self._applications.set_keys(id_, jwks=jwks, jwks_url=jwks_url, secret_digest=digest)
        return Registered(id_, secret)

    async def retire(self, id_: str, at: datetime | None = None) -> bool:
        """Retire an application: whatever it was given opens nothing any more; False when it is not registered."""
        return await self._applications.retire(id_, at or now())


def _check(new: NewApplication) -> None:
    if not 0 < len(new.name.strip()) <= NAME_LENGTH_MAX:
        raise _invalid(f"Le nom fait 1 à {NAME_LENGTH_MAX} caractères.", "The name is missing or too long.")
    if not new.organization.startswith("Organization/"):
        raise _invalid(
            "Nommez la structure qui en répond : Organization/….",
            "Name the organisation that answers for it: Organization/….",
        )
    scopes = read_scopes(new.scopes)
    is_system = new.kind == "system"
    if not scopes.text or any((one.context == "system") != is_system for one in scopes.clinical):
        raise _invalid(
            "Un système a des droits system/…, les autres patient/… et user/….",
            "A system has system/… scopes, the others patient/… and user/….",
        )
    if is_system == bool(new.redirect_uris) or len(new.redirect_uris) > URIS_MAX:
        raise _invalid(
            f"Donnez 1 à {URIS_MAX} adresses de retour, ou aucune pour un système.",
            f"Give 1 to {URIS_MAX} redirect URIs, or none for a system.",
        )
    if is_system and not new.reads:
        raise _invalid("Dites ce que le système peut voir.", "Say what the system may see.")
    for uri in new.redirect_uris:
        _check_uri(uri, may_be_native=new.kind == "public")
    for address in filter(None, (new.launch_url, new.jwks_url)):
        _check_uri(address, may_be_native=False)
    if new.kind != "public":
        _check_proof(new.kind, new.jwks, new.jwks_url, wants_secret=new.wants_secret)
    elif new.jwks or new.jwks_url or new.wants_secret:
        raise _invalid("Une application publique ne prouve rien.", "A public client proves nothing.")


def _check_proof(kind: str, jwks: str, jwks_url: str, *, wants_secret: bool) -> None:
    if sum(map(bool, (jwks, jwks_url, wants_secret))) != 1 or (kind == "system" and wants_secret):
        raise _invalid(
            "Donnez un JWKS, ou son adresse, ou demandez un secret ; un système signe avec une clé.",
            "Give a JWKS, or its address, or ask for a secret; a system signs with a key.",
        )
    if jwks:
        read_keys(jwks)


def _check_uri(uri: str, *, may_be_native: bool) -> None:
    """Return for https, for http on the machine itself, and for a native application's own scheme (RFC 8252)."""
    try:
        parts = urlsplit(uri)
        is_web = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        is_right = bool(is_web and parts.hostname and parts.username is None)
    except ValueError:
        is_right, parts = False, urlsplit("")
    if may_be_native and "." in parts.scheme:
        is_right = True
    if (
        not is_right
        or parts.fragment
        or "*" in uri
        or len(uri) > URI_LENGTH_MAX
        or not uri.isascii()
        or " " in uri
    ):
        raise _invalid(
            "Une adresse doit être en https, entière, sans joker ni fragment.",
            "An address must be https, whole, without wildcard nor fragment.",
        )


def _account(id_: str, new: NewApplication) -> AccountRow:
    """Return what a system acts as: it stands where its structure stands, and nowhere else."""
    keys = [new.organization]
    if new.is_coordination:
        keys.append(coordination_key(new.organization))
    return AccountRow(
        id=id_, login=f"application:{id_}", name=new.name, kind="system", role="software", role_label="Logiciel",
        who=f"Device/{id_}", keys=keys, organization=new.organization, organization_name="", is_demo=False,
    )  # fmt: skip


def _secret(*, wanted: bool) -> str:
    return secrets.token_urlsafe(TOKEN_BYTES) if wanted else ""


def _invalid(french: str, english: str) -> ApplicationInvalidError:
    return ApplicationInvalidError(f"{french} Rien n’a été enregistré.", f"{english} Nothing was stored.")
