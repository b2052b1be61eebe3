"""The limit of writing: PostgreSQL's own client storing the very rows Cordée stored.

The rows of resources already stored are read back from every table, and written again by pgbench as one prepared
statement in one transaction, with new keys, ids and patients: same tables, indexes, columns, number of rows and of
trace lines. What is left out is what a server adds: HTTP, validation, index extraction, access.
"""

import itertools
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.postgres import programs

_TABLES = (
    "resource", "index_token", "index_reference", "index_date", "index_string", "index_number", "index_quantity",
    "index_position", "index_text", "index_task",
)  # fmt: skip
COMMIT_SECONDS = 1
_RUN_KEYS = 10**15  # each run writes keys of its own, far from those the sequence gives
_CLIENT_KEYS = 10**12
_RUNS = itertools.count(1)


class Limit:
    """Writes rows like those of the resources given, all of them in each transaction."""

    def __init__(self, url: str, keys: list[int], patients: int) -> None:
        self._url = url
        self._per_transaction = len(keys)
        with psycopg.connect(url) as connection:
            inserts = [_copies(connection, table, keys) for table in _TABLES]
            inserts.append(_trace_line(connection))
        self.rows = sum(count for _, count in inserts)
        *before, last = [text for text, count in inserts if count]
        common = ", ".join(f"w{n} AS ({text})" for n, text in enumerate(before))
        self._body = f"{common} {last}"
        self._script = (
            "\\set n :n + 1\n"
            f"\\set key :first + :client_id * {_CLIENT_KEYS} + :n * {len(keys)}\n"
            f"\\set p random(0, {patients - 1})\n"
            f"WITH k AS (SELECT :key::bigint AS key, :p::text AS p), {self._body};\n"
        )

    def statement(self) -> str:
        """Return the same statement for psycopg, with the parameters `key` and `p`, the number of a patient."""
        return f"WITH k AS (SELECT %(key)s::bigint AS key, %(p)s::text AS p), {self._body.replace('%', '%%')}"

    def rate(self, seconds: int, connections: int) -> float:
        """Return resources stored a second."""
        variables = {"first": next(_RUNS) * _RUN_KEYS, "n": 0}
        return _transactions(self._url, self._script, seconds, connections, variables) * self._per_transaction


def commit_ms(url: str) -> float:
    """Return the milliseconds one connection waits for the commit of one line of the trace: the disk, mostly."""
    with psycopg.connect(url) as connection:
        line, _ = _trace_line(connection)
    script = f"WITH k AS (SELECT 'none' AS p) {line};\n"
    return 1000 / _transactions(url, script, COMMIT_SECONDS, 1, {})


def _transactions(url: str, text: str, seconds: int, connections: int, variables: dict[str, int]) -> float:
    """Return transactions a second of a script, prepared, from one thread of pgbench."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        script.write_text(text)
        command = [
            str(programs() / "pgbench"),
            "--no-vacuum",
            "--protocol=prepared",
            f"--client={connections}",
            "--jobs=1",
            f"--time={seconds}",
            f"--file={script}",
            *(f"--define={name}={value}" for name, value in variables.items()),
            url,
        ]
        environment = os.environ | {"LC_ALL": "C"}
        finished = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder, env=environment
        )
    found = re.search(r"tps = ([0-9.]+)", finished.stdout)
    if finished.returncode or found is None:
        raise RuntimeError(f"pgbench: {finished.stderr[-1000:]}")
    return float(found[1])


def _copies(connection: psycopg.Connection[Any], table: str, keys: list[int]) -> tuple[str, int]:
    """Return the INSERT of a table's rows of these keys, the key of the k-th resource being `k.key` plus k."""
    types = _types(connection, table)
    query = sql.SQL("SELECT {} FROM {} WHERE key = ANY(%s)").format(
        _as_text(list(types)), sql.Identifier(table)
    )
    rows = []
    for row in connection.execute(query, (keys,)).fetchall():
        values = dict(zip(types, row, strict=True))
        values["key"] = str(keys.index(int(values["key"])))
        rows.append(values)
    return _insert(table, types, rows), len(rows)


def _trace_line(connection: psycopg.Connection[Any]) -> tuple[str, int]:
    types = {name: kind for name, kind in _types(connection, "trace").items() if name not in ("key", "at")}
    query = sql.SQL("SELECT {} FROM trace WHERE action = 'create' ORDER BY key DESC LIMIT 1")
    row = connection.execute(query.format(_as_text(list(types)))).fetchone()
    assert row is not None
    return _insert("trace", types, [dict(zip(types, row, strict=True))]), 1


def _insert(table: str, types: dict[str, str], rows: list[dict[str, str | None]]) -> str:
    made = {"key": "k.key + v.key::bigint", "id": "uuidv7()::text", "patient_id": "'patient-' || k.p"}
    columns = ", ".join(made.get(name, f"v.{name}::{kind}") for name, kind in types.items())
    values = ", ".join(f"({', '.join(map(_quoted, row.values()))})" for row in rows)
    names = ", ".join(types)
    return f"INSERT INTO {table} ({names}) SELECT {columns} FROM k, (VALUES {values}) v ({names})"


def _types(connection: psycopg.Connection[Any], table: str) -> dict[str, str]:
    query = (
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    return dict(connection.execute(query, (table,)).fetchall())


def _as_text(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in names)


def _quoted(value: str | None) -> str:
    """Return a literal in which pgbench sees no variable of its own."""
    if value is None:
        return "NULL"
    return "E'" + value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a") + "'"
