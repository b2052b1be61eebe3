"""Why somebody does not take a task: a code, and words of theirs beside it."""

REASONS = {
    "not-mine": "Ce n’est pas de mon ressort",
    "no-time": "Je ne peux pas dans ce délai",
    "absent": "Je suis absent ou absente à cette date",
    "done": "C’est déjà fait",
    "useless": "Ce n’est plus utile",
    "other": "Autre raison",
}
WORDS_LENGTH_MAX = 500
