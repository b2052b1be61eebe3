"""What a line of rights must not say, however well it is written."""

from collections.abc import Iterator, Mapping

LEFT_FOR_OTHERS = frozenset({"notebook", "measures", "documents", "messages"})
"""What may be added by who does not read it: one leaves it there for others."""
OPENS_RECORDS = ("identity", "circle", "request")
"""What coordination reads and writes to answer a request by opening a record."""

_Said = tuple[str, str]


def senseless(reader_class: str, cells: Mapping[str, str]) -> Iterator[tuple[_Said, _Said]]:
    """Yield what makes no sense in the rights of one class, by category, each with its remedy.

    - nobody opens a record without reading its identity; the person least of all;
    - what is not left for others is not written unread;
    - the person gives and withdraws consent; coordination opens records.
    """
    if cells.get("identity") in {"-", "w"}:
        yield _own_identity() if reader_class == "person" else _identity()
    for category, cell in cells.items():
        if cell == "w" and category not in LEFT_FOR_OTHERS and category != "identity":
            yield _unread(reader_class, category)
    if reader_class == "person" and cells.get("consent", "rw") != "rw":
        yield _own_consent()
    for category in OPENS_RECORDS if reader_class == "coordination" else ():
        if cells.get(category, "rw") != "rw":
            yield _closed(category)


def _own_identity() -> tuple[_Said, _Said]:
    return (
        ("La personne ne lirait pas sa propre identité.", "The person would not read their own identity."),
        ("Écrivez r : elle a droit à ce qui la concerne.", "Write r: they have a right to it."),
    )


def _identity() -> tuple[_Said, _Said]:
    return (
        (
            "Sans lire l’identité, cette classe n’ouvrirait aucun dossier.",
            "Without reading the identity, this class would open no record.",
        ),
        ("Écrivez r ou rw dans la colonne identity.", "Write r or rw in the column identity."),
    )


def _unread(reader_class: str, category: str) -> tuple[_Said, _Said]:
    left = ", ".join(sorted(LEFT_FOR_OTHERS))
    return (
        (
            f"« {reader_class} » écrirait « {category} » sans le lire.",
            f"“{reader_class}” would write “{category}” without reading it.",
        ),
        (
            f"Écrivez rw, ou - : seul ce qu’on dépose pour d’autres ({left}) s’écrit sans se lire.",
            f"Write rw, or -: only what is left for others ({left}) is written unread.",
        ),
    )


def _own_consent() -> tuple[_Said, _Said]:
    return (
        (
            "La personne ne pourrait ni donner ni retirer son consentement.",
            "The person could neither give nor withdraw consent.",
        ),
        (
            "Écrivez rw dans la colonne consent (article L1110-4).",
            "Write rw in the column consent (L1110-4).",
        ),
    )


def _closed(category: str) -> tuple[_Said, _Said]:
    return (
        (
            f"Sans lire et écrire « {category} », la coordination n’ouvrirait aucun dossier.",
            f"Without reading and writing “{category}”, coordination would open no record.",
        ),
        (f"Écrivez rw dans la colonne {category}.", f"Write rw in the column {category}."),
    )
