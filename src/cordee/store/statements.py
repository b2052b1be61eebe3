"""SQL lives in `sql/*.sql`; this reads each file once."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """Return the text of `sql/NAME.sql`."""
    return files("cordee.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
