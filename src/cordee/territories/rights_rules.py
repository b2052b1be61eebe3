"""Checks the table of rights of a pack: every class, every category, a known right in each cell, and sense in them."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from cordee.access.matrix import CLASSES
from cordee.access.rights_table import CELLS, Line, lines_of
from cordee.store.categories import CODES
from cordee.territories.document import Mapping
from cordee.territories.findings import Findings, did_you_mean
from cordee.territories.rights_sense import senseless

PATH = "habilitation.rights"

_Said = tuple[str, str]


class _Notes(msgspec.Struct, frozen=True):
    """Notes what is wrong at a line of the table; `first` is the line of the file its first one stands on."""

    first: int
    findings: Findings

    def add(self, line: Line, message: _Said, remedy: _Said) -> None:
        self.findings.add(self.first + line.offset, PATH, message, remedy)


def check_rights(habilitation: Mapping, findings: Findings) -> None:
    """Note every mistake of the table of rights, each at its own line of the file."""
    written = habilitation.text("rights")
    if written is None:
        return
    lines = list(lines_of(written.text))
    notes = _Notes(written.line + 1, findings)
    if len(lines) < 2:
        findings.add(
            written.line,
            PATH,
            (
                "Le tableau des droits n’a pas de ligne de classe.",
                "The table of rights has no line of a class.",
            ),
            (
                "Écrivez « rights: | », puis une ligne de catégories et une ligne par classe.",
                "Write “rights: |”, then a line of categories and a line for each class.",
            ),
        )
        return
    head, *rows = lines
    _check_head(head, notes)
    _check_classes(rows, notes)
    for row in rows:
        _check_cells(head, row, notes)
        for message, remedy in senseless(row.name, dict(zip(head.words, row.words, strict=False))):
            notes.add(row, message, remedy)


def _check_head(head: Line, notes: _Notes) -> None:
    for word in head.words:
        if word not in CODES:
            unknown = (f"« {word} » : catégorie inconnue.", f"“{word}”: unknown category.")
            notes.add(head, unknown, did_you_mean(word, CODES))
    for word in _repeated(head.words):
        twice = (f"La catégorie « {word} » est écrite deux fois.", f"Category “{word}” is written twice.")
        notes.add(head, twice, ("Gardez une seule des deux colonnes.", "Keep only one of the two columns."))
    for word in sorted(CODES.keys() - set(head.words)):
        absent = (f"Il manque la catégorie « {word} ».", f"Category “{word}” is missing.")
        notes.add(head, absent, ("Ajoutez sa colonne : tout droit se décide.", "Add its column."))


def _check_classes(rows: list[Line], notes: _Notes) -> None:
    for row in rows:
        if row.name not in CLASSES:
            unknown = (f"« {row.name} » : classe inconnue.", f"“{row.name}”: unknown class.")
            notes.add(row, unknown, did_you_mean(row.name, CLASSES))
    for name in _repeated(row.name for row in rows):
        again = next(row for row in reversed(rows) if row.name == name)
        twice = (f"La classe « {name} » est écrite deux fois.", f"Class “{name}” is written twice.")
        notes.add(again, twice, ("Gardez une seule des deux lignes.", "Keep only one of the two lines."))
    named = {row.name for row in rows}
    for name in (one for one in CLASSES if one not in named):
        absent = (f"Il manque la classe « {name} ».", f"Class “{name}” is missing.")
        notes.add(rows[-1], absent, ("Ajoutez sa ligne : tout droit se décide.", "Add its line."))


def _check_cells(head: Line, row: Line, notes: _Notes) -> None:
    wanted, found = len(head.words), len(row.words)
    if wanted != found:
        message = (
            f"La ligne « {row.name} » a {found} droits pour {wanted} catégories.",
            f"Line “{row.name}” has {found} rights for {wanted} categories.",
        )
        notes.add(
            row, message, ("Écrivez un droit par colonne, « - » pour aucun.", "Write one right a column.")
        )
    for cell in row.words:
        if cell not in CELLS:
            remedy = (
                "Écrivez - (rien), r (lire), w (déposer sans lire) ou rw (lire et écrire).",
                "Write - (nothing), r (read), w (add without reading) or rw (read and write).",
            )
            notes.add(row, (f"« {cell} » n’est pas un droit.", f"“{cell}” is no right."), remedy)


def _repeated(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]
