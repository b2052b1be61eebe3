"""What an operator sets, read from the environment once and passed down."""

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import platformdirs

from cordee.kernel.errors import Category, CordeeError


class SettingError(CordeeError):
    """A setting has a value that cannot be used; nothing was started."""

    code = "setting"
    category = Category.INVALID


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting with its default. `docs/settings.md` is written from these lines; a test holds the two together."""

    data_dir: Path
    """The folder of the embedded database and the logs; the account's own data folder when unset. `CORDEE_DATA`"""
    database_url: str | None = None
    """The PostgreSQL (15 or later) to use instead of the embedded one. `CORDEE_DATABASE_URL`"""
    migration_url: str | None = None
    """The same database, as the account that owns its tables, when another account serves. `CORDEE_MIGRATION_URL`"""
    host: str = "127.0.0.1"
    """The address the server listens on. `CORDEE_HOST`"""
    port: int = 8471
    """The port the server listens on. `CORDEE_PORT`"""
    territory: str = "nord-saone-et-loire"
    """The territory pack: the name of one that comes with Cordée, or a file. `CORDEE_TERRITORY`"""
    demo: bool = False
    """When 1, the people of the demonstration may be signed in as by anyone who opens the page. `CORDEE_DEMO`"""
    pool_size: int = 10
    """How many database connections for reading records a server keeps; others: a third. `CORDEE_POOL_SIZE`"""
    session_idle_minutes: int = 60
    """After how many minutes without a request a session ends. `CORDEE_SESSION_IDLE_MINUTES`"""
    session_hours: int = 12
    """After how many hours a session ends whatever happens. `CORDEE_SESSION_HOURS`"""
    requests_per_minute: int = 30_000
    """How much one person or program may ask of one server process; 0 for no limit. `CORDEE_REQUESTS_PER_MINUTE`"""
    profile_check: str = "warn"
    """Profiles declared by what is written: `ignore`, `warn`, or `refuse` what breaks them. `CORDEE_PROFILE_CHECK`"""
    public_url: str = ""
    """The address people and applications reach this server by; see docs/smart.md. `CORDEE_PUBLIC_URL`"""
    subscription_hosts: str = ""
    """Hosts rest-hooks may call, by commas, `*.` for those below; else any public one. `CORDEE_SUBSCRIPTION_HOSTS`"""
    subscription_private: bool = False
    """When 1, rest-hooks, and looking for an application’s keys, may go inside. `CORDEE_SUBSCRIPTION_PRIVATE`"""
    subscription_heartbeat_minutes: int = 0
    """Silent minutes before a rest-hook hears a heartbeat; 0 for none. `CORDEE_SUBSCRIPTION_HEARTBEAT_MINUTES`"""
    subscription_dead_days: int = 3
    """After how many days an event that keeps failing is given up and listed. `CORDEE_SUBSCRIPTION_DEAD_DAYS`"""
    export_store: str = ""
    """Where bulk exports are kept, such as `s3://bucket/folder`; the data folder when unset. `CORDEE_EXPORT_STORE`"""
    export_hours: int = 24
    """For how many hours the files of a bulk export are kept. `CORDEE_EXPORT_HOURS`"""
    content_store: str = ""
    """Where files are kept, such as `s3://bucket/folder`; in the data folder when unset. `CORDEE_CONTENT_STORE`"""
    record_mebibytes: int = 2048
    """Mebibytes of files, versions included, of a record, or of a sender outside records. `CORDEE_RECORD_MEBIBYTES`"""
    clamd: str = ""
    """The clamd that looks at every file sent: `unix:/path` or `tcp:host:port`; none when unset. `CORDEE_CLAMD`"""
    application_token_minutes: int = 10
    """For how many minutes the token of an application opens anything. `CORDEE_APPLICATION_TOKEN_MINUTES`"""
    application_refresh_days: int = 30
    """After how many days unused an application must ask the person again. `CORDEE_APPLICATION_REFRESH_DAYS`"""
    seal_file: str = ""
    """The file the trace's seals go to, best on another disk; in the data folder when unset. `CORDEE_SEAL_FILE`"""
    seal_key_file: str = ""
    """The Ed25519 key (PEM) seals are signed with; made in the data folder when unset. `CORDEE_SEAL_KEY_FILE`"""
    seal_minutes: int = 60
    """Minutes between two seals of the trace. `CORDEE_SEAL_MINUTES`"""
    review_burst_records: int = 60
    """Different records one professional may open in an hour before a review. `CORDEE_REVIEW_BURST_RECORDS`"""
    review_refused_records: int = 10
    """Different records one person may be refused in an hour before a review. `CORDEE_REVIEW_REFUSED_RECORDS`"""
    trace_retention_days: int = 1096
    """How many days the trace is kept before `cordee trace purge` may remove it. `CORDEE_TRACE_RETENTION_DAYS`"""
    smtp_url: str | None = None
    """The server e-mails leave by: `smtp://name:password@host:587` or `smtps://…`. `CORDEE_SMTP_URL`"""
    smtp_from: str = "cordee@localhost"
    """The sender of e-mails. `CORDEE_SMTP_FROM`"""
    intake_imap_url: str = ""
    """The mailbox requests come to: `imaps://account@host/INBOX`; none is read when unset. `CORDEE_INTAKE_IMAP_URL`"""
    intake_imap_password: str = ""
    """Its password. `CORDEE_INTAKE_IMAP_PASSWORD`"""
    intake_imap_done: str = ""
    """The folder read messages are moved to, such as `Traités`; they stay when unset. `CORDEE_INTAKE_IMAP_DONE`"""
    psc_issuer: str = ""
    """The issuer of Pro Santé Connect; professionals do not sign in with it when unset. `CORDEE_PSC_ISSUER`"""
    psc_discovery: str = ""
    """Its discovery document; `<issuer>/.well-known/wallet-openid-configuration` when unset. `CORDEE_PSC_DISCOVERY`"""
    psc_client_id: str = ""
    """The name Pro Santé Connect gave this server. `CORDEE_PSC_CLIENT_ID`"""
    psc_client_secret: str = ""
    """The secret Pro Santé Connect gave this server. `CORDEE_PSC_CLIENT_SECRET`"""
    psc_acr: str = "eidas1"
    """The lowest level of assurance accepted from Pro Santé Connect. `CORDEE_PSC_ACR`"""
    franceconnect_issuer: str = ""
    """The issuer of FranceConnect; patients do not sign in with it when unset. `CORDEE_FRANCECONNECT_ISSUER`"""
    franceconnect_client_id: str = ""
    """The name FranceConnect gave this server. `CORDEE_FRANCECONNECT_CLIENT_ID`"""
    franceconnect_client_secret: str = ""
    """The secret FranceConnect gave this server. `CORDEE_FRANCECONNECT_CLIENT_SECRET`"""
    franceconnect_acr: str = "eidas1"
    """The lowest level of assurance accepted from FranceConnect. `CORDEE_FRANCECONNECT_ACR`"""
    secret_key: str = ""
    """What seals authenticators, 32 bytes in base64; made in the data folder when unset. `CORDEE_SECRET_KEY`"""
    trusted_proxies: str = ""
    """Proxies whose X-Forwarded-For is believed, addresses or networks by commas. `CORDEE_TRUSTED_PROXIES`"""
    invitation_hours: int = 72
    """For how many hours the link of an invitation works. `CORDEE_INVITATION_HOURS`"""

    @property
    def owner_url(self) -> str | None:
        """Return the address migrations use."""
        return self.migration_url or self.database_url

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Return the settings given by `CORDEE_*` variables.

        When a value cannot be read, raises SettingError naming the variable and what it takes.
        """
        env = os.environ if environment is None else environment
        return cls(
            data_dir=Path(env.get("CORDEE_DATA") or platformdirs.user_data_path("cordee")),
            database_url=env.get("CORDEE_DATABASE_URL") or None,
            migration_url=env.get("CORDEE_MIGRATION_URL") or None,
            host=env.get("CORDEE_HOST") or "127.0.0.1",
            port=_whole(env, "CORDEE_PORT", 8471, 1, 65535),
            territory=env.get("CORDEE_TERRITORY") or "nord-saone-et-loire",
            demo=env.get("CORDEE_DEMO", "") == "1",
            pool_size=_whole(env, "CORDEE_POOL_SIZE", 10, 1, 200),
            session_idle_minutes=_whole(env, "CORDEE_SESSION_IDLE_MINUTES", 60, 1, 1440),
            session_hours=_whole(env, "CORDEE_SESSION_HOURS", 12, 1, 168),
            requests_per_minute=_whole(env, "CORDEE_REQUESTS_PER_MINUTE", 30_000, 0, 10_000_000),
            profile_check=_one_of(env, "CORDEE_PROFILE_CHECK", ("warn", "ignore", "refuse")),
            public_url=env.get("CORDEE_PUBLIC_URL", "").rstrip("/"),
            subscription_hosts=env.get("CORDEE_SUBSCRIPTION_HOSTS", ""),
            subscription_private=env.get("CORDEE_SUBSCRIPTION_PRIVATE", "") == "1",
            subscription_heartbeat_minutes=_whole(env, "CORDEE_SUBSCRIPTION_HEARTBEAT_MINUTES", 0, 0, 10_080),
            subscription_dead_days=_whole(env, "CORDEE_SUBSCRIPTION_DEAD_DAYS", 3, 1, 365),
            export_store=env.get("CORDEE_EXPORT_STORE", ""),
            export_hours=_whole(env, "CORDEE_EXPORT_HOURS", 24, 1, 720),
            content_store=env.get("CORDEE_CONTENT_STORE", ""),
            record_mebibytes=_whole(env, "CORDEE_RECORD_MEBIBYTES", 2048, 1, 1_000_000),
            clamd=_clamd(env),
            application_token_minutes=_whole(env, "CORDEE_APPLICATION_TOKEN_MINUTES", 10, 5, 60),
            application_refresh_days=_whole(env, "CORDEE_APPLICATION_REFRESH_DAYS", 30, 1, 90),
            seal_file=env.get("CORDEE_SEAL_FILE", ""),
            seal_key_file=env.get("CORDEE_SEAL_KEY_FILE", ""),
            seal_minutes=_whole(env, "CORDEE_SEAL_MINUTES", 60, 1, 1440),
            review_burst_records=_whole(env, "CORDEE_REVIEW_BURST_RECORDS", 60, 1, 10_000),
            review_refused_records=_whole(env, "CORDEE_REVIEW_REFUSED_RECORDS", 10, 1, 10_000),
            trace_retention_days=_whole(env, "CORDEE_TRACE_RETENTION_DAYS", 1096, 184, 7305),
            smtp_url=env.get("CORDEE_SMTP_URL") or None,
            smtp_from=env.get("CORDEE_SMTP_FROM") or "cordee@localhost",
            intake_imap_url=_imap(env, "CORDEE_INTAKE_IMAP_URL"),
            intake_imap_password=_secret(env, "CORDEE_INTAKE_IMAP_PASSWORD"),
            intake_imap_done=_folder(env, "CORDEE_INTAKE_IMAP_DONE"),
            psc_issuer=env.get("CORDEE_PSC_ISSUER", ""),
            psc_discovery=env.get("CORDEE_PSC_DISCOVERY", ""),
            psc_client_id=env.get("CORDEE_PSC_CLIENT_ID", ""),
            psc_client_secret=_secret(env, "CORDEE_PSC_CLIENT_SECRET"),
            psc_acr=env.get("CORDEE_PSC_ACR") or "eidas1",
            franceconnect_issuer=env.get("CORDEE_FRANCECONNECT_ISSUER", ""),
            franceconnect_client_id=env.get("CORDEE_FRANCECONNECT_CLIENT_ID", ""),
            franceconnect_client_secret=_secret(env, "CORDEE_FRANCECONNECT_CLIENT_SECRET"),
            franceconnect_acr=env.get("CORDEE_FRANCECONNECT_ACR") or "eidas1",
            secret_key=_secret(env, "CORDEE_SECRET_KEY"),
            trusted_proxies=_networks(env, "CORDEE_TRUSTED_PROXIES"),
            invitation_hours=_whole(env, "CORDEE_INVITATION_HOURS", 72, 1, 720),
        )


def _clamd(env: Mapping[str, str]) -> str:
    """Return the address of a clamd; SettingError when it is neither a socket nor a host and port."""
    text = env.get("CORDEE_CLAMD", "")
    kind, _, rest = text.partition(":")
    host, _, port = rest.rpartition(":")
    if not text or (kind == "unix" and rest.startswith("/")) or (kind == "tcp" and host and port.isdecimal()):
        return text
    raise SettingError(
        "CORDEE_CLAMD s’écrit unix:/chemin/de/la/prise ou tcp:hôte:port.",
        "CORDEE_CLAMD takes unix:/path/of/the/socket or tcp:host:port.",
    )


def _imap(env: Mapping[str, str], name: str) -> str:
    """Return the address of a mailbox; SettingError when it names no account or no host."""
    text = env.get(name, "")
    try:
        parts = urlsplit(text)
        is_right = (
            parts.scheme in {"imap", "imaps"} and bool(parts.hostname and parts.username) and parts.port != 0
        )
    except ValueError:  # a port that is no number
        is_right = False
    if not text or (is_right and text.isprintable()):
        return text
    raise SettingError(
        f"{name} s’écrit imaps://compte@hôte/INBOX.",
        f"{name} takes imaps://account@host/INBOX.",
    )


def _folder(env: Mapping[str, str], name: str) -> str:
    """Return the name of a folder; SettingError when it holds what no name does."""
    text = env.get(name, "").strip()
    if text.isprintable() or not text:
        return text
    raise SettingError(
        f"{name} est un nom de dossier, sur une ligne.", f"{name} is a folder’s name, on one line."
    )


def _networks(env: Mapping[str, str], name: str) -> str:
    """Return addresses and networks by commas; SettingError when one is neither."""
    text = env.get(name, "")
    try:
        for one in text.split(",") if text else ():
            ip_network(one.strip(), strict=False)
    except ValueError as problem:
        raise SettingError(
            f"{name} accepte des adresses ou des réseaux séparés par des virgules, comme 10.0.0.0/8.",
            f"{name} takes addresses or networks parted by commas, such as 10.0.0.0/8.",
        ) from problem
    return text


def _secret(env: Mapping[str, str], name: str) -> str:
    """Return a secret, from its variable or from the file that `<name>_FILE` names; empty when neither is set."""
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(
            f"{name}_FILE nomme un fichier qui ne peut pas être lu.",
            f"{name}_FILE names a file that cannot be read.",
        ) from problem


def _one_of(env: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    """Return a setting that takes one of a few words; the first when it is unset."""
    text = env.get(name) or values[0]
    if text in values:
        return text
    raise SettingError(
        f"{name} accepte {', '.join(values)} ; reçu : {text!r}.",
        f"{name} takes one of {', '.join(values)}; got {text!r}.",
    )


def _whole(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
        return int(text)
    raise SettingError(
        f"{name} doit être un nombre entier de {lowest} à {highest} ; reçu : {text!r}.",
        f"{name} takes a whole number from {lowest} to {highest}; got {text!r}.",
    )
