"""How what R4 has no element for is written: kind of an action, how it is judged, whom to alert, whose words.

The three kinds of action are those of HAS, in the order it asks to consider them.
"""

from cordee.care.elements import code_of, concept, refers_to
from cordee.care.signing import said
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, CarePlan, Coding, Extension, Reference, Task, TaskInput

ACTION_KINDS = {
    "prevent": "Prévenir",
    "resolve": "Résoudre",
    "attenuate": "Atténuer",
}
PROJECT, PREFERENCES, ALERT = "project", "preferences", "alert"
_CRITERION, _ALERT = "criterion", "alert"
_INPUT_WORDS = {_CRITERION: "Comment on jugera", _ALERT: "Qui prévenir"}


def kind_of(task: Task) -> str:
    """Return the kind of an action, empty when it says none."""
    kind = code_of(task.code, systems.ACTION_KIND)
    return kind if kind in ACTION_KINDS else ""


def rank_of(kind: str) -> int:
    """Return the place of a kind in the order of HAS; an action without one comes last."""
    return list(ACTION_KINDS).index(kind) if kind in ACTION_KINDS else len(ACTION_KINDS)


def set_kind(task: Task, kind: str) -> None:
    """Say of which kind an action is, or of none."""
    if task.code is None:
        return
    codings = [one for one in task.code.coding or () if one.system != systems.ACTION_KIND]
    if kind:
        codings.append(Coding(system=systems.ACTION_KIND, code=kind, display=ACTION_KINDS[kind]))
    task.code.coding = codings or None


def criterion_of(task: Task) -> str:
    """Return how it will be judged whether an action did what it should."""
    return _input(task, _CRITERION)


def alert_of(task: Task) -> str:
    """Return whom to alert, and how, when an action cannot be done or something goes wrong."""
    return _input(task, _ALERT)


def set_inputs(task: Task, criterion: str, alert: str) -> None:
    """Say how an action is judged and whom to alert."""
    ours = {_CRITERION: criterion, _ALERT: alert}
    found = [one for one in task.input or () if code_of(one.type, systems.ACTION_INPUT) not in ours]
    found += [
        TaskInput(type=concept(systems.ACTION_INPUT, code, _INPUT_WORDS[code]), valueString=text)
        for code, text in ours.items()
        if text
    ]
    task.input = found or None


def words_in(plan: CarePlan | None, kind: str) -> str:
    """Return one of the texts of a plan: the project, the preferences, the procedure of alert."""
    for note in (plan.note if plan else None) or ():
        if _note_kind(note, plan) == kind:
            return note.text or ""
    return ""


def set_words(plan: CarePlan, kind: str, text: str, author: Reference, at: str) -> None:
    """Write one of the texts of a plan, the person's own first."""
    others = [note for note in plan.note or () if _note_kind(note, plan) != kind]
    if text:
        new = said(author, at, text)
        new.extension = [Extension(url=systems.PLAN_NOTE, valueCode=kind), *(new.extension or ())]
        others = [new, *others] if kind == PROJECT else [*others, new]
    plan.note = others or None


def _input(task: Task, code: str) -> str:
    for one in task.input or ():
        if code_of(one.type, systems.ACTION_INPUT) == code:
            return one.valueString or ""
    return ""


def _note_kind(note: Annotation, plan: CarePlan | None) -> str:
    marked = next((one.valueCode for one in note.extension or () if one.url == systems.PLAN_NOTE), None)
    if marked:
        return marked
    subject = (plan.subject.reference if plan and plan.subject else None) or ""
    return PROJECT if refers_to(note.authorReference, subject) else ""
