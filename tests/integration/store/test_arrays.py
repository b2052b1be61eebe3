import json

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.store.arrays import array

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXT | st.none(), max_size=8))
def test_any_text_sent_as_an_array_comes_back_the_same(postgresql: str, texts: list[str | None]) -> None:
    contents = [json.dumps({"text": text}) for text in texts]
    with psycopg.connect(postgresql) as connection:
        row = connection.execute(
            "SELECT %s::text::text[], %s::text::json[]::text[]", (array(texts), array(contents))
        ).fetchone()
    assert row == (texts, contents)
