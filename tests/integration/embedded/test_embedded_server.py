"""The embedded PostgreSQL on the folders people really have."""

import os
from pathlib import Path

import psycopg
import pytest

from cordee.store.embedded import EmbeddedServer, running_url
from cordee.store.embedded_folder import socket_folder


@pytest.mark.parametrize("name", ["données d’été, « 2 »", 'a "quoted" name', "deep/" * 30 + "folder"])
def test_folder_of_any_name_serves_and_keeps(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(parents=True)
    for expected in (0, 1):
        server = EmbeddedServer(folder, throwaway=True)
        server.start()
        try:
            assert running_url(folder) == server.url()
            with psycopg.connect(server.url()) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS kept (at timestamptz)")
                counted = connection.execute("SELECT count(*) FROM kept").fetchone()
                connection.execute("INSERT INTO kept VALUES (now())")
        finally:
            server.stop()
        assert counted == (expected,)
    assert running_url(folder) is None


def test_interrupted_creation_is_begun_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedServer(tmp_path, throwaway=True)
    server.start()
    server.stop()
    assert not half.exists()


def test_socket_is_closed_to_other_accounts(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, throwaway=True)
    server.start()
    try:
        assert server.folder.stat().st_mode & 0o077 == 0
        assert server.folder.stat().st_uid == (os.geteuid() or server.folder.stat().st_uid)
    finally:
        server.stop()


def test_folder_of_another_release_is_refused_untouched(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, throwaway=True)
    server.start()
    server.stop()
    (server.folder / "PG_VERSION").write_text("12\n")
    with pytest.raises(Exception, match="PostgreSQL 12"):
        server.start()
    assert (server.folder / "PG_VERSION").read_text() == "12\n"


def test_log_holds_no_statement_and_no_value(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, throwaway=True)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
            for _ in range(2):
                try:
                    connection.execute("INSERT INTO person VALUES ('Jeanne Moreau')")
                except psycopg.errors.UniqueViolation:
                    continue
    finally:
        server.stop()
    log = server.log_file.read_text()
    assert "unique constraint" in log
    assert "Jeanne" not in log


def test_socket_lives_elsewhere_when_the_path_cannot_be_an_address() -> None:
    assert socket_folder(Path("/data/postgres")) == Path("/data/postgres")
    for folder in (Path("/données d’été, « 2 »/postgres"), Path("/" + "deep/" * 30)):
        assert str(socket_folder(folder)).startswith("/tmp/cordee-")
