"""One test a cell of the usual matrix, a label and a confidentiality: what is said is what happens, and no more."""

import asyncio

import pytest

from cordee.access.matrix import CLASSES
from cordee.access.matrix_making import make_matrix
from cordee.access.usual_rights import RIGHTS
from cordee.store.categories import CODES
from cordee.store.consents import READER_CLASSES
from tests.integration.habilitation.circle_of_classes import CONFIDENTIALITY, LABELS, ONE_OF, PEOPLE
from tests.integration.habilitation.outcomes import SAMPLE, Outcomes, outcomes

# Written again, by columns of people who decided: a change of a right is deliberate.
EXPECTED = {
    #               medical nursing health social home_help coordination carer guardian person
    "identity":    ("rw",   "rw",   "rw",  "rw",  "r",      "rw",        "r",  "r",     "r"),
    "social":      ("rw",   "rw",   "rw",  "rw",  "r",      "rw",        "r",  "r",     "r"),
    "medical":     ("rw",   "rw",   "rw",  "-",   "-",      "rw",        "r",  "r",     "r"),
    "plan":        ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "r",  "r",     "r"),
    "notebook":    ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "rw", "rw",    "rw"),
    "measures":    ("rw",   "rw",   "rw",  "-",   "rw",     "rw",        "rw", "rw",    "rw"),
    "documents":   ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "rw", "rw",    "rw"),
    "agenda":      ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "r",  "r",     "r"),
    "messages":    ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "rw", "rw",    "rw"),
    "circle":      ("rw",   "rw",   "rw",  "rw",  "r",      "rw",        "r",  "r",     "r"),
    "request":     ("rw",   "rw",   "rw",  "rw",  "rw",     "rw",        "r",  "r",     "r"),
    "consent":     ("rw",   "rw",   "rw",  "rw",  "r",      "rw",        "-",  "rw",    "rw"),
    "other":       ("rw",   "rw",   "rw",  "-",   "-",      "rw",        "r",  "r",     "r"),
}  # fmt: skip
HIDDEN_FROM = {
    "INVISIBLE_PATIENT": {"person"},
    "INVISIBLE_REPRESENTANTS_LEGAUX": {"guardian"},
    "MASQUE_PS": {"medical", "nursing", "health", "coordination"},
    "MASQUE_PSOCIAL": {"social", "home_help"},
    "MASQUE_PT": {"carer"},
    "U": set(),
    "L": set(),
    "M": set(),
    "N": set(),
    "R": {"social", "home_help", "carer"},
    "V": {"nursing", "health", "social", "home_help", "coordination", "carer", "guardian"},
}
CELLS = [(one, category) for category in EXPECTED for one in CLASSES]


@pytest.fixture(scope="module")
def found(module_database_url: str) -> Outcomes:
    """Return what happens under the usual matrix."""
    return asyncio.run(outcomes(module_database_url, make_matrix()))


def _right(one: str, category: str) -> str:
    return EXPECTED[category][CLASSES.index(one)]


@pytest.mark.parametrize(("one", "category"), CELLS)
def test_each_class_reads_and_writes_what_its_cell_says(found: Outcomes, one: str, category: str) -> None:
    right = _right(one, category)
    assert found.reads[one, category] is ("r" in right)
    assert found.writes[one, category] is ("w" in right)


@pytest.mark.parametrize(("one", "category"), [(one, part) for part in SAMPLE for one in CLASSES])
def test_api_answers_as_the_cell_says(found: Outcomes, one: str, category: str) -> None:
    right = _right(one, category)
    assert found.api_reads[one, category] == (200 if "r" in right else 404)
    assert found.api_counts[one, category] == (1 if "r" in right else 0)
    done = 200 if category == "identity" else 201
    assert found.api_writes[one, category] == (done if "w" in right else 403)


@pytest.mark.parametrize("label", [*LABELS, *CONFIDENTIALITY])
@pytest.mark.parametrize("one", CLASSES)
def test_label_hides_from_the_classes_it_names_and_no_other(found: Outcomes, one: str, label: str) -> None:
    assert found.shown[one, label] is (one not in HIDDEN_FROM[label])


def test_another_matrix_gives_other_rights_without_code(database_url: str) -> None:
    rights = RIGHTS.replace(
        "social        rw        rw      -  ", "social        rw        rw      r  "
    ).replace(
        "person        r         r       r        r     rw  ",
        "person        r         r       -        r     r   ",
    )
    assert rights != RIGHTS
    other = make_matrix(
        rights=rights,
        restricted_readers=("medical",),
        very_restricted_readers=("medical",),
        hides_from={"MASQUE_PT": ("carer", "guardian")},
    )
    found = asyncio.run(outcomes(database_url, other))
    changed = {
        cell
        for cell in CELLS
        if found.reads[cell] is not ("r" in _right(*cell)) or found.writes[cell] is not ("w" in _right(*cell))
    }
    assert changed == {("social", "medical"), ("person", "medical"), ("person", "notebook")}
    assert found.reads["social", "medical"]
    assert not found.writes["social", "medical"]
    assert not found.reads["person", "medical"]
    assert not found.writes["person", "notebook"]
    assert not found.shown["guardian", "MASQUE_PT"]
    assert found.shown["person", "INVISIBLE_PATIENT"]
    assert not found.shown["nursing", "R"]


def test_every_class_and_category_is_in_the_matrix() -> None:
    assert set(EXPECTED) == set(CODES) == set(ONE_OF)
    assert set(CLASSES) == set(PEOPLE) == READER_CLASSES
    assert set(HIDDEN_FROM) == {*LABELS, *CONFIDENTIALITY}
