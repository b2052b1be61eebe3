"""Every night: what is new is verified, then some of what is older; what is amiss is loud, and stays so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from cordee.access import Gate
from cordee.access.trace import TraceKeeper
from cordee.jobs.tracing import add_trace_task, is_due
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store.trace.findings import Amiss, Finding
from cordee.store.trace.verifying import Verifier
from tests.integration.access.trace.conftest import LINES, Tamper
from tests.integration.store.people import GP, actor, asker

PARIS = ZoneInfo("Europe/Paris")
ALTER = "UPDATE trace SET who = 'Practitioner/x' WHERE key = 6"


async def test_new_lines_are_verified_first_and_older_ones_again(
    repository: Repository, keeper: TraceKeeper
) -> None:
    first = await keeper.verify_some()
    assert (first.findings, first.rows, first.links) == ([], LINES, 3)
    await repository.note(asker(GP), "read")
    second = await keeper.verify_some()
    # the lines not sealed yet (this one, and that of the verification), and all that is older
    assert (second.findings, second.rows) == ([], LINES + 2)
    state = await keeper.state()
    assert state.check is not None
    assert (state.check.is_whole, state.check.findings, state.alarm) == (False, 0, None)


async def test_a_part_begins_and_ends_where_it_is_told(
    repository: Repository, keeper: TraceKeeper, tamper: Tamper
) -> None:
    tamper(ALTER)  # in the second of three links, four lines each
    verifier = Verifier(repository.database)
    for after, until, rows, kinds in ((0, 1, 4, []), (1, 2, 4, [Amiss.ALTERED]), (2, None, 4, [])):
        found = await verifier.verify_part(after, 1_000, {3}, until=until)
        assert ([one.what for one in found.findings], found.rows) == (kinds, rows)
        assert (found.reached, found.is_end) == (until or 3, until is None)
    assert found.heads[3][1] == LINES
    tamper("DELETE FROM trace_link WHERE number = 2")
    found = await verifier.verify_part(2, 1_000)
    assert Finding(what=Amiss.LINK_MISSING, number=2) in found.findings


async def test_what_was_verified_and_is_altered_since_is_found_and_stays_an_alarm(
    keeper: TraceKeeper, tamper: Tamper
) -> None:
    assert (await keeper.verify_some()).findings == []
    was = tamper("SELECT who FROM trace WHERE key = 6")[0][0]
    tamper(ALTER)
    found = await keeper.verify_some()
    assert [(one.what, one.key) for one in found.findings] == [(Amiss.ALTERED, 6)]
    tamper(f"UPDATE trace SET who = '{was}' WHERE key = 6")
    assert (await keeper.verify_some()).findings == []
    alarm = (await keeper.state()).alarm
    assert alarm is not None
    assert "ligne 6" in alarm.first
    await keeper.verify()
    assert (await keeper.state()).alarm is None


async def test_a_chain_made_anew_before_what_was_verified_breaks_the_seal(
    keeper: TraceKeeper, tamper: Tamper
) -> None:
    await keeper.verify_some()
    tamper(ALTER, "DELETE FROM trace_link WHERE number > 1")
    while await keeper.link(limit=4):
        pass
    found = await keeper.verify_some()
    assert found.findings == [Finding(what=Amiss.SEAL_BROKEN, number=1)]


async def test_an_alteration_is_logged_and_told_to_officers_once_a_day(
    repository: Repository, settings: Settings, keeper: TraceKeeper, tamper: Tamper,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    gate = Gate(repository, settings)
    officer = actor("officer", "officer", "", "officer")
    identity = await gate.identities.create("Claude Vidal", "claude@example.org")
    await gate.identities.open_account(identity.id, officer)
    app = App(connector=InMemoryConnector())
    add_trace_task(app, gate, PARIS)
    await app.tasks["trace.verify"].func(timestamp=0)
    assert await gate.reviews.page(officer) == []

    tamper(ALTER, "UPDATE trace_check SET at = at - interval '2 days'")
    for _ in range(2):
        await app.tasks["trace.verify"].func(timestamp=0)
        tamper("UPDATE trace_check SET at = at - interval '2 days'")
    (review,) = await gate.reviews.page(officer)
    assert (review.kind, review.who, review.note[:10]) == ("trace-altered", "system", "1 anomalie")
    told = tamper(
        "SELECT args ->> 'identity_id' FROM procrastinate_jobs WHERE task_name = 'letters.tampering'"
    )
    assert told == [(identity.id,)]
    said = capsys.readouterr()  # whichever the log was sent to last in this process
    assert "trace altered" in said.out + said.err
    await gate.close()


@pytest.mark.parametrize(
    ("last", "hour", "due"),
    [(None, 12, True), (3, 12, False), (31, 12, True), (3, 1, True), (23, 2, False)],
)
def test_verification_is_due_at_two_on_the_wall_or_after_long(last: int | None, hour: int, due: bool) -> None:
    at = datetime(2026, 12, 1, hour, 23, tzinfo=UTC)
    assert is_due(at - timedelta(hours=last) if last is not None else None, at, PARIS) is due
