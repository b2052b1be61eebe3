"""What becomes of a package: what is kept of it, what is left out, and what is refused whole."""

import gzip
import io
import tarfile
from typing import Any

import pytest

from cordee.fhir.definitions import PackageRefusedError, Registry, base_artefact
from cordee.fhir.definitions.archive import FILE_BYTES_MAX
from cordee.fhir.definitions.compiling import compile_package
from tests.unit.fhir.definitions.archives import MANIFEST, archive, package

VALUE_SET = {
    "resourceType": "ValueSet",
    "url": "https://example.org/ValueSet/a",
    "version": "1.0.0",
    "status": "active",
    "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>x</div>"},
}
PARAMETER = {
    "resourceType": "SearchParameter",
    "url": "https://example.org/SearchParameter/b",
    "name": "B",
    "status": "active",
    "description": "b",
    "code": "b",
    "base": ["Patient", "CareTeam"],
    "type": "string",
    "expression": "Patient.name.family",
}
EXTENSION = {
    "resourceType": "StructureDefinition",
    "url": "https://example.org/StructureDefinition/e",
    "name": "E",
    "status": "active",
    "kind": "complex-type",
    "abstract": False,
    "type": "Extension",
    "derivation": "constraint",
    "snapshot": {"element": [{"id": "Extension", "path": "Extension", "definition": "prose", "short": "e"}]},
    "differential": {"element": [{"id": "Extension", "path": "Extension"}]},
}
README = {"resourceType": "Basic", "code": {"text": "not a definition"}}


def test_definitions_are_kept_by_address_and_the_rest_is_passed_over() -> None:
    made = compile_package(
        archive(
            [
                ("package/package.json", MANIFEST),
                ("package/ValueSet-a.json", VALUE_SET),
                ("package/SearchParameter-b.json", PARAMETER),
                ("package/StructureDefinition-e.json", EXTENSION),
                ("package/Basic-c.json", README),
                ("package/example/ValueSet-d.json", {**VALUE_SET, "url": "https://example.org/ValueSet/d"}),
                ("package/openapi/api.json", {"openapi": "3.0.2"}),
                ("package/.index.json", {"files": []}),
            ]
        )
    )
    assert made.setbacks == ()
    assert str(made.artefact.package) == "example.guide#1.0.0"
    assert made.artefact.header.contents == {"extension": 1, "search-parameter": 1, "value-set": 1}
    assert made.artefact.header.searched_types == ("CareTeam", "Patient")
    found = Registry(base_artefact(), (made.artefact,))
    assert found.get("ValueSet", VALUE_SET["url"]) == {k: v for k, v in VALUE_SET.items() if k != "text"}
    assert found.get("ValueSet", "https://example.org/ValueSet/d") is None
    extension = found.get("StructureDefinition", str(EXTENSION["url"]))
    assert extension is not None
    assert extension["snapshot"]["element"] == [{"id": "Extension", "path": "Extension", "short": "e"}]
    assert "differential" not in extension


def test_same_package_makes_the_same_bytes() -> None:
    files = {"a.json": VALUE_SET, "b.json": PARAMETER}
    turned = dict(reversed(files.items()))
    assert compile_package(package(files)).content == compile_package(package(turned)).content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({**VALUE_SET, "status": 3}, "ValueSet.status"),
        ({**VALUE_SET, "compose": {"include": [{"concept": [3]}]}}, "R4"),
        ({**EXTENSION, "snapshot": {"element": 3}}, "R4"),
        ({k: v for k, v in VALUE_SET.items() if k != "url"}, "canonical"),
        (b"{", "JSON"),
    ],
)
def test_unusable_definition_is_left_out_and_told(content: Any, reason: str) -> None:
    made = compile_package(package({"bad.json": content, "good.json": PARAMETER}))
    assert [(found.file, found.is_left_out) for found in made.setbacks] == [("bad.json", True)]
    assert reason in made.setbacks[0].reason_en
    assert made.artefact.header.contents == {"search-parameter": 1}


def test_profile_without_snapshot_is_kept_and_told() -> None:
    made = compile_package(package({"e.json": {k: v for k, v in EXTENSION.items() if k != "snapshot"}}))
    assert [(found.file, found.is_left_out) for found in made.setbacks] == [("e.json", False)]
    assert made.artefact.header.contents == {"extension": 1}


@pytest.mark.parametrize(
    "manifest",
    [
        {**MANIFEST, "name": "../etc"},
        {**MANIFEST, "name": 3},
        {**MANIFEST, "version": ""},
        {**MANIFEST, "fhirVersions": ["5.0.0"]},
        {**MANIFEST, "fhirVersions": ["4.3.0"]},
    ],
)
def test_manifest_that_is_none_of_r4_is_refused(manifest: dict[str, Any]) -> None:
    with pytest.raises(PackageRefusedError):
        compile_package(package({"a.json": VALUE_SET}, manifest))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "package/../../x.json", "package\\x.json", "../package/x.json"]
)
def test_path_that_leaves_the_archive_is_refused(name: str) -> None:
    with pytest.raises(PackageRefusedError, match="path"):
        compile_package(archive([("package/package.json", MANIFEST), (name, VALUE_SET)]))


def test_links_are_not_followed() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as opened:
        link = tarfile.TarInfo("package/package.json")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        opened.addfile(link)
    with pytest.raises(PackageRefusedError, match=r"package\.json"):
        compile_package(made.getvalue())


def test_same_address_defined_twice_differently_is_refused() -> None:
    with pytest.raises(PackageRefusedError, match="twice"):
        compile_package(package({"a.json": VALUE_SET, "b.json": {**VALUE_SET, "status": "draft"}}))


def test_same_definition_twice_counts_once() -> None:
    made = compile_package(package({"a.json": VALUE_SET, "b.json": VALUE_SET}))
    assert made.artefact.header.contents == {"value-set": 1}


def test_same_file_twice_is_refused() -> None:
    with pytest.raises(PackageRefusedError, match="twice"):
        compile_package(archive([("package/package.json", MANIFEST)] * 2))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", gzip.compress(b"no tar" * 300), package({})[:60]],
    ids=["empty", "zip", "no tar", "cut"],
)
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(PackageRefusedError):
        compile_package(content)


def test_file_above_the_bound_is_refused() -> None:
    with pytest.raises(PackageRefusedError, match="sizes"):
        compile_package(archive([("package/a.json", b" " * (FILE_BYTES_MAX + 1))]))


def test_more_files_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.fhir.definitions.archive.FILES_MAX", 3)
    with pytest.raises(PackageRefusedError, match="sizes"):
        compile_package(archive([(f"package/{n}.txt", b"") for n in range(4)]))


def test_archive_that_unpacks_above_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.fhir.definitions.archive.UNPACKED_BYTES_MAX", 100_000)
    with pytest.raises(PackageRefusedError, match="sizes"):
        compile_package(archive([("other/zeros", b"\0" * 200_000)]))


def test_deeply_nested_definition_is_left_out() -> None:
    deep = b'{"resourceType":"ValueSet","compose":' + b'{"include":[' * 5000 + b"]}" * 5000 + b"}"
    assert [found.is_left_out for found in compile_package(package({"a.json": deep})).setbacks] == [True]
