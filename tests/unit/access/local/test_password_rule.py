"""Which passwords may be chosen."""

import time

import pytest

from cordee.access.local.password_rule import LENGTH_MAX, LENGTH_MIN, refuse

OWN = ("Margaux Dupont-Lévêque", "m.dupont@aide-domicile.exemple", "Aide à domicile du Creusot")


@pytest.mark.parametrize(
    "password",
    [
        "cheval pile agrafe nuage",
        "le vélo bleu de la voisine",
        "Tr4ct0rDépaysant",
        "pluie sur le toit en zinc",
        "kq8 zv2 mw5 tj9",
        "Dupont cheval pile agrafe nuage",  # one's own name, and enough beside it
        "😀 nuage tiroir 😀 bleu",
        "x" * 0 + "abcdefgh ijkl 92 mouton",
    ],
)
def test_long_uncommon_password_is_taken(password: str) -> None:
    assert refuse(password, *OWN) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "Trop court"),
        ("a1!B2@c3#D4", "Trop court"),
        ("x" * (LENGTH_MAX + 1), "Trop long"),
        ("passwordpassword", "Trop facile"),
        ("Password1234", "Trop facile"),
        ("motdepasse12345", "Trop facile"),
        ("azertyuiop12", "Trop facile"),
        ("bonjourbonjour", "Trop facile"),
        ("infirmiere2026", "Trop facile"),
        ("aaaaaaaaaaaa", "Trop facile"),
        ("123456789012", "Trop facile"),
        ("abcdefghijkl", "Trop facile"),
        ("MargauxDupont1980", "votre nom"),
        ("LEVEQUE-margaux!", "votre nom"),
        ("m.dupont@aide-domicile.exemple", "votre nom"),
    ],
)
def test_short_common_or_own_password_is_refused(password: str, reason: str) -> None:
    assert reason in refuse(password, *OWN)


def test_no_composition_is_asked() -> None:
    assert refuse("a" * 0 + "nuage tiroir mouton lampe") == ""
    assert len("kq8 zv2 mw5 ") == LENGTH_MIN


@pytest.mark.parametrize("text", ["4@8({[<369$!1|7+2%5" * 13, "aA1!" * 64, "é" * 256, "\u0301" * 256])
def test_hostile_text_costs_little(text: str) -> None:
    started = time.perf_counter()
    refuse(text, *OWN)
    assert time.perf_counter() - started < 1.0
