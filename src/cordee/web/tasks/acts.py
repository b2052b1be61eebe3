"""Acts of one tap on a task; each says what it did and how to take it back."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import tasks
from cordee.fhir.r4 import Task
from cordee.kernel.errors import NotFoundError
from cordee.web.page import done
from cordee.web.professionals import only_professionals
from cordee.web.site import today_of


class Act(msgspec.Struct, frozen=True):
    """One act: what carries it out, what is said, the act that takes it back."""

    run: Callable[[Door, str, date], Awaitable[Task]]
    said: str
    back: str = ""


def _later(days: int) -> Callable[[Door, str, date], Awaitable[Task]]:
    return lambda door, id_, today: tasks.postpone(door, id_, today + timedelta(days=days))


ACTS = {
    "faite": Act(tasks.complete, "C’est fait.", "reprendre"),
    "reprendre": Act(lambda door, id_, _: tasks.uncomplete(door, id_), "De nouveau à faire.", "faite"),
    "accepter": Act(lambda door, id_, _: tasks.accept(door, id_), "Tâche acceptée."),
    "commencer": Act(lambda door, id_, _: tasks.begin(door, id_), "Tâche commencée."),
    "abandonner": Act(lambda door, id_, _: tasks.give_up(door, id_), "Tâche abandonnée.", "retablir"),
    "retablir": Act(lambda door, id_, _: tasks.take_up(door, id_), "De nouveau à faire.", "abandonner"),
    "reporter-1": Act(_later(1), "Reportée à demain."),
    "reporter-7": Act(_later(7), "Reportée d’une semaine."),
    "reporter-30": Act(_later(30), "Reportée d’un mois."),
}


async def act(request: Request) -> Response:
    """Carry out an act named in the address."""
    only_professionals(request)
    id_, found = request.path_params["id"], ACTS.get(request.path_params["act"])
    if found is None:
        raise NotFoundError
    await found.run(request.state.door, id_, today_of(request))
    undo = f"/taches/{id_}/{found.back}" if found.back else None
    return done(request, found.said, back="/taches", undo=undo)


ROUTES = (Route("/taches/{id}/{act}", act, methods=["POST"]),)
