"""Put values into the slices of their element, and check counts, order and closedness."""

from cordee.fhir.validation.discriminators import Asked
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.rule_faults import RuleFaults
from cordee.fhir.validation.rules import Rule, Slice, Slicing

Placed = list[tuple[Slice, Item]]


def check_slices(asked: Asked, faults: RuleFaults, rule: Rule, items: list[Item], place: str) -> Placed:
    """Return each value with the slice it belongs to, once counts, order and closedness are checked.

    A value that matches several slices belongs to the first. When the profile does not say how to tell slices
    apart, nothing is checked and nothing returned.
    """
    slicing = rule.slicing
    if slicing is None or not slicing.is_decidable:
        return []
    placed, ranks = [], []
    for item in items:
        rank = _rank(slicing, item, asked)
        ranks.append(rank)
        if rank is not None:
            placed.append((slicing.slices[rank], item))
    _counts(slicing, ranks, faults, rule, place)
    _strangers(slicing, ranks, items, faults, rule)
    if slicing.is_ordered:
        _order(ranks, items, faults, rule)
    return placed


def _rank(slicing: Slicing, item: Item, asked: Asked) -> int | None:
    for rank, one in enumerate(slicing.slices):
        if one.name != "@default" and all(matches(item, asked) for matches in one.matchers):
            return rank
    return None


def _counts(slicing: Slicing, ranks: list[int | None], faults: RuleFaults, rule: Rule, place: str) -> None:
    for rank, one in enumerate(slicing.slices):
        found = ranks.count(rank)
        if found < one.min or (one.max is not None and found > one.max):
            faults.wrong_slice_count(place, one, found, rule.source)


def _strangers(
    slicing: Slicing, ranks: list[int | None], items: list[Item], faults: RuleFaults, rule: Rule
) -> None:
    names = [one.name for one in slicing.slices]
    if slicing.rules == "closed":
        for rank, item in zip(ranks, items, strict=True):
            if rank is None:
                faults.no_slice(item.place, names, rule.source)
    elif slicing.rules == "openAtEnd":
        last = max((index for index, rank in enumerate(ranks) if rank is not None), default=-1)
        for index, (rank, item) in enumerate(zip(ranks, items, strict=True)):
            if rank is None and index < last:
                faults.not_at_end(item.place, names, rule.source)


def _order(ranks: list[int | None], items: list[Item], faults: RuleFaults, rule: Rule) -> None:
    highest = -1
    for rank, item in zip(ranks, items, strict=True):
        if rank is None:
            continue
        if rank < highest:
            faults.out_of_order(item.place, rule.source)
        highest = max(highest, rank)
