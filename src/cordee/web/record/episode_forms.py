"""The forms that change the life of a record: open, suspend, close, open again, another referent, themes, reasons."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import words_of
from cordee.care.episode import acts
from cordee.care.episode.candidates import candidates
from cordee.care.episode.closing import ToClose, close, reopen
from cordee.care.episode.left_open import SHELVES, left_open
from cordee.care.episode.rights import ensure_may_govern
from cordee.care.episode.summary import SUMMARY_LENGTH_MAX
from cordee.care.episode.view import life_of
from cordee.care.episode_marks import Coded
from cordee.care.taking_back import take_back
from cordee.fhir.r4 import Condition
from cordee.kernel.clock import now
from cordee.territories.episode import EpisodeLists, coded
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import site_of, today_of

CRITERIA_MAX = 20


async def opening(request: Request) -> Response:
    """Open a record that has a circle and no episode yet."""
    door, chart, form = await _opened(request)
    if request.method == "POST":
        themes, criteria = _themes(request, form), _criteria(request, form)
        if themes and await carried_out(
            form,
            lambda: acts.open_episode(
                door, chart.patient_id, theme=themes[0], criteria=criteria, form_id=form.form_id
            ),
        ):
            return _done(request, chart, "Le dossier est ouvert.")
    return await _description(request, chart, form, "Ouvrir le dossier", "ouvrir")


async def description(request: Request) -> Response:
    """Show or write the themes of the record and the criteria it was opened on."""
    door, chart, form = await _opened(request)
    life = life_of(chart)
    if request.method == "GET":
        form.tick("themes", *(code for code, _ in life.themes))
        form.tick("criteria", *(code for code, _ in life.criteria))
    if request.method == "POST":
        themes, criteria = _themes(request, form), _criteria(request, form)
        if await carried_out(
            form,
            lambda: acts.describe(
                door, chart.patient_id, themes=themes, criteria=criteria, expected_version=form.version()
            ),
        ):
            return _done(request, chart, "Thèmes et critères enregistrés.", undo_of=form)
    return await _description(request, chart, form, "Thèmes et critères", "themes")


async def suspension(request: Request) -> Response:
    """Suspend the record, with its reason and the day it should go on."""
    door, chart, form = await _opened(request)
    reasons = coded(_lists(request).suspension_reasons)
    if request.method == "POST":
        reason = form.choice("reason", reasons, missing="Choisissez pourquoi le dossier attend.")
        until = form.day("until")
        if until is not None and until < today_of(request):
            form.errors["until"] = "Ce jour est passé : choisissez un jour à venir."
        if await carried_out(
            form,
            lambda: acts.suspend(
                door, chart.patient_id, reason=(reason, reasons[reason]), until=until,
                expected_version=form.version(),
            ),
        ):  # fmt: skip
            return _done(request, chart, "Le dossier est suspendu.", undo=f"{_page(chart)}/reprendre")
    return await form_page(
        request, "record/episode_suspend.html", chart, form,
        {"life": life_of(chart), "reasons": list(reasons.items())},
    )  # fmt: skip


async def going_on(request: Request) -> Response:
    """Take a suspended record up again."""
    door: Door = request.state.door
    await acts.resume(door, request.path_params["patient_id"])
    back = f"{root_of(request.path_params['patient_id'])}/dossier"
    return done(request, "Le dossier est repris.", back=back)


async def closing(request: Request) -> Response:
    """Close the record: why, what was done, what becomes of what is left."""
    door, chart, form = await _opened(request, shelves=SHELVES)
    reasons = coded(_lists(request).closing_reasons)
    if request.method == "POST":
        reason = form.choice("reason", reasons, missing="Choisissez pourquoi le dossier se ferme.")
        words = form.text(
            "words", missing="Écrivez en quelques lignes ce qui a été fait.", length_max=SUMMARY_LENGTH_MAX
        )
        if await carried_out(
            form,
            lambda: close(
                door, chart.patient_id,
                ToClose(
                    reason=(reason, reasons[reason]), words=words, cancels_tasks=form.ticked("tasks"),
                    cancels_meetings=form.ticked("meetings"), leaving=form.several("leaving"),
                ),
                expected_version=form.version(), form_id=form.form_id,
            ),
        ):  # fmt: skip
            return _done(
                request, chart, "Le dossier est clos ; il reste lisible.", undo=f"{_page(chart)}/rouvrir"
            )
    context = {"life": life_of(chart), "reasons": list(reasons.items()), "left": left_open(chart, now())}
    return await form_page(request, "record/episode_close.html", chart, form, context)


async def reopening(request: Request) -> Response:
    """Open a closed record again."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    await reopen(door, patient_id)
    return done(request, "Le dossier est rouvert.", back=f"{root_of(patient_id)}/dossier")


async def referent(request: Request) -> Response:
    """Name another referent."""
    door, chart, form = await _opened(request)
    found, life = await candidates(door, chart), life_of(chart)
    if request.method == "POST":
        chosen = form.choice("referent", found, missing="Choisissez qui devient référent.")
        if await carried_out(
            form,
            lambda: acts.change_referent(
                door, chart.patient_id, chosen, found, expected_version=form.version()
            ),
        ):
            return _done(request, chart, "Le référent est changé.", undo_of=form)
    current = life.referent.reference if life.referent else ""
    context = {"life": life, "candidates": [one for one in found.items() if one[0] != current]}
    return await form_page(request, "record/episode_referent.html", chart, form, context)


async def reasons(request: Request) -> Response:
    """Say which problems of health are the reason of the record."""
    door, chart, form = await _opened(request, shelves=acts.CONDITIONS)
    life = life_of(chart)
    if request.method == "GET":
        form.tick("diagnosis", *life.diagnoses)
    if request.method == "POST" and await carried_out(
        form,
        lambda: acts.set_diagnoses(
            door, chart.patient_id, form.several("diagnosis"), expected_version=form.version()
        ),
    ):
        return _done(request, chart, "Les problèmes à l’origine du dossier sont notés.", undo_of=form)
    problems = [(one.id, words_of(one.code)) for one in chart.of(Condition) if words_of(one.code)]
    return await form_page(
        request, "record/episode_reasons.html", chart, form, {"life": life, "problems": problems}
    )


async def undo(request: Request) -> Response:
    """Take the last change of the episode back."""
    door: Door = request.state.door
    patient_id, version = request.path_params["patient_id"], int(request.path_params["version"])
    life = life_of(await open_chart(door, patient_id))
    await take_back(door, patient_id, "EpisodeOfCare", life.id, version)
    return done(request, "C’est comme avant.", back=f"{root_of(patient_id)}/dossier")


async def _opened(request: Request, shelves: dict[str, int] | None = None) -> tuple[Door, Chart, Form]:
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], shelves)
    ensure_may_govern(chart, door.actor)
    return door, chart, await read_form(request) if request.method == "POST" else Form()


async def _description(request: Request, chart: Chart, form: Form, title: str, act: str) -> Response:
    site = site_of(request)
    context = {
        "life": life_of(chart),
        "title": title,
        "act": act,
        "themes": [(one.code, one.label) for one in site.territory.themes],
        "criteria": list(coded(_lists(request).opening_criteria).items()),
    }
    return await form_page(request, "record/episode_themes.html", chart, form, context)


def _themes(request: Request, form: Form) -> list[Coded]:
    known = {one.code: one.label for one in site_of(request).territory.themes}
    chosen = [(one, known[one]) for one in form.several("themes") if one in known]
    if not chosen:
        form.errors["themes"] = "Choisissez au moins un thème."
    return chosen


def _criteria(request: Request, form: Form) -> list[Coded]:
    known = coded(_lists(request).opening_criteria)
    chosen = [(one, known[one]) for one in form.several("criteria")[:CRITERIA_MAX] if one in known]
    if not chosen:
        form.errors["criteria"] = "Cochez au moins un critère."
    return chosen


def _lists(request: Request) -> EpisodeLists:
    return site_of(request).territory.episode


def _page(chart: Chart) -> str:
    return f"{root_of(chart.patient_id)}/dossier"


def _done(
    request: Request, chart: Chart, said: str, *, undo: str | None = None, undo_of: Form | None = None
) -> Response:
    version = undo_of.version() if undo_of is not None else None
    if version is not None:
        undo = f"{_page(chart)}/annuler/{version + 1}"
    return done(request, said, back=_page(chart), undo=undo)


_ROOT = "/dossiers/{patient_id}/dossier"
_BOTH = ["GET", "POST"]
ROUTES = (
    Route(f"{_ROOT}/ouvrir", opening, methods=_BOTH),
    Route(f"{_ROOT}/themes", description, methods=_BOTH),
    Route(f"{_ROOT}/suspendre", suspension, methods=_BOTH),
    Route(f"{_ROOT}/reprendre", going_on, methods=["POST"]),
    Route(f"{_ROOT}/clore", closing, methods=_BOTH),
    Route(f"{_ROOT}/rouvrir", reopening, methods=["POST"]),
    Route(f"{_ROOT}/referent", referent, methods=_BOTH),
    Route(f"{_ROOT}/origine", reasons, methods=_BOTH),
    Route(_ROOT + "/annuler/{version:int}", undo, methods=["POST"]),
)
