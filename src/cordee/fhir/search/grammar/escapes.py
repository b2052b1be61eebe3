r"""Escapes of search values: `\,`, `\|`, `\$` and `\\`. Source: https://hl7.org/fhir/R4/search.html#escaping"""

import re


def split_escaped(text: str, separator: str) -> list[str]:
    r"""Return the parts of `text` between separators, those after a backslash not counting; escapes are kept."""
    if "\\" not in text:
        return text.split(separator)
    parts: list[list[str]] = [[]]
    characters = iter(text)
    for character in characters:
        if character == "\\":
            parts[-1].append(character + next(characters, ""))
        elif character == separator:
            parts.append([])
        else:
            parts[-1].append(character)
    return ["".join(part) for part in parts]


def unescape(text: str) -> str:
    r"""Return the text with `\,`, `\|`, `\$` and `\\` as the character they stand for."""
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) if "\\" in text else text
