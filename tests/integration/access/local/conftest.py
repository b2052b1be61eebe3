"""A gate with its mail server, and people who have joined in each way."""

import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pyotp
import pytest

from cordee.access import Actor, Draft, Gate, Place, RelyingParty
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.access.local.authenticator import Authenticator
from tests.integration.mailbox import Mailbox, mail_server, send_letters

HERE = Place(address="192.0.2.1")
PARTY = RelyingParty("localhost", "http://localhost:8471")
PASSWORD = "cheval pile agrafe nuage"
COORDINATOR = Actor(
    id="claire", login="claire", name="Claire Vasseur", kind="professional", role="coordinator",
    role_label="Coordinatrice", who="PractitionerRole/claire", keys=("PractitionerRole/claire",),
    organization="Organization/dac", organization_name="DAC Nord",
)  # fmt: skip


class World:
    """One server process, its worker and its mail server."""

    def __init__(self, gate: Gate, settings: Settings, mailbox: Mailbox) -> None:
        self.gate = gate
        self.credentials = gate.credentials
        self.settings = settings
        self.mailbox = mailbox

    async def post(self) -> None:
        """Let the letters that wait for the worker leave."""
        await send_letters(self.gate, self.settings)

    async def invite(self, email: str, draft: Draft | None = None, by: Actor | None = COORDINATOR) -> str:
        """Invite somebody and return the secret of the link their letter holds."""
        id_ = await self.credentials.invitations.invite(draft or home_help(), email=email, invited_by=by)
        letter = await self.credentials.links.letter(id_)
        assert letter is not None
        return letter.link.rpartition("/")[2]

    async def join(self, email: str, draft: Draft | None = None) -> "Member":
        """Have somebody invited join by password and authenticator."""
        step = await self.credentials.links.open(await self.invite(email, draft), HERE)
        return await self.finish(email, step)

    async def finish(self, email: str, step: str) -> "Member":
        """Choose a password and an authenticator in a step under way."""
        joining = self.credentials.joining
        await joining.choose_password(step, PASSWORD)
        secret = await joining.authenticator_of(step)
        assert secret is not None
        joined = await joining.finish_with_code(step, pyotp.TOTP(secret).at(int(now().timestamp())))
        return Member(joined.identity_id, email, secret, joined.codes)

    async def join_by_passkey(self, email: str) -> tuple[str, Authenticator]:
        """Have somebody invited join by passkey; return who they are and their device."""
        step = await self.credentials.links.open(await self.invite(email), HERE)
        device, joining = Authenticator(), self.credentials.joining
        options, secret = await joining.offer_passkey(step, PARTY)
        joined = await joining.finish_with_passkey(step, PARTY, secret, device.register(options), "Téléphone")
        return joined.identity_id, device


class Member:
    """Somebody who has joined, with what they hold."""

    def __init__(self, id_: str, email: str, secret: str, codes: list[str]) -> None:
        self.id = id_
        self.email = email
        self.secret = secret
        self.codes = codes

    def code(self, steps: int = 0) -> str:
        """Return the code their application shows now, or some steps away."""
        return pyotp.TOTP(self.secret).at(int(now().timestamp()) + 30 * steps)


def home_help(name: str = "Sonia Petit") -> Draft:
    """Return the account of a home help of her own."""
    who = f"PractitionerRole/{new_id()}"
    return Draft(
        name=name, kind="professional", role="home-help", role_label="Aide à domicile", who=who, keys=(who,),
        organization="Organization/adhap", organization_name="Aide 71",
    )  # fmt: skip


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """The mail server of the module."""
    with mail_server() as opened:
        yield opened


@pytest.fixture
async def world(module_database_url: str, mailbox: Mailbox, tmp_path: Path) -> AsyncIterator[World]:
    """A server with nobody in particular; tests of a module share its database, each with e-mails of its own."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=module_database_url,
        smtp_url=mailbox.url,
        public_url="https://cordee.exemple.fr",
        secret_key=base64.b64encode(bytes(32)).decode(),
    )
    database = Database(module_database_url, pool_size=4)
    await database.open()
    repository = Repository(database)
    gate = Gate(repository, settings)
    mailbox.messages.clear()
    async with database.connection() as connection:  # tests come from one place; each starts with its slips
        await connection.execute("DELETE FROM throttle")
    yield World(gate, settings, mailbox)
    await gate.close()
    await repository.close()
    await database.close()
