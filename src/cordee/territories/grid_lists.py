"""The lists a grid's choices are drawn from: known here and short enough to be shown, or told with what to do."""

from collections.abc import Callable, Collection

from cordee.care.questionnaires import LANGUAGE
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import CHOICES, with_answer_lists
from cordee.fhir.sdc.answer_lists import OPTIONS_MAX
from cordee.fhir.sdc.extensions import items_of
from cordee.kernel.log import get_logger

Tell = Callable[[str, str, str, tuple[str, str]], None]
"""Notes a problem of an item: its linkId, French, English, remedy in both."""

_log = get_logger(__name__)
_REMEDY_FR = (
    "Installez le guide qui la définit (cordee fhir install), ou écrivez ses choix dans ce fichier : une ValueSet "
    f"contenue (contained), ou answerOption. {OPTIONS_MAX} choix au plus."
)
_REMEDY_EN = (
    "Install the guide that defines it (cordee fhir install), or write its options into this file: a contained "
    f"ValueSet, or answerOption. {OPTIONS_MAX} options at most."
)


def check_lists(questionnaire: Json, tell: Tell, stood: Collection[str] = ()) -> None:
    """Note each item whose list of answers cannot be offered, or stands where none can.

    A list of `stood` was offered once by a grid that is on the shelf: it is logged, its guide was taken away since.
    """
    lacking = with_answer_lists(questionnaire, LANGUAGE).lacking
    for item in items_of(questionnaire):
        url = str(item.get("answerValueSet", ""))
        if not url:
            continue
        link = str(item.get("linkId"))
        _check_place(item, link, tell)
        if item.get("type") not in CHOICES or item.get("answerOption") or url not in lacking:
            continue
        if url in stood:
            _log.warning("list of answers missing", grid=questionnaire.get("id"), list=url)
            continue
        tell(link, lacking[url].said_fr, lacking[url].said_en, (_REMEDY_FR, _REMEDY_EN))


def _check_place(item: Json, link: str, tell: Tell) -> None:
    if item.get("answerOption"):
        tell(
            link,
            "Cette question donne ses choix deux fois (answerOption et answerValueSet).",
            "This question gives its options twice (answerOption and answerValueSet).",
            ("Gardez l’un des deux.", "Keep one of the two."),
        )
    elif item.get("type") not in CHOICES:
        tell(
            link,
            f"Une question de type « {item.get('type')} » ne prend pas de liste (answerValueSet).",
            f"A question of type '{item.get('type')}' takes no list (answerValueSet).",
            ("Donnez-lui le type choice ou open-choice.", "Give it the type choice or open-choice."),
        )
