"""The documents keep up: links lead somewhere, packages, decisions and tables are all told."""

import re
import subprocess
from pathlib import Path

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\);", re.DOTALL)
NOT_A_COLUMN = {"UNIQUE", "PRIMARY", "FOREIGN", "CHECK", "CONSTRAINT"}
PICTURES = "docs/screens/"  # copied from build/screens/ when a release is made


@pytest.fixture(scope="module")
def documents(root: Path) -> list[Path]:
    """Every Markdown file of the checkout that is committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    found = [root / name for name in listed if (root / name).is_file()]
    return found or [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "src").rglob("*.md")]


def test_every_link_inside_the_checkout_leads_somewhere(root: Path, documents: list[Path]) -> None:
    broken = [
        f"{document.relative_to(root)}: {target}"
        for document in documents
        for target in LINK.findall(FENCE.sub("", document.read_text()))
        if "://" not in target and not _leads_somewhere(root, document, target)
    ]
    assert broken == []


def test_every_path_named_in_the_guides_exists(root: Path) -> None:
    missing = [
        f"{name}: {path}"
        for name in (
            "README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "SPEC_CLARIFICATIONS.md",
        )
        for path in re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|sql|html|yaml|md))`", (root / name).read_text())
        if not any((root / start / path).exists() for start in ("", "src/cordee", "src/cordee/store"))
    ]
    assert missing == []


def test_architecture_names_every_package(root: Path) -> None:
    told = (root / "ARCHITECTURE.md").read_text()
    packages = [file.parent.name for file in (root / "src" / "cordee").glob("*/__init__.py")]
    assert [name for name in packages if not re.search(rf"│ {name} ", told)] == []


def test_every_decision_is_in_the_index_under_its_number(root: Path) -> None:
    folder = root / "docs" / "adr"
    index = (folder / "README.md").read_text()
    decisions = sorted(file.name for file in folder.glob("[0-9]*.md"))
    assert [name for name in decisions if f"| [{name[:4]}]({name}) |" not in index] == []


def test_every_decision_says_context_options_decision_and_consequences(root: Path) -> None:
    wanted = {"Context", "Options", "Decision", "Consequences"}
    for decision in (root / "docs" / "adr").glob("[0-9]*.md"):
        headings = {heading.split()[0] for heading in HEADING.findall(decision.read_text())}
        assert wanted - headings == set(), decision.name


def test_status_says_what_is_not_there_yet(root: Path) -> None:
    status = (root / "README.md").read_text().partition("## Status\n")[2].partition("\n## ")[0]
    assert "| state |" in status
    assert "*not yet*" in status


def test_every_table_and_column_is_told(root: Path) -> None:
    told = dict(_sections((root / "docs" / "data.md").read_text()))
    columns = _columns(root)
    assert set(told) == set(columns)
    for table, names in columns.items():
        assert set(re.findall(r"`(\w+)`", "\n".join(_first_cells(told[table])))) == names, table


def _leads_somewhere(root: Path, document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (document.parent / path).resolve() if path else document
    if not file.exists():
        return file.is_relative_to(root / PICTURES) and not any((root / PICTURES).glob("*"))
    return not anchor or anchor in {_anchor(heading) for heading in HEADING.findall(file.read_text())}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _columns(root: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for migration in sorted((root / "src/cordee/store/migrations").glob("*.sql")):
        text = re.sub(r"--.*", "", migration.read_text())
        for table, body in TABLE.findall(text):
            words = [line.split()[0] for line in body.splitlines() if line.strip()]
            found[table] = {word for word in words if word not in NOT_A_COLUMN}
        for table, changes in re.findall(r"ALTER TABLE (\w+)([^;]*);", text):
            found[table].update(re.findall(r"\bADD COLUMN (\w+)", changes))
    return found


def _sections(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^###? +(.+)$", text, flags=re.MULTILINE)
    return [
        (name, body)
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
        if re.fullmatch(r"[a-z_]+", name)
    ]


def _first_cells(section: str) -> list[str]:
    return [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]


def test_each_line_of_security_names_tests_that_exist(root: Path) -> None:
    for page in ("SECURITY.md", "docs/security.md"):
        named = re.findall(r"`(tests/[\w/]+\.py)`", (root / page).read_text())
        assert len(named) > 20, page
        assert [path for path in named if not (root / path).is_file()] == [], page
