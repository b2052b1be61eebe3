"""What `cordee doctor` looks at: one small check each, which says nothing when all is well."""

import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cordee.kernel.loopback import LOOPBACK
from cordee.kernel.settings import Settings

UNSAFE, ADVICE = "dangereux", "conseil"
SESSION_HOURS_MAX = 12
SESSION_IDLE_MINUTES_MAX = 120
RETENTION_DAYS_MIN = 184  # six rolling months
INTAKE_WAITING_MAX = 200  # what the worker takes in some minutes


class Finding(NamedTuple):
    """One thing to mend: how grave, about what, and in words what to do."""

    grade: str
    about: str
    words: str


async def findings(settings: Settings) -> list[Finding]:
    """Return what is unsafe in an installation, the gravest first."""
    found = [*_demo(settings), *_address(settings), *_sessions(settings), *_mail(settings), *_keys(settings)]
    found += [*_hooks(settings), *_sign_in(settings), *_limits(settings)]
    found += [one async for one in _intake(settings)]
    found += [one async for one in _database(settings)]
    return sorted(found, key=lambda one: one.grade != UNSAFE)


def _demo(settings: Settings) -> Iterator[Finding]:
    if settings.demo:
        yield Finding(
            UNSAFE,
            "CORDEE_DEMO",
            "Quiconque ouvre la page agit au nom des personnes de la démonstration : aucune donnée réelle ici.",
        )


def _address(settings: Settings) -> Iterator[Finding]:
    public = urlsplit(settings.public_url)
    is_local = settings.host in LOOPBACK
    if public.scheme == "http" and public.hostname not in LOOPBACK:
        yield Finding(
            UNSAFE, "CORDEE_PUBLIC_URL", "L’adresse publique est en http : servez les pages en https."
        )
    if not settings.public_url and not is_local:
        yield Finding(
            UNSAFE,
            "CORDEE_PUBLIC_URL",
            "Sans adresse publique, le serveur croit l’en-tête Host de chaque demande : donnez la vôtre, en https.",
        )
    if not is_local and not settings.trusted_proxies:
        yield Finding(
            ADVICE,
            "CORDEE_TRUSTED_PROXIES",
            "Le serveur est atteint directement, ou son mandataire n’est pas nommé : les délais de connexion "
            "compteront tout le monde ensemble.",
        )


def _sessions(settings: Settings) -> Iterator[Finding]:
    if settings.session_hours > SESSION_HOURS_MAX:
        yield Finding(
            UNSAFE,
            "CORDEE_SESSION_HOURS",
            f"Une session dure plus de {SESSION_HOURS_MAX} h : un poste oublié reste ouvert la nuit.",
        )
    if settings.session_idle_minutes > SESSION_IDLE_MINUTES_MAX:
        yield Finding(
            UNSAFE,
            "CORDEE_SESSION_IDLE_MINUTES",
            f"Une session sans geste dure plus de {SESSION_IDLE_MINUTES_MAX} min.",
        )


def _mail(settings: Settings) -> Iterator[Finding]:
    if settings.smtp_url is None:
        yield Finding(
            ADVICE,
            "CORDEE_SMTP_URL",
            "Aucun courriel ne part : ni invitations, ni alertes d’accès d’urgence.",
        )
    elif settings.smtp_url.startswith("smtp://") and urlsplit(settings.smtp_url).port in {25, None}:
        yield Finding(
            ADVICE, "CORDEE_SMTP_URL", "Préférez smtps:// ou le port 587 : le courriel y part chiffré."
        )


async def _intake(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is wrong with the mailbox requests come to: spoken to in the clear, away, refused."""
    from cordee.exchange import intake

    address = intake.address_of(settings)
    if address is None:
        return
    if intake.is_plain(address):
        yield Finding(
            UNSAFE,
            "CORDEE_INTAKE_IMAP_URL",
            "imap:// commence en clair : préférez imaps://. Un serveur qui ne passe pas au chiffré n’est pas lu.",
        )
    if not settings.intake_imap_done:
        yield Finding(
            ADVICE,
            "CORDEE_INTAKE_IMAP_DONE",
            "Les messages pris restent dans la boîte, marqués lus : nommez un dossier, ce qui reste se verra.",
        )
    try:
        box = await intake.Mailbox.open(address)
        waiting = len(await box.unread())
        await box.close()
    except (intake.MailboxAwayError, intake.MailboxRefusedError) as problem:
        yield Finding(UNSAFE, "CORDEE_INTAKE_IMAP_URL", problem.message_fr)
        return
    if waiting > INTAKE_WAITING_MAX:
        yield Finding(
            ADVICE,
            "CORDEE_INTAKE_IMAP_URL",
            f"{waiting} messages non lus attendent : le travailleur tourne-t-il ?",
        )


def _keys(settings: Settings) -> Iterator[Finding]:
    if not settings.secret_key:
        yield Finding(
            ADVICE,
            "CORDEE_SECRET_KEY",
            "La clé des secrets est dans le dossier des données : sauvegardez-la à part, ou donnez-la par fichier.",
        )
    for name in ("seal_key_file", "seal_file"):
        path = getattr(settings, name)
        if not path:
            yield Finding(
                ADVICE,
                f"CORDEE_{name.upper()}",
                "Les scellés de la trace sont sur la même machine que la base : gardez-les ailleurs.",
            )
    folder = settings.data_dir
    for path in sorted(folder.glob("*key*")) if folder.is_dir() else ():
        yield from _readable(path)


def _readable(path: Path) -> Iterator[Finding]:
    if os.name == "posix" and path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(UNSAFE, path.name, "D’autres comptes de la machine peuvent lire cette clé : chmod 600.")


def _hooks(settings: Settings) -> Iterator[Finding]:
    if settings.subscription_private:
        yield Finding(
            UNSAFE,
            "CORDEE_SUBSCRIPTION_PRIVATE",
            "Les abonnements peuvent appeler le réseau interne, en clair : réservez-le aux essais.",
        )


def _sign_in(settings: Settings) -> Iterator[Finding]:
    for name, acr in (("PSC", settings.psc_acr), ("FRANCECONNECT", settings.franceconnect_acr)):
        issuer = getattr(settings, f"{name.lower()}_issuer")
        if issuer and not issuer.startswith("https://"):
            yield Finding(UNSAFE, f"CORDEE_{name}_ISSUER", "Le fournisseur d’identité n’est pas en https.")
        if issuer and acr not in {"eidas1", "eidas2", "eidas3"}:
            yield Finding(
                UNSAFE, f"CORDEE_{name}_ACR", "Le niveau de garantie demandé n’est pas un niveau eIDAS."
            )
    if not settings.psc_issuer and not settings.demo:
        yield Finding(
            ADVICE,
            "CORDEE_PSC_ISSUER",
            "Pro Santé Connect n’est pas réglé : les soignants n’ont que des comptes locaux.",
        )


def _limits(settings: Settings) -> Iterator[Finding]:
    if not settings.requests_per_minute:
        yield Finding(
            UNSAFE,
            "CORDEE_REQUESTS_PER_MINUTE",
            "Aucune limite : un seul compte peut occuper tout le serveur.",
        )
    if settings.trace_retention_days < RETENTION_DAYS_MIN:
        yield Finding(UNSAFE, "CORDEE_TRACE_RETENTION_DAYS", "La trace est gardée moins de six mois.")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what the database's account could do beyond its role."""
    import psycopg

    from cordee.store.app_role import login_of

    if settings.database_url is None:
        yield Finding(
            ADVICE,
            "CORDEE_DATABASE_URL",
            "La base embarquée est faite pour l’essai : en production, votre PostgreSQL, sauvegardé.",
        )
        return
    try:
        login = await login_of(settings.database_url)
    except psycopg.OperationalError:
        yield Finding(UNSAFE, "CORDEE_DATABASE_URL", "La base ne répond pas : rien n’a pu y être contrôlé.")
        return
    if not login.may_act:
        yield Finding(
            UNSAFE, "CORDEE_DATABASE_URL", f"Le compte {login.name} ne peut pas agir comme cordee_app."
        )
    if login.can_get_round:
        yield Finding(
            UNSAFE,
            "CORDEE_DATABASE_URL",
            f"Le compte {login.name} pourrait contourner les règles de la base (propriétaire, superutilisateur ou "
            "BYPASSRLS) : servez avec un compte membre de cordee_app seulement.",
        )
