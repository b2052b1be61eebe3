"""`cordee application` and `cordee token`, in this process: what is printed, what is refused."""

from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from cordee.cli.entry import run
from tests.http.applications.client import jwks

READER = (
    "--name", "Courbes", "--organization", "Organization/dac", "--scopes", "patient/Observation.rs",
)  # fmt: skip


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """A file of public keys."""
    file = tmp_path / "keys.json"
    file.write_text(jwks(ECKey.generate_key("P-384", {"kid": "one"}, auto_kid=False)))
    return str(file)


def test_applications_are_registered_listed_given_keys_and_retired(
    database_url: str, keys: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CORDEE_DATABASE_URL", database_url)
    back = ("--redirect-uri", "https://courbes.example/retour")
    assert run(["application", "add", *READER, "--kind", "confidential", "--secret", *back]) == 0
    id_, secret = capsys.readouterr().out.split()
    assert len(secret) > 40
    system = (
        "--name",
        "Entrepôt",
        "--organization",
        "Organization/ch",
        "--scopes",
        "system/*.rs",
        "--kind",
        "system",
    )
    assert run(["application", "add", *system, "--jwks", keys, "--reads", "identity,plan"]) == 0
    warehouse = capsys.readouterr().out.strip()
    run(["application", "list"])
    assert capsys.readouterr().out.splitlines() == [
        f"{id_}\tconfidential\tCourbes\tOrganization/dac\tpatient/Observation.rs\tall\tall",
        f"{warehouse}\tsystem\tEntrepôt\tOrganization/ch\tsystem/*.rs\tidentity,plan\tnone",
    ]
    assert run(["application", "keys", id_, "--secret"]) == 0
    assert capsys.readouterr().out.strip() not in ("", secret)
    assert run(["application", "keys", "nobody", "--secret"]) == 1
    assert run(["application", "remove", id_]) == 0
    assert run(["application", "remove", id_]) == 1
    assert run(["token", "--account", f"application:{warehouse}", "--label", "essai"]) == 0
    capsys.readouterr()
    run(["token", "list"])
    name, login, label, scopes, _ = capsys.readouterr().out.strip().split("\t")
    assert (login, label, scopes) == (f"application:{warehouse}", "essai", "*")
    assert run(["token", "revoke", name]) == 0
    assert run(["token", "revoke", name]) == 1
    run(["token", "list"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "said",
    [
        ("--kind", "public"),
        ("--kind", "public", "--redirect-uri", "http://courbes.example/"),
        ("--kind", "public", "--redirect-uri", "https://*.example/"),
        ("--kind", "public", "--redirect-uri", "https://courbes.example/#x"),
        ("--kind", "public", "--redirect-uri", "https://courbes.example/", "--secret"),
        ("--kind", "confidential", "--redirect-uri", "https://courbes.example/"),
        ("--kind", "confidential", "--redirect-uri", "fr.example.app:/retour", "--secret"),
        ("--kind", "system", "--jwks-url", "https://ch.example/jwks", "--reads", "plan"),
        ("--kind", "system", "--jwks-url", "https://ch.example/jwks", "--scopes", "system/*.rs"),
        ("--kind", "system", "--secret", "--scopes", "system/*.rs", "--reads", "plan"),
        ("--kind", "public", "--redirect-uri", "https://courbes.example/", "--reads", "everything"),
        ("--kind", "public", "--redirect-uri", "https://courbes.example/", "--organization", "dac"),
    ],
)
def test_what_does_not_hold_together_is_not_registered(
    said: tuple[str, ...],
    module_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CORDEE_DATABASE_URL", module_database_url)
    given = dict(zip(READER[::2], READER[1::2], strict=True))
    words = [word for name, word in given.items() for word in (name, word) if name not in said]
    assert run(["application", "add", *words, *said]) != 0
    assert capsys.readouterr().out == ""
