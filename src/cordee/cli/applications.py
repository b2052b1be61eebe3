"""`cordee application`: the applications and systems that may act here. See docs/smart.md."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings
from cordee.cli.tokens import with_gate
from cordee.kernel.settings import SettingError

application = App(name="application", help="Enregistrer les applications et les systèmes qui agissent ici.")

Id = Annotated[str, Parameter(help="L’identifiant (client_id) de l’application.")]
Keys = Annotated[Path | None, Parameter(help="Un fichier JWKS de clés publiques.")]
KeysUrl = Annotated[str, Parameter(help="L’adresse https de son JWKS.")]
Secret = Annotated[bool, Parameter(help="Lui donner un secret, montré une fois.", negative=())]
Parts = Annotated[str, Parameter(help="Les parties du dossier, par des virgules ; all ou none.")]


@application.command(help="Enregistrer une application.")
def add(
    *,
    name: Annotated[str, Parameter(help="Le nom que les personnes verront.")],
    kind: Annotated[
        Literal["public", "confidential", "system"], Parameter(help="Comment elle prouve qui elle est.")
    ],
    organization: Annotated[str, Parameter(help="La structure qui en répond : Organization/….")],
    scopes: Annotated[str, Parameter(help="Tout ce qu’elle peut demander, par des espaces.")],
    redirect_uri: Annotated[list[str] | None, Parameter(help="Une adresse de retour ; répétable.")] = None,
    launch_url: Annotated[str, Parameter(help="Où nos pages l’ouvrent depuis un dossier.")] = "",
    jwks: Keys = None,
    jwks_url: KeysUrl = "",
    secret: Secret = False,
    reads: Parts = "",
    writes: Parts = "",
    coordination: Annotated[
        bool, Parameter(help="Un système est là où se tient la coordination de sa structure.", negative=())
    ] = False,
    data: Data = None,
) -> None:
    """Register an application and print its id; a system must be told what it reads, the others read what people do."""
    from cordee.access.applications.registering import NewApplication

    unsaid = "none" if kind == "system" else "all"
    new = NewApplication(
        name=name,
        kind=kind,
        organization=organization,
        scopes=scopes,
        redirect_uris=tuple(redirect_uri or ()),
        launch_url=launch_url,
        jwks=_text_of(jwks),
        jwks_url=jwks_url,
        wants_secret=secret,
        reads=_mask("--reads", reads or unsaid),
        writes=_mask("--writes", writes or unsaid),
        is_coordination=coordination,
    )
    made = with_gate(settings(data=data), lambda gate: gate.applications.registering.add(new))
    print(made.id)
    _tell_secret(made.secret)


@application.command(name="list", help="Lister les applications enregistrées.")
def list_(*, data: Data = None) -> None:
    """Print one line an application, columns parted by tabs: id, kind, name, structure, scopes, reads, writes."""
    for one in with_gate(settings(data=data), lambda gate: gate.applications.registry.all()):
        parts = f"{_parts(one.reads)}\t{_parts(one.writes)}"
        print(f"{one.id}\t{one.kind}\t{one.name}\t{one.organization}\t{one.scopes}\t{parts}")


@application.command(help="Retirer une application : ce qui lui était donné n’ouvre plus rien.")
def remove(id_: Id, /, *, data: Data = None) -> int:
    """Retire an application; the exit code is 1 when there is none of that id."""
    is_done = with_gate(settings(data=data), lambda gate: gate.applications.registering.retire(id_))
    return _say_done("Application retirée.", is_done=is_done)


@application.command(help="Changer ce par quoi une application prouve qui elle est.")
def keys(
    id_: Id, /, *, jwks: Keys = None, jwks_url: KeysUrl = "", secret: Secret = False, data: Data = None
) -> int:
    """Replace the keys, or the secret, of an application; the exit code is 1 when there is none of that id."""
    text = _text_of(jwks)
    made = with_gate(
        settings(data=data),
        lambda gate: gate.applications.registering.set_keys(
            id_, jwks=text, jwks_url=jwks_url, wants_secret=secret
        ),
    )
    _tell_secret(made.secret if made is not None else "")
    return _say_done("Clés changées.", is_done=made is not None)


def _say_done(sentence: str, *, is_done: bool) -> int:
    from cordee.cli.console import say

    say(sentence if is_done else "Aucune application de cet identifiant.")
    return 0 if is_done else 1


def _tell_secret(secret: str) -> None:
    from cordee.cli.console import say

    if secret:
        print(secret)
        say("Le secret ne sera plus montré : gardez-le en lieu sûr.")


def _text_of(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text()
    except (OSError, UnicodeError) as error:
        raise SettingError(
            f"Le fichier {file} ne peut pas être lu. Rien n’a été enregistré.",
            f"The file {file} cannot be read. Nothing was stored.",
        ) from error


def _mask(option: str, text: str) -> int:
    from cordee.store.categories import ALL, CODES

    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in {*CODES, "all", "none"}]:
        raise SettingError(
            f"{option} accepte {', '.join(CODES)}, all et none ; reçu : {', '.join(unknown)}.",
            f"{option} takes {', '.join(CODES)}, all and none; got {', '.join(unknown)}.",
        )
    if "all" in names:
        return ALL
    mask = 0
    for name in names:
        mask |= CODES.get(name, 0)
    return mask


def _parts(mask: int) -> str:
    from cordee.store.categories import ALL, CODES

    if mask & ALL == ALL:
        return "all"
    return ",".join(name for name, bit in CODES.items() if bit & mask) or "none"
