"""Turns a line of a story into a French sentence about one person: choices, names, agreements, typography.

A line may hold `[this|that]`, one of which is drawn, `{1..9}`, a number drawn between both, and `{name}`, a word of the
person's own. Choices may stand inside choices.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{([a-zA-Z_]+)\}")
_NUMBER = re.compile(r"\{(\d+)\.\.(\d+)\}")

Words = Mapping[str, str]
Line = Callable[[Random, Words], str]


def tell(line: str, rng: Random, words: Words) -> str:
    """Return the sentence of a line for one person.

    Raises: KeyError when the line names a word this person does not have; ask `can_tell` first.
    """
    text = _typeset(line)
    while "[" in text:
        text = _INNERMOST.sub(lambda match: rng.choice(match[1].split("|")), text)
    text = _NUMBER.sub(lambda match: str(rng.randint(int(match[1]), int(match[2]))), text)
    return capital(_FIELD.sub(lambda match: words[match[1]], text))


def can_tell(line: str, words: Words) -> bool:
    """Return whether this person has every word the line names, whatever is drawn."""
    return all(name in words for name in _fields(line))


def of(name: str) -> str:
    """Return a name after « de »: d’Autun, du Creusot, des Bizots, de Chagny."""
    return _contracted(name, "du ", "des ", "d’" if _starts_with_vowel(name) else "de ")


def at(name: str) -> str:
    """Return a place after « à »: à Autun, au Creusot, aux Bizots."""
    return _contracted(name, "au ", "aux ", "à ")


def capital(text: str) -> str:
    """Return a text whose first letter is a capital, the rest as it was."""
    return text[:1].upper() + text[1:]


@cache
def _typeset(text: str) -> str:
    text = text.replace("'", "’")
    text = re.sub(r" (?=[;?!])", NARROW, text)
    text = re.sub(r" (?=[:»%])|(?<=«) ", NO_BREAK, text)
    units = "mg|g|kg|h|km|mmHg|mmol/L|L|cm|ml"
    return re.sub(rf"(?<=[\d}}]) (?=({units})\b)", NO_BREAK, text)


@cache
def _fields(line: str) -> tuple[str, ...]:
    return tuple(_FIELD.findall(line))


def _contracted(name: str, masculine: str, plural: str, otherwise: str) -> str:
    if name.startswith("Le "):
        return masculine + name[3:]
    return plural + name[4:] if name.startswith("Les ") else otherwise + name


def _starts_with_vowel(name: str) -> bool:
    return name[:1].lower() in "aàâeéèêëiîïoôuûùhyœæ"
