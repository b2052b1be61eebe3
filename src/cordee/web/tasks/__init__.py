"""« Tâches »: work lists, one task with all that may be done with it, and adding one in a record."""

from starlette.routing import Route

from cordee.web.tasks import acts, adding, forms, lists, one


def routes() -> list[Route]:
    """Return the routes of tasks."""
    return [*lists.ROUTES, *adding.ROUTES, *forms.ROUTES, *one.ROUTES, *acts.ROUTES]
