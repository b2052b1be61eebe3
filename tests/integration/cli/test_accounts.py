"""`cordee account`: the first officer by a link handed over, the list, closing and opening again."""

import base64

import pytest

from cordee.cli.entry import run

KEY = base64.b64encode(bytes(32)).decode()
OFFICER = ("--email", "dpo@exemple.fr", "--name", "Vie Privée", "--kind", "officer")


@pytest.fixture
def told(module_database_url: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the command."""
    for name, value in {
        "CORDEE_DATABASE_URL": module_database_url, "CORDEE_DATA": str(tmp_path), "CORDEE_SECRET_KEY": KEY,
        "CORDEE_PUBLIC_URL": "https://cordee.exemple.fr",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("told")
def test_officer_is_invited_listed_and_a_professional_must_be_in_the_directory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["account", "invite", *OFFICER]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("https://cordee.exemple.fr/invitation/")
    assert len(said.out.split()) == 1
    assert "à elle seule" in said.err
    assert run(["account", "list"]) == 0
    assert capsys.readouterr().out.startswith("invited\tdpo@exemple.fr\tVie Privée\tofficer\t")

    for wrong in (
        ["--email", "a@b.fr", "--kind", "professional", "--who", "PractitionerRole/none"],
        ["--email", "a@b.fr", "--kind", "carer", "--name", "A", "--who", "Patient/x"],
        ["--email", "a@b.fr", "--kind", "officer"],
        ["--email", "nonsense", "--kind", "officer", "--name", "A"],
    ):
        assert run(["account", "invite", *wrong]) != 0
        assert capsys.readouterr().out == ""
    assert run(["account", "renew", "--email", "nobody@exemple.fr"]) != 0
    assert run(["account", "close", "--email", "nobody@exemple.fr"]) == 1
