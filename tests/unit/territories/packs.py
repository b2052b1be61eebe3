"""A whole territory in a few lines, and ways to spoil it."""

TINY = """\
format: 1
code: val-test
name: Val de Test
region: Bourgogne-Franche-Comté
departement: Saône-et-Loire
time_zone: Indian/Reunion
sectors:
  - {code: val, name: Le Val}
communes:
  - {insee: "71014", name: Autun, postcode: "71400", population: 13172, sector: val, at: [46.95, 4.3]}
  - {insee: "2A004", name: Ajaccio, postcode: "20000", population: 0, sector: val, at: [41.9, 8.7]}
organisations:
  - {code: dac-val, type: dac, name: DAC du Val, commune: "71014", finess: "719900011"}
  - {code: cabinet, type: practice, name: Cabinet du Val, commune: "71014", finess: "719900029"}
roles:
  - {code: coordinator, label: coordinateur, feminine: coordinatrice, plural: coordinateurs, works_in: [dac], is_coordination: true}
  - {code: gp, label: médecin, feminine: médecin, plural: médecins, works_in: [practice]}
themes:
  - code: frailty
    label: Fragilité
    plan:
      - need: Chutes
        domain: autonomy
        goal: Ne plus tomber
        actions:
          - {text: Retirer les tapis, role: gp}
"""  # noqa: E501 - one line a commune, an organisation, a role, as in real packs


def tiny(old: str = "", new: str = "") -> str:
    """Return the tiny territory with one passage replaced, which must be there."""
    assert old in TINY
    return TINY.replace(old, new, 1) if old else TINY


def line_of(text: str, passage: str) -> int:
    """Return the line a passage stands on, counted from 1."""
    return text[: text.index(passage)].count("\n") + 1
