"""The examples of the French guides go in, but for those that break FHIR itself or are no content of a record."""

import tomllib
from pathlib import Path

import pytest

from tests.integration.exchange.conftest import Imports

EXCLUSIONS = Path(__file__).parents[2] / "conformance" / "fhir" / "guide_examples.toml"

# A response to a transaction says what another server did; it was read by hand.
RESPONSE = "ans.fhir.fr.pdsm-3.1.1/Bundle-a9c10f8a-882d-4000-a280-7150e0aeb478.json"


@pytest.mark.shared
async def test_every_guide_example_goes_in_or_is_refused_for_a_reason_read_by_hand(
    imports: Imports, shared: Path
) -> None:
    tally = await imports.run(str(shared / "data" / "ig"), only="package/example/*")

    excluded = {name for one in tomllib.loads(EXCLUSIONS.read_text())["exclusion"] for name in one["files"]}
    refused = {_short(line["file"]) for line in imports.rejections()}
    assert refused == excluded | {RESPONSE}
    assert tally.count("stored") + tally.count("updated") > 95


def _short(file: str) -> str:
    archive, _, member = file.partition("!")
    return f"{Path(archive).stem}/{Path(member).name}"
