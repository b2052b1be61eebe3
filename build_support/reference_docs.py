"""The reference pages written from the code: `docs/errors.md` and `docs/settings.md`.

`python -m build_support.reference_docs` writes them; a test of the house refuses pages that no longer match.
"""

import ast
import importlib
import itertools
import pkgutil
import re
from pathlib import Path

import cordee
from cordee.kernel.errors import HTTP_STATUS, CordeeError

ROOT = Path(__file__).resolve().parent.parent
_VARIABLE = re.compile(r"\s*`(CORDEE_[A-Z_]+)`")

# Read outside the settings: by the build and by the tests.
_OTHERS = {
    "CORDEE_NPM_DIR": "Where the build keeps its npm packages; default: `.cache/npm` of the checkout.",
    "CORDEE_TEST_DATABASE_URL": "The PostgreSQL the tests use instead of an embedded one; they create databases.",
    "CORDEE_RANDOM_WORLDS": "How many new random worlds the searches are tested in, instead of the eight of every run.",
    "CORDEE_LEAK_STEPS": "How many random acts and reads look for leaks, drawn anew; the same 10,000 when unset.",
}


def errors_page() -> str:
    """Return the page of every error: code, category, HTTP status and what it means."""
    rows = [
        f"| `{error.code}` | {error.category.value} | {_status(error)} | {_meaning(error)} |"
        for error in sorted(error_classes(), key=lambda found: (found.code, found.__name__))
    ]
    return "\n".join(
        [
            "# Errors",
            "",
            "Every refusal has a stable code, the same in pages, API, commands and jobs. Written from the code by",
            "`make reference`.",
            "",
            "| code | category | HTTP | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def settings_page() -> str:
    """Return the page of every environment variable: default and meaning."""
    rows = [f"| `{name}` | {default} | {meaning} |" for name, default, meaning in _settings()]
    secrets = [f"`{name}_FILE`" for name, _, _ in _settings() if name.endswith(("_SECRET", "_SECRET_KEY"))]
    others = [f"| `{name}` | {meaning} |" for name, meaning in _OTHERS.items()]
    return "\n".join(
        [
            "# Settings",
            "",
            "Read from the environment once, at the start. Written from the code by `make reference`.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
            f"A secret may stand in a file instead, which these name: {', '.join(secrets)}.",
            "",
            "For building and testing only:",
            "",
            "| variable | meaning |",
            "|---|---|",
            *others,
            "",
        ]
    )


def error_classes() -> set[type[CordeeError]]:
    """Return every error of the platform, all its modules loaded to find them."""
    for module in pkgutil.walk_packages(cordee.__path__, "cordee."):
        if not module.name.endswith("__main__") and ".fhir.r4." not in module.name:
            importlib.import_module(module.name)
    return set(_below(CordeeError))


def _below(error: type[CordeeError]) -> list[type[CordeeError]]:
    return [found for child in error.__subclasses__() for found in (child, *_below(child))]


def _meaning(error: type[CordeeError]) -> str:
    return (error.__doc__ or "").strip().splitlines()[0]


def _status(error: type[CordeeError]) -> str:
    status = vars(error).get("http_status", HTTP_STATUS[error.category])
    if isinstance(status, property) and status.fget is not None:
        status = status.fget(error)
    return str(int(status))


def _settings() -> list[tuple[str, str, str]]:
    tree = ast.parse((ROOT / "src/cordee/kernel/settings.py").read_text())
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    found = []
    for field, text in itertools.pairwise(body):
        match field, text:
            case ast.AnnAssign(value=default), ast.Expr(value=ast.Constant(value=str(words))):
                variable = _VARIABLE.search(words)
                assert variable is not None, f"a setting does not name its variable: {words}"
                found.append((variable[1], _shown(default), _VARIABLE.sub("", words)))
    return found


def _shown(default: ast.expr | None) -> str:
    return (
        ""
        if default is None or ast.unparse(default) in {"None", "False"}
        else f"`{ast.literal_eval(default)}`"
    )


def main() -> None:
    """Write both pages."""
    (ROOT / "docs" / "errors.md").write_text(errors_page())
    (ROOT / "docs" / "settings.md").write_text(settings_page())


if __name__ == "__main__":
    main()
