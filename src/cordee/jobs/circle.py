"""Tasks about a circle of care."""

from collections.abc import Callable

from procrastinate import App

from cordee.access import Door, Gate
from cordee.care.circle_answering import ANSWER_TASK, answer_for_the_person
from cordee.care.circle_asking import ASK_TASK, look_for_circle
from cordee.care.circle_by_platform import (
    END_TASK,
    RESUME_TASK,
    end_for_the_person,
    resume_for_the_person,
)
from cordee.fhir.r4 import Reference
from cordee.jobs.patience import Patience
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_circle_tasks(app: App, gate: Gate) -> None:
    """Add to an application of jobs what follows an ask to join, and the person's own acts."""

    def platform() -> Door:
        return gate.system_door(PURPOSE)

    _add_acts_of_the_person(app, platform)

    @app.task(name=ASK_TASK, retry=Patience())
    async def look(ask_id: str) -> None:
        """Bring an ask to join to its circle, if there is one."""
        await look_for_circle(platform(), ask_id)
        _log.info("ask looked at", ask=ask_id)


def _add_acts_of_the_person(app: App, platform: Callable[[], Door]) -> None:
    """Add what the person or a guardian decided, and their role does not write itself."""

    @app.task(name=ANSWER_TASK, retry=Patience())
    async def answer(patient_id: str, ask_id: str, is_let_in: bool, reason: str, by: str, how: str) -> None:
        """Carry out the person's answer to an ask."""
        await answer_for_the_person(
            platform(), patient_id, ask_id, is_let_in=is_let_in, reason=reason, by=by, how=how
        )

    @app.task(name=END_TASK, retry=Patience())
    async def end(patient_id: str, member: str, reason: str, by: str) -> None:
        """End the membership of who left by themselves or was refused."""
        await end_for_the_person(platform(), patient_id, member, reason=reason, by=Reference(reference=by))

    @app.task(name=RESUME_TASK, retry=Patience())
    async def resume(patient_id: str, member: str) -> None:
        """Take back the end of a membership."""
        await resume_for_the_person(platform(), patient_id, member)
