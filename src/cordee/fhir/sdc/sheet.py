"""A response as a sheet: the answers of each question by its address, and how often each group is repeated.

An address is the linkId, after the place in each repeating group it stands in: `toilet`, `helper:1/name`.
"""

from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import DEPTH_MAX

INSTANCES_MAX = 50  # of one repeating group
ADDRESSES_MAX = 5000


class Sheet(msgspec.Struct):
    """Answers by address, each list in order; `counts` says how many times each repeating group stands, by address."""

    answers: dict[str, list[Json]] = {}
    counts: dict[str, int] = {}

    def copy(self) -> "Sheet":
        """Return a sheet that can be changed by itself."""
        return Sheet({name: list(values) for name, values in self.answers.items()}, dict(self.counts))

    def count(self, address: str) -> int:
        """Return how many times a repeating group stands: once at least."""
        return max(1, min(self.counts.get(address, 1), INSTANCES_MAX))


class Place(msgspec.Struct, frozen=True):
    """One item of the questionnaire where it stands on the sheet.

    `parents` are the addresses of what it stands in, the nearest last; `instances` the places in repeating groups.
    """

    item: Json
    address: str
    parents: tuple[str, ...] = ()
    instances: tuple[tuple[str, int], ...] = ()


def places(questionnaire: Json, sheet: Sheet) -> Iterator[Place]:
    """Yield every item as often as it stands on the sheet, in the order of the questionnaire."""
    walked = _walk(questionnaire, sheet, "", (), (), 0)
    return (place for place, _ in zip(walked, range(ADDRESSES_MAX), strict=False))


def repeats_as_group(item: Json) -> bool:
    """Return whether an item is a group that may stand several times."""
    return item.get("type") == "group" and bool(item.get("repeats"))


def _walk(
    holder: Json,
    sheet: Sheet,
    prefix: str,
    parents: tuple[str, ...],
    instances: tuple[tuple[str, int], ...],
    depth: int,
) -> Iterator[Place]:
    for item in holder.get("item", ()) if depth < DEPTH_MAX else ():
        address = address_of(prefix, item)
        yield Place(item, address, parents, instances)
        if repeats_as_group(item):
            for number in range(sheet.count(address)):
                inside = (*instances, (item["linkId"], number))
                yield from _walk(item, sheet, f"{address}:{number}/", (*parents, address), inside, depth + 1)
        else:
            yield from _walk(item, sheet, prefix, (*parents, address), instances, depth + 1)


def address_of(prefix: str, item: Json) -> str:
    """Return the address of an item that stands after a prefix."""
    return f"{prefix}{quote(str(item.get('linkId', '')), safe='')}"


def link_of(address: str) -> str:
    """Return the linkId an address ends with."""
    return unquote(address.rpartition("/")[2])


def sheet_of(questionnaire: Json, response: Json) -> Sheet:
    """Return what a response answers; what the questionnaire does not ask is left out."""
    sheet = Sheet()
    _read(questionnaire, [response], sheet, "", 0)
    return sheet


def _read(asked: Json, answered: list[Json], sheet: Sheet, prefix: str, depth: int) -> None:
    if depth >= DEPTH_MAX:
        return
    given = [item for one in answered for item in one.get("item", ())]
    for item in asked.get("item", ()):
        found = [one for one in given if one.get("linkId") == item.get("linkId")]
        address = address_of(prefix, item)
        if repeats_as_group(item):
            sheet.counts[address] = max(1, min(len(found), INSTANCES_MAX))
            for number, one in enumerate(found[:INSTANCES_MAX]):
                _read(item, [one], sheet, f"{address}:{number}/", depth + 1)
            continue
        answers = [answer for one in found for answer in one.get("answer", ())]
        values = [{name: value for name, value in answer.items() if name != "item"} for answer in answers]
        if values := [value for value in values if value]:
            sheet.answers[address] = values
        _read(item, [*found, *answers], sheet, prefix, depth + 1)


def items_of_sheet(questionnaire: Json, sheet: Sheet, keeps: Callable[[str], bool]) -> list[Json]:
    """Return the items of a response that say what is on a sheet, as far as an address is kept; none is empty."""
    return _written(questionnaire, sheet, keeps, "", 0)


def _written(holder: Json, sheet: Sheet, keeps: Callable[[str], bool], prefix: str, depth: int) -> list[Json]:
    found: list[Json] = []
    for item in holder.get("item", ()) if depth < DEPTH_MAX else ():
        address = address_of(prefix, item)
        if not keeps(address) or item.get("type") == "display":
            continue
        head = {name: item[name] for name in ("linkId", "definition", "text") if name in item}
        if repeats_as_group(item):
            starts = [f"{address}:{number}/" for number in range(sheet.count(address))]
            groups = [_written(item, sheet, keeps, start, depth + 1) for start in starts]
            found += [{**head, "item": items} for items in groups if items]
            continue
        inner = _written(item, sheet, keeps, prefix, depth + 1)
        if item.get("type") == "group":
            found += [{**head, "item": inner}] if inner else []
            continue
        answers = [dict(one) for one in sheet.answers.get(address, ())]
        if answers and inner:
            answers[0]["item"] = inner
        found += [{**head, "answer": answers}] if answers else []
    return found
