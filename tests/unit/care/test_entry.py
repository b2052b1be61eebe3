"""Ids of an entry: the same for the same form, in the order of time, and told from those that anybody may choose."""

import re

import pytest

from cordee.care.entry import drawn_id, entry_id
from cordee.care.requests.mail import Mail
from cordee.kernel.ids import is_id, is_part_id, new_id
from cordee.web.forms import Form

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
WHOLE = "01920000-0000-7000-8000-000000000001"


def test_same_form_and_part_give_the_same_id() -> None:
    form = new_id()
    assert entry_id(form) == form
    assert entry_id(form, "photo-0") == entry_id(form, "photo-0") != entry_id(form, "photo-1")


def test_parts_are_ids_that_sort_with_their_form() -> None:
    form, later = new_id(), "ffffffff" + new_id()[8:]
    part = entry_id(form, "plan")
    assert UUID.fullmatch(part)
    assert part[:13] == form[:13]
    assert part < later


@pytest.mark.parametrize("whole", ["jeanne", "IPP.1234-5", "a" * 64, WHOLE, entry_id(WHOLE, "one")])
def test_part_of_anything_is_told_from_what_may_be_chosen(whole: str) -> None:
    part = entry_id(whole, "part")
    assert is_id(part)
    assert is_part_id(part)
    assert UUID.fullmatch(part)


def test_id_of_a_message_may_not_be_chosen() -> None:
    mails = [Mail(key=key, sender_name="", sender_email="", subject="", text="") for key in ("1", "2")]
    assert all(is_part_id(one.id) for one in mails)
    assert mails[0].id != mails[1].id


def test_form_takes_the_id_it_was_shown_with_but_none_of_a_part() -> None:
    shown, part = new_id(), entry_id(new_id(), "part")
    assert Form(values={"form_id": shown}).form_id == shown
    assert Form(values={"form_id": part}).form_id != part
    assert not is_part_id(new_id())


def test_parts_of_a_form_are_none_of_what_is_drawn_from_something_else() -> None:
    assert entry_id(WHOLE, "2026-11-27") != drawn_id(WHOLE, "2026-11-27") == drawn_id(WHOLE, "2026-11-27")
    assert is_part_id(drawn_id(WHOLE, "next"))


def test_without_form_each_id_is_new() -> None:
    assert entry_id("") != entry_id("")
    assert drawn_id("", "one") != drawn_id("", "one")
