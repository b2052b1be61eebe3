"""`cordee account`: the first officer, coordinators and operators; who has an access here, and closing one."""

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings
from cordee.cli.tokens import with_gate
from cordee.kernel.settings import SettingError

if TYPE_CHECKING:
    from cordee.access import Draft, Gate

account = App(name="account", help="Inviter, lister et fermer les accès des personnes.")

Kind = Literal["professional", "patient", "carer", "officer", "operator"]
Email = Annotated[str, Parameter(help="L’adresse e-mail de la personne.")]


@account.command(help="Inviter quelqu’un : un lien part par e-mail, ou s’affiche sans serveur d’envoi.")
def invite(
    *,
    email: Email,
    kind: Annotated[Kind, Parameter(help="Ce que la personne est ici.")],
    who: Annotated[
        str, Parameter(help="Sa fiche : PractitionerRole/…, Patient/…, RelatedPerson/… ; inutile sinon.")
    ] = "",
    name: Annotated[str, Parameter(help="Son prénom et son nom ; inutile pour un professionnel.")] = "",
    print_link: Annotated[
        bool, Parameter(help="Afficher le lien au lieu de l’envoyer.", negative="")
    ] = False,
    data: Data = None,
) -> None:
    """Invite somebody; the link is printed, and nothing is sent, without a mail server or when asked for."""
    asked = settings(data=data)
    by_mail = bool(asked.smtp_url) and not print_link

    async def run(gate: "Gate") -> str:
        draft = await _draft(gate, kind, who, name)
        desk = gate.credentials.invitations
        id_ = await desk.invite(draft, email=email, invited_by=None, by_mail=by_mail)
        return "" if by_mail else await _link(gate, id_)

    _tell(with_gate(asked, run))


@account.command(help="Redonner l’accès à quelqu’un qui a tout perdu : ses anciens moyens seront remplacés.")
def renew(
    *,
    email: Email,
    print_link: Annotated[
        bool, Parameter(help="Afficher le lien au lieu de l’envoyer.", negative="")
    ] = False,
    data: Data = None,
) -> None:
    """Give somebody access anew; make sure first that it is them who asks."""
    asked = settings(data=data)
    by_mail = bool(asked.smtp_url) and not print_link

    async def run(gate: "Gate") -> str:
        desk = gate.credentials.invitations
        id_ = await desk.give_access_anew(email, confirmed_by=None, by_mail=by_mail)
        return "" if by_mail else await _link(gate, id_)

    _tell(with_gate(asked, run))


@account.command(name="list", help="Lister les personnes qui ont un accès, et celles qui sont attendues.")
def list_(*, data: Data = None) -> None:
    """Print one line a person, columns parted by tabs: state, e-mail, name, roles, since or until when."""

    async def run(gate: "Gate") -> list[str]:
        lines = []
        for one in await gate.identities.everybody():
            roles = ",".join(role.role or role.kind for role in await gate.identities.accounts_of(one.id))
            state = "closed" if one.disabled_at else "open"
            lines.append(f"{state}\t{one.email or ''}\t{one.name}\t{roles}")
        for row in await gate.credentials.invitations.pending(None):
            role = (row.account or {}).get("role") or (row.account or {}).get("kind", "")
            lines.append(f"invited\t{row.email}\t{row.name}\t{role}\t{row.expires_at:%Y-%m-%dT%H:%M:%SZ}")
        return lines

    for line in with_gate(settings(data=data), run):
        print(line)


@account.command(help="Fermer l’accès de quelqu’un : ses sessions s’arrêtent aussitôt.")
def close(
    *,
    email: Email,
    reopen: Annotated[bool, Parameter(help="Rouvrir au lieu de fermer.", negative="")] = False,
    data: Data = None,
) -> int:
    """Close or open again the access of somebody; the exit code is 1 when nobody has that address."""
    from cordee.cli.console import say

    async def run(gate: "Gate") -> bool:
        found = await gate.identities.find_by_email(email)
        if found is not None:
            await (gate.identities.enable if reopen else gate.identities.disable)(found.id)
        return found is not None

    is_done = with_gate(settings(data=data), run)
    said = "Accès rouvert." if reopen else "Accès fermé ; ses sessions sont arrêtées."
    say(said if is_done else "Personne n’a cette adresse. Rien n’a été modifié.")
    return 0 if is_done else 1


async def _draft(gate: "Gate", kind: Kind, who: str, name: str) -> "Draft":
    from cordee.access import Draft
    from cordee.care.invitees import professional_draft
    from cordee.kernel.ids import new_id

    if kind == "professional":
        return await professional_draft(gate.system_door("account"), who)
    needed = {"patient": "Patient/", "carer": "RelatedPerson/"}.get(kind, "")
    if not name.strip() or not who.startswith(needed) or (needed and who == needed):
        raise SettingError(
            f"Il faut --name{f' et --who {needed}…' if needed else ''} pour inviter ainsi. Rien n’a été envoyé.",
            f"--name{f' and --who {needed}…' if needed else ''} must be given. Nothing was sent.",
        )
    reference = who or f"Practitioner/{new_id()}"  # signs nothing in a record, only names them in the trace
    words = {"officer": "Référent·e vie privée", "operator": "Exploitation"}
    return Draft(
        name=name.strip(),
        kind=kind,
        who=reference,
        keys=(reference,) if needed else (),
        role_label=words.get(kind, ""),
    )


async def _link(gate: "Gate", id_: str) -> str:
    letter = await gate.credentials.links.letter(id_)
    assert letter is not None  # it was made just now
    return letter.link


def _tell(link: str) -> None:
    from cordee.cli.console import data as output
    from cordee.cli.console import say

    if link:
        output.print(link, markup=False, soft_wrap=True)
        say("Donnez ce lien à la personne, et à elle seule. Il marche une fois et ne sera plus montré.")
    else:
        say("L’invitation part par e-mail ; « cordee worker » l’envoie.")
