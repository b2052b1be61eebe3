"""Who is in a conversation about nobody: seeing it, adding a colleague found by name, leaving, removing somebody."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.directory import find_professionals
from cordee.care.messages.changing_members import add, leave, remove, take_back
from cordee.care.messages.members import Members, members_of
from cordee.kernel.errors import ForbiddenError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.record.acts import carried_out, ensure_may_write

NAME_LENGTH = 60


async def show(request: Request) -> Response:
    """Show who is in a conversation, and the forms to add somebody and to leave."""
    return await _shown(request, Form())


async def join(request: Request) -> Response:
    """Show the colleagues of a name, or add those chosen."""
    door, thread = _door(request), request.path_params["thread"]
    form = await read_form(request)
    if form.value("act") == "find":
        return await _shown(request, form)

    async def carry_out() -> None:
        await add(door, thread, form.several("to"), form_id=form.form_id)

    if not await carried_out(form, carry_out):
        return await _shown(request, form)
    return done(
        request, "C’est fait : un mot dans la conversation le dit à tous.", back=f"/messages/{thread}"
    )


async def go(request: Request) -> Response:
    """Leave a conversation."""
    door, thread = _door(request), request.path_params["thread"]
    form = await read_form(request)
    if not await carried_out(form, lambda: leave(door, thread, form_id=form.form_id)):
        return await _shown(request, form)
    return done(request, "Vous avez quitté la conversation.", back="/messages")


async def take_out(request: Request) -> Response:
    """Remove somebody from a conversation one began."""
    door, thread = _door(request), request.path_params["thread"]
    form = await read_form(request)
    words: list[str] = []

    async def carry_out() -> None:
        words.append(await remove(door, thread, form.text("who"), form_id=form.form_id))

    if not await carried_out(form, carry_out):
        return await _shown(request, form)
    return done(
        request,
        "C’est fait : un mot dans la conversation le dit à tous.",
        back=f"/messages/{thread}",
        undo=f"/messages/{words[0]}/reprendre",
    )


async def keep(request: Request) -> Response:
    """Take back the word that removed somebody: they are in the conversation again."""
    thread = await take_back(_door(request), request.path_params["word"])
    return done(request, "La personne reste dans la conversation.", back=f"/messages/{thread}")


async def named(door: Door, references: list[str]) -> list[tuple[str, str]]:
    """Return professionals chosen in a form with their names."""
    found = await door.read_many(one for one in references if one.startswith("PractitionerRole/"))
    return [
        (
            reference,
            (one.resource.practitioner.display if one.resource.practitioner else "") or "Un professionnel",
        )
        for reference, one in found.items()
    ]


async def _shown(request: Request, form: Form) -> Response:
    door = _door(request)
    members = await members_of(door, request.path_params["thread"])
    is_search = form.value("act") == "find"
    found = await find_professionals(door, form.text("name", length_max=NAME_LENGTH)) if is_search else []
    chosen = [one for one in dict.fromkeys(form.several("to")) if one not in members.people]
    context = {
        "form": form,
        "members": members,
        "people": _mine_first(door, members),
        "may_remove": members.is_begun and members.is_mine,
        "address": f"/messages/{members.thread}",
        "found": [one for one in found if one.reference not in {*chosen, *members.people}],
        "searched": is_search,
        "known": [one.name for one in found if one.reference in members.people],
        "chosen": await named(door, chosen),
    }
    return await render(request, "messages/people.html", context, status=422 if form.errors else 200)


def _mine_first(door: Door, members: Members) -> list[tuple[str, str, bool]]:
    """Return those in a conversation, their names, and whether it is the reader: first, then by name."""
    named = [
        (who, name or "Un professionnel", who in door.actor.keys) for who, name in members.people.items()
    ]
    return sorted(named, key=lambda one: (not one[2], one[1]))


def _door(request: Request) -> Door:
    ensure_may_write(request, cat.MESSAGES)
    door: Door = request.state.door
    if not door.actor.is_professional:
        raise ForbiddenError
    return door


ROUTES = (
    Route("/messages/{thread}/personnes", show, methods=["GET"]),
    Route("/messages/{thread}/personnes", join, methods=["POST"]),
    Route("/messages/{thread}/quitter", go, methods=["POST"]),
    Route("/messages/{thread}/retirer-quelqu-un", take_out, methods=["POST"]),
    Route("/messages/{word}/reprendre", keep, methods=["POST"]),
)
