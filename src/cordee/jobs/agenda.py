"""Tasks about agendas: visits that repeat are pushed on every night, invitations leave by e-mail."""

from zoneinfo import ZoneInfo

from procrastinate import App

from cordee.access import Gate
from cordee.care.agenda.calendar import invitation_ics
from cordee.care.agenda.mailing import INVITE_TASK, invitation_for, mailbox_of_guest
from cordee.care.agenda.series.expanding import extend_lines
from cordee.care.meetings.aligning import align_meeting
from cordee.care.meetings.calling import ALIGN_TASK
from cordee.care.wall_clock import today_in
from cordee.exchange.letters import LetterRefusedError, Post
from cordee.jobs.patience import Patience
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.log import get_logger
from cordee.kernel.settings import Settings

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_agenda_tasks(app: App, gate: Gate, settings: Settings, zone: ZoneInfo) -> None:
    """Add the nightly extension of visits that repeat, and the sending of invitations."""
    post = Post(settings, zone.key)

    @app.periodic(cron="23 2 * * *")
    @app.task(name="agenda.extend", queueing_lock="agenda.extend", pass_context=False)
    async def extend(timestamp: int) -> None:
        """Make the visits of the days that came within the horizon."""
        made = await extend_lines(gate.system_door(PURPOSE), zone, today_in(zone, now()))
        _log.info("visits made", count=made)

    @app.task(name=ALIGN_TASK, retry=Patience())
    async def align(appointment_id: str) -> None:
        """Have the other appointments of a meeting follow the one that moved."""
        try:
            await align_meeting(gate.system_door(PURPOSE), appointment_id)
        except (NotFoundError, GoneError):
            _log.info("meeting gone", appointment=appointment_id)

    @app.task(name=INVITE_TASK, retry=Patience())
    async def invite(appointment_id: str, reader: str) -> None:
        """Send an invitation as it stands now; without a mailbox, or when it is refused, the job ends."""
        found = await invitation_for(gate.system_door(PURPOSE), appointment_id, settings.public_url)
        if found is None or not post.is_open:
            return
        invitation, appointment = found
        email = (
            await gate.identities.mailbox_of(reader)
            if "/" in reader
            else mailbox_of_guest(appointment, reader)
        )
        if not email:
            return
        ics = invitation_ics(invitation, zone, settings.smtp_from, email)
        try:
            await post.send_invitation(email, ics, invitation.method, invitation.start)
        except LetterRefusedError:
            _log.warning("invitation not sent", appointment=appointment_id)
