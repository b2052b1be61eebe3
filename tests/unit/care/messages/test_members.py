"""Who is in a conversation about nobody, from its messages."""

from cordee.care.messages.members import members_in
from cordee.care.messages.message import Message


def said(
    sender: str,
    *recipients: str,
    joined: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    is_leaving: bool = False,
    is_withdrawn: bool = False,
) -> Message:
    return Message(
        id="", sender=sender, sender_name=sender.title(), recipients=recipients,
        names={one: one.title() for one in recipients}, at=None, text="", topic="", labels=frozenset(),
        joined=joined, removed=removed, is_leaving=is_leaving, is_withdrawn=is_withdrawn,
    )  # fmt: skip


def test_who_is_named_is_in_it_and_who_left_is_not() -> None:
    began, added = said("a", "b", "c"), said("b", "a", "c", "d", joined=("d",))
    left = said("a", "b", "c", "d", is_leaving=True)
    assert members_in([began]) == {"a": "A", "b": "B", "c": "C"}
    assert set(members_in([began, added])) == {"a", "b", "c", "d"}
    assert set(members_in([began, added, left])) == {"b", "c", "d"}
    assert set(members_in([added, left])) == {"b", "c", "d"}  # as who was added sees it


def test_message_written_while_somebody_left_does_not_bring_them_back_and_being_added_does() -> None:
    left, late = said("a", "b", "c", is_leaving=True), said("b", "a", "c")
    assert set(members_in([said("a", "b", "c"), left, late])) == {"b", "c"}
    back = said("c", "a", "b", joined=("a",))
    assert set(members_in([left, late, back, said("b", "c")])) == {"a", "b", "c"}


def test_two_added_at_once_are_both_in_it() -> None:
    one, other = said("a", "b", "c", joined=("c",)), said("b", "a", "d", joined=("d",))
    assert set(members_in([said("a", "b"), one, other])) == {"a", "b", "c", "d"}


def test_who_is_removed_is_not_in_it_until_added_by_somebody_else_or_the_word_is_withdrawn() -> None:
    began, removed = said("a", "b", "c"), said("a", "b", "c", removed=("c",))
    assert set(members_in([began, removed])) == {"a", "b"}
    assert set(members_in([began, removed, said("c", "a", joined=("c",))])) == {"a", "b"}
    assert set(members_in([began, removed, said("b", "a", "c", joined=("c",))])) == {"a", "b", "c"}
    withdrawn = said("a", "b", "c", removed=("c",), is_withdrawn=True)
    assert set(members_in([began, withdrawn])) == {"a", "b", "c"}
