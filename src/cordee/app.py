"""The composition root: reads settings, opens the store, wires the layers, and nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cordee import api, territories, web
from cordee.access import Gate
from cordee.care.assessments.catalogue import lists_missing
from cordee.care.assessments.shelving import shelve
from cordee.exchange.key_sets import KeySets
from cordee.fhir import ucum
from cordee.kernel.errors import CordeeError
from cordee.kernel.log import configure_logging
from cordee.kernel.settings import SettingError, Settings
from cordee.store import Database, PackageWatch, Repository, profile_check
from cordee.store.contents import contents_for


def create_app(settings: Settings) -> Starlette:
    """Return the application: pages, FHIR API and health, over one database."""
    if settings.database_url is None:
        raise SettingError(
            "CORDEE_DATABASE_URL manque : `cordee demo` en fournit une, sinon donnez celle de votre PostgreSQL.",
            "CORDEE_DATABASE_URL is missing: `cordee demo` provides one, else give your PostgreSQL's.",
        )
    profile_check.put_in_force(profile_check.ProfileCheck(settings.profile_check))
    database = Database(settings.database_url, settings.pool_size)
    repository = Repository(database, contents_for(settings, database))
    gate = Gate(repository, settings)
    key_sets = KeySets(settings)
    gate.applications.fetch_keys_by(key_sets.fetch)
    territory = territories.load(settings.territory)
    territories.put_in_force(territory)

    async def health(_request: Request) -> Response:
        """Answer 200 when the database answers."""
        try:
            async with database.connection() as connection:
                await connection.execute("SELECT 1")
        except CordeeError as error:
            return JSONResponse({"status": "unavailable"}, status_code=error.http_status)
        return JSONResponse({"status": "ok"})

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await database.open()
        watch = PackageWatch(database)
        warming = asyncio.create_task(asyncio.to_thread(ucum.warm_up))
        try:
            await watch.start()
            await gate.start()
            shelf = gate.system_door("grids")
            await shelve(shelf, territories.grids(settings.territory, await lists_missing(shelf)))
            yield
        finally:
            await warming
            await gate.close()
            await key_sets.close()
            await watch.close()
            await repository.close()
            await database.close()

    routes = [
        Route("/sante", health),
        *api.routes(gate, settings),
        *web.routes(gate, territory, settings),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def application() -> Starlette:
    """Return the application for the environment's settings: what the server process calls."""
    configure_logging()
    return create_app(Settings.from_environment())
