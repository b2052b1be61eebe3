"""Messages: my conversations, those of a record, and what one does in them."""

from starlette.routing import Route

from cordee.web.messages import acts, contents, conversation, listing, people, writing


def routes() -> list[Route]:
    """Return the routes of messages, under `/messages` and in each record."""
    return [
        *listing.ROUTES, *writing.ROUTES, *acts.ROUTES, *contents.ROUTES, *people.ROUTES, *conversation.ROUTES,
    ]  # fmt: skip
