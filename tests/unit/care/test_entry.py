"""Ids of an entry: the same for the same form, and in the order of time."""

import re

from cordee.care.entry import entry_id
from cordee.kernel.ids import new_id

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_same_form_and_part_give_the_same_id() -> None:
    form = new_id()
    assert entry_id(form) == form
    assert entry_id(form, "photo-0") == entry_id(form, "photo-0") != entry_id(form, "photo-1")


def test_parts_are_ids_that_sort_with_their_form() -> None:
    form, later = new_id(), "ffffffff" + new_id()[8:]
    part = entry_id(form, "plan")
    assert UUID.fullmatch(part)
    assert part < later


def test_without_form_each_id_is_new() -> None:
    assert entry_id("") != entry_id("")
