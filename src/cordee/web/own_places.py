"""Where one sees to one’s own affairs: what the menu under one’s name, the account and the map of the site offer."""

from starlette.requests import Request

from cordee.access import may_manage
from cordee.web.navigation import Place

_NOTICES = Place(path="/avis", word="Mes avis", icon="bell", is_main=False)
_ACCOUNT = Place(path="/compte", word="Mon compte et mes appareils", icon="user-cog")
_SECURITY = Place(
    path="/compte/securite", word="Mot de passe, téléphone, clés d’accès", icon="key", is_main=False
)
_TOLD = Place(
    path="/compte/avis",
    word="Ce qui m’avertit : cloche, e-mail, appareil",
    icon="bell-ringing",
    is_main=False,
)
_APPLICATIONS = Place(path="/compte/applications", word="Mes applications", icon="apps", is_main=False)
_INVITATIONS = Place(path="/invitations", word="Invitations de ma structure", icon="user-plus", is_main=False)
_RIGHTS = Place(path="/droits", word="Qui voit quoi", icon="table")


def own_places(request: Request, *, has_notices: bool) -> tuple[Place, ...]:
    """Return these places for who is signed in: `is_main` ones stand in the menu under their name. No statement."""
    session = getattr(request.state, "session", None)
    offered = (
        (_NOTICES, has_notices),
        (_ACCOUNT, session is not None),
        (_SECURITY, session is not None and session.identity_id is not None),
        (_TOLD, session is not None and has_notices),
        (_APPLICATIONS, session is not None),
        (_INVITATIONS, may_manage(request.state.actor)),
        (_RIGHTS, True),
    )
    return tuple(place for place, is_offered in offered if is_offered)
