"""Checks what no shape can say: that a pack's names answer one another and that nothing is told twice."""

from collections.abc import Callable, Iterable, Iterator
from zoneinfo import available_timezones

from cordee.care.directory import NEEDS
from cordee.territories.alert_rules import check_alerts
from cordee.territories.document import Mapping, Scalar, Value
from cordee.territories.episode_rules import check_episode
from cordee.territories.findings import Findings, did_you_mean
from cordee.territories.reader_rules import check_readers
from cordee.territories.rights_rules import check_rights
from cordee.territories.vocabulary import ACTION_KINDS, ORGANISATION_TYPES, PLAN_DOMAINS, ROLE_CODES

FORMAT = 1
"""The only format of pack this version reads."""

Use = tuple[str, Scalar]
"""A word and the path it stands at."""


def check_rules(root: Value, findings: Findings) -> None:
    """Note in `findings` every rule the document breaks; what has no readable shape is passed over."""
    if not isinstance(root, Mapping):
        return
    for rule in _RULES:
        rule(root, findings)


def _habilitation(root: Mapping, findings: Findings) -> None:
    written = root.values.get("habilitation")
    habilitation = written if isinstance(written, Mapping) else None
    check_readers(root, habilitation, findings)
    if habilitation is not None:
        check_rights(habilitation, findings)


def _format(root: Mapping, findings: Findings) -> None:
    written = root.text("format")
    if written is not None and written.text.isdigit() and int(written.text) != FORMAT:
        findings.add(
            written.line,
            "format",
            (f"Le format {written.text} n’est pas connu.", f"Format {written.text} is not known."),
            (f"Cette version lit le format {FORMAT}.", f"This version reads format {FORMAT}."),
        )


def _time_zone(root: Mapping, findings: Findings) -> None:
    written = root.text("time_zone")
    if written is None or written.text in available_timezones():
        return
    french = ("Europe/Paris", "Indian/Reunion", "America/Martinique", "America/Guadeloupe", "America/Cayenne")
    findings.add(
        written.line,
        "time_zone",
        (f"Le fuseau « {written.text} » n’existe pas.", f"The time zone “{written.text}” does not exist."),
        did_you_mean(written.text, french),
    )


def _unique_codes(root: Mapping, findings: Findings) -> None:
    names = {
        "sectors": "code",
        "communes": "insee",
        "organisations": "code",
        "roles": "code",
        "themes": "code",
    }
    for part, name in names.items():
        _unique(_fields(root, part, name), findings)
    _unique(_fields(root, "organisations", "finess"), findings)


def _unique(uses: Iterable[Use], findings: Findings) -> None:
    first_lines: dict[str, int] = {}
    for path, written in uses:
        first = first_lines.setdefault(written.text, written.line)
        if first != written.line:
            findings.add(
                written.line,
                path,
                (
                    f"« {written.text} » est déjà écrit ligne {first}.",
                    f"“{written.text}” is already on line {first}.",
                ),
                ("Changez ou ôtez l’une des deux lignes.", "Change or remove one of the two lines."),
            )


def _references(root: Mapping, findings: Findings) -> None:
    communes = {scalar.text for _, scalar in _fields(root, "communes", "insee")}
    sectors = {scalar.text for _, scalar in _fields(root, "sectors", "code")}
    roles = {scalar.text for _, scalar in _fields(root, "roles", "code")}
    by_name = {
        name.text: code.text
        for _, commune in root.mappings("communes")
        if (name := commune.text("name")) and (code := commune.text("insee"))
    }

    def nearest_commune(word: str) -> tuple[str, str]:
        if word in by_name:
            return f"Écrivez son code : « {by_name[word]} ».", f"Write its code: “{by_name[word]}”."
        return "Ajoutez cette commune, ou corrigez le code.", "Add this commune, or correct the code."

    def among(known: set[str]) -> Callable[[str], tuple[str, str]]:
        return lambda word: did_you_mean(word, known)

    _known(
        _fields(root, "communes", "sector"), sectors, ("secteur inconnu", "sector"), among(sectors), findings
    )
    organisations = _fields(root, "organisations", "commune")
    _known(organisations, communes, ("commune inconnue", "commune"), nearest_commune, findings)
    served = _listed(root, "organisations", "sectors")
    _known(served, sectors, ("secteur inconnu", "sector"), among(sectors), findings)
    _known(_plan_roles(root), roles, ("rôle inconnu", "role"), among(roles), findings)
    offering = {scalar.text for _, scalar in _fields(root, "organisations", "code")}
    offers = _fields(root, "offers", "organisation")
    _known(offers, offering, ("organisation inconnue", "organisation"), among(offering), findings)


def _closed_lists(root: Mapping, findings: Findings) -> None:
    types = ORGANISATION_TYPES.keys()
    kinds = _fields(root, "organisations", "type")
    _known(
        kinds,
        types,
        ("type d’organisation inconnu", "organisation type"),
        lambda w: did_you_mean(w, types),
        findings,
    )
    places = _listed(root, "roles", "works_in")
    _known(
        places,
        types,
        ("type d’organisation inconnu", "organisation type"),
        lambda w: did_you_mean(w, types),
        findings,
    )
    needs = _listed(root, "offers", "needs")
    _known(needs, NEEDS.keys(), ("besoin inconnu", "need"), lambda w: did_you_mean(w, NEEDS), findings)
    codes = _fields(root, "roles", "code")
    _known(codes, ROLE_CODES, ("rôle inconnu", "role"), lambda w: did_you_mean(w, ROLE_CODES), findings)
    domains = (use for path, plan in _proposals(root) if (use := _use(plan, "domain", path)))
    _known(
        domains,
        PLAN_DOMAINS.keys(),
        ("domaine inconnu", "domain"),
        lambda w: did_you_mean(w, PLAN_DOMAINS),
        findings,
    )
    acts = (
        use
        for path, plan in _proposals(root)
        for i, act in plan.mappings("actions")
        if (use := _use(act, "kind", f"{path}.actions[{i}]"))
    )
    _known(
        acts,
        ACTION_KINDS.keys(),
        ("type d’action inconnu", "kind of action"),
        lambda w: did_you_mean(w, ACTION_KINDS),
        findings,
    )


def _has_a_dac(root: Mapping, findings: Findings) -> None:
    kinds = [written.text for _, written in _fields(root, "organisations", "type")]
    if kinds and "dac" not in kinds:
        findings.add(
            root.key_lines["organisations"],
            "organisations",
            ("Aucune organisation n’est de type « dac ».", "No organisation is of type “dac”."),
            ("Ajoutez celle qui ouvre et suit les dossiers.", "Add the one that opens and follows records."),
        )


def _known(
    uses: Iterable[Use],
    known: Iterable[str],
    kind: tuple[str, str],
    remedy: Callable[[str], tuple[str, str]],
    findings: Findings,
) -> None:
    allowed = set(known)
    for path, written in uses:
        if written.text not in allowed:
            message = (
                f"« {written.text} » : {kind[0]} ici.",
                f"“{written.text}”: {kind[1]} not known here.",
            )
            findings.add(written.line, path, message, remedy(written.text))


def _fields(root: Mapping, part: str, name: str) -> Iterator[Use]:
    for i, item in root.mappings(part):
        use = _use(item, name, f"{part}[{i}]")
        if use is not None:
            yield use


def _use(item: Mapping, name: str, path: str) -> Use | None:
    written = item.text(name)
    return None if written is None else (f"{path}.{name}", written)


def _listed(root: Mapping, part: str, name: str) -> Iterator[Use]:
    for i, item in root.mappings(part):
        for j, written in enumerate(item.texts(name)):
            yield f"{part}[{i}].{name}[{j}]", written


def _proposals(root: Mapping) -> Iterator[tuple[str, Mapping]]:
    for i, theme in root.mappings("themes"):
        for j, proposal in theme.mappings("plan"):
            yield f"themes[{i}].plan[{j}]", proposal


def _plan_roles(root: Mapping) -> Iterator[Use]:
    for path, proposal in _proposals(root):
        for k, action in proposal.mappings("actions"):
            use = _use(action, "role", f"{path}.actions[{k}]")
            if use is not None:
                yield use


_RULES = (
    _format,
    _time_zone,
    _unique_codes,
    _references,
    _closed_lists,
    _has_a_dac,
    _habilitation,
    check_episode,
    check_alerts,
)
