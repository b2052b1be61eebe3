"""Which passwords may be chosen: long, not common, not one's own name. No rule of composition.

Source: NIST SP 800-63B-4 section 3.1.1; ANSSI, « Recommandations relatives à l'authentification multifacteur et aux
mots de passe » (2021), R22-R27.
"""

import re
import unicodedata

from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # it comes without types

LENGTH_MIN = 12
LENGTH_MAX = 256
GUESSES_MIN = 10**8  # zxcvbn: out of reach of somebody who tries over the network, whatever their patience
LOOKED_AT_MAX = (
    24  # characters zxcvbn looks at: hostile text of 72 costs it seconds; what begins well ends well
)
# Signs written for the same letter: zxcvbn tries every combination of them, a second of work for a hostile text.
LOOKALIKES = str.maketrans("@{[<|$", "4(((!5")
OWN_WORD_LENGTH_MIN = 3
REST_LENGTH_MIN = 8  # of a password without one's own words in it

# What people here choose, and zxcvbn's lists (English, leaks from abroad) rank too low or do not know.
FRENCH = (
    "motdepasse azerty azertyuiop qsdfghjklm wxcvbn bonjour soleil doudou loulou marseille chouchou nicolas camille "
    "coucou chocolat bisous jetaime tintin papillon princesse maman papa cordee cordée infirmiere infirmier sante "
    "santé hopital aidant patient dossier cabinet medecin domicile printemps automne hiver vacances"
).split()


def refuse(password: str, *own: str) -> str:
    """Return why a password may not be chosen, in French for its owner; empty when it may.

    `own` is what anybody knows of them: name, e-mail, structure.
    Cost: about 2 ms, some 40 ms for a hostile text; call it off the event loop.
    """
    if len(password) < LENGTH_MIN:
        return f"Trop court : {LENGTH_MIN} caractères au moins. Quatre mots sans rapport font un bon mot de passe."
    if len(password) > LENGTH_MAX:
        return f"Trop long : {LENGTH_MAX} caractères au plus."
    words = _words(own)
    if _is_made_of(password, words):
        return "Il contient votre nom ou votre e-mail. Choisissez autre chose."
    found = zxcvbn(
        password[:LOOKED_AT_MAX].translate(LOOKALIKES),
        user_inputs=[*words, *FRENCH],
        max_length=LOOKED_AT_MAX,
    )
    if found["guesses"] < GUESSES_MIN:
        return "Trop facile à deviner : il est courant, ou se répète. Quatre mots sans rapport conviennent mieux."
    return ""


def _words(own: tuple[str, ...]) -> list[str]:
    found = (word for text in own for word in re.split(r"[\W_\d]+", _plain(text)))
    return sorted({word for word in found if len(word) >= OWN_WORD_LENGTH_MIN})


def _is_made_of(password: str, words: list[str]) -> bool:
    """Return whether too little is left of a password once one's own words are taken out."""
    rest = _plain(password)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != _plain(password) and len(rest) < REST_LENGTH_MIN


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in apart if not unicodedata.combining(character))
