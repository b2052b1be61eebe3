"""A colleague: a professional opened the record of somebody who works in the same structure, or their own."""

from cordee.access.patterns.identity import Identity


def is_the_same_person(professional: Identity, person: Identity) -> bool:
    """Return whether a professional of the directory is the person of a record.

    By INS when both have one; else by family name, first given name and birth date, all three.
    """
    if professional.ins and person.ins:
        return bool(professional.ins & person.ins)
    return (
        bool(professional.born_on)
        and professional.born_on == person.born_on
        and bool(professional.families & person.families)
        and bool(professional.givens & person.givens)
    )
