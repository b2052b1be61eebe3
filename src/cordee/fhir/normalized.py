"""The form under which texts are compared: without accents, case or punctuation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_SEPARATORS = re.compile(r"[\W_]+")


def normalize(text: str) -> str:
    """Return the text without accents, in lower case, words separated by one space.

    Hyphens and apostrophes separate words: `Jean-Élie d’Œuvre` and `jean elie d oeuvre` compare equal.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SEPARATORS.sub(" ", text.casefold()).strip()
