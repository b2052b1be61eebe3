"""What full-text search reads."""

from cordee.fhir.search import extract
from cordee.fhir.search.extraction.texts import CONTENT_MAX_CHARS, NARRATIVE_MAX_CHARS


def test_narrative_is_its_words_without_markup() -> None:
    found = extract("Basic", {"text": {"div": "<div><p class='x'>Plaie&nbsp;du <b>pied</b></p></div>"}})

    assert found.narrative == "Plaie du pied"


def test_content_is_what_people_wrote_each_text_once() -> None:
    code = {"coding": [{"system": "http://s", "code": "123-4", "display": "Pouls"}], "text": "Pouls"}
    found = extract("Observation", {"id": "x", "code": code, "note": [{"text": "Irrégulier"}]})

    assert found.content == "Pouls Irrégulier"


def test_texts_are_bounded() -> None:
    found = extract("Basic", {"text": {"div": "<div>" + "mot " * 10**6}, "note": ["y" * 10**6]})

    assert len(found.narrative) <= NARRATIVE_MAX_CHARS
    assert len(found.content) <= CONTENT_MAX_CHARS
