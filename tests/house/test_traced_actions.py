"""Every kind of act that is traced is a line of one table, and the table says each in French."""

import ast
from pathlib import Path

from cordee.store.trace.actions import ACTIONS, OPENS, WRITES

WRITERS = frozenset(
    {"note", "note_act", "_note", "settle", "witness", "witness_actor", "write", "write_all", "_refused"}
)
PLACES = ("access", "api", "care", "cli", "exchange", "jobs", "store", "web")
INTERACTIONS = frozenset(
    {
        "read",
        "vread",
        "history",
        "search",
        "create",
        "update",
        "patch",
        "delete",
        "operation",
        "login",
        "logout",
    }
)


def _traced(path: Path) -> set[str]:
    """Return the actions named where a line of the trace is written: a literal among the first three arguments."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "ACTION" for one in node.targets
        ):
            found |= _literal(node.value)
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in WRITERS:
            first = [argument for argument in node.args[:3] if _literal(argument)][:1]
            found |= {action for argument in first for action in _literal(argument)}
    return found


def _literal(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _literal(node.body) | _literal(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_action_traced_is_in_the_table(root: Path) -> None:
    traced = {
        (action, path.name)
        for place in PLACES
        for path in (root / "src" / "cordee" / place).rglob("*.py")
        for action in _traced(path)
        if action.replace("-", "").isalpha() and action.islower()
    }
    assert {one for one in traced if one[0] not in ACTIONS} == set()
    assert len({action for action, _ in traced}) > 20


def test_every_action_is_said_in_french_and_as_an_audit_event() -> None:
    assert all(
        one.words and one.interaction in INTERACTIONS and one.letter in "CRUDE" for one in ACTIONS.values()
    )
    assert set(ACTIONS) >= OPENS | WRITES
