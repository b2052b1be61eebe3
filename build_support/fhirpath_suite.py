"""Fetch HL7's FHIRPath test suite from Maven Central: `python -m build_support.fhirpath_suite`.

It lies under `.cache/fhir-test-cases`: it may not be copied into the repository. Without `mvn`, or without a way to
Maven Central, nothing is fetched and the tests that need it skip; the command still ends with 0, and says so.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

VERSION = "1.7.69"
ARTEFACT = f"org.hl7.fhir.testcases:fhir-test-cases:{VERSION}"
FOLDER = Path(__file__).resolve().parents[1] / ".cache" / "fhir-test-cases" / VERSION
FETCH_SECONDS_MAX = 300

_INSIDE = "org/hl7/fhir/testcases/r4/"
_SUITE = "fhirpath/tests-fhir-r4.xml"
_INPUTS = (
    "appointment-examplereq.json",
    "codesystem-example.xml",
    "explanationofbenefit-example.json",
    "observation-example.xml",
    "parameters-example-types.xml",
    "patient-container-example.json",
    "patient-example-period.xml",
    "patient-example.xml",
    "patient-name-extensions.json",
    "questionnaire-example.xml",
    "valueset-example-expansion.xml",
)


def fetch() -> str:
    """Return a sentence on what was done: the suite was there, was fetched, or cannot be had here."""
    if (FOLDER / "tests-fhir-r4.xml").is_file():
        return f"FHIRPath suite {VERSION}: already in {FOLDER}"
    maven = shutil.which("mvn")
    if maven is None:
        return "FHIRPath suite: mvn is absent, its tests will skip"
    with tempfile.TemporaryDirectory() as repository:
        command = [maven, "-q", "dependency:get", f"-Dartifact={ARTEFACT}", "-Dtransitive=false"]
        command.append(f"-Dmaven.repo.local={repository}")
        try:
            done = subprocess.run(command, capture_output=True, timeout=FETCH_SECONDS_MAX, check=False)
        except subprocess.TimeoutExpired:
            return "FHIRPath suite: Maven Central does not answer, its tests will skip"
        if done.returncode:
            return "FHIRPath suite: Maven Central does not give it, its tests will skip"
        _unpack(next(Path(repository).glob(f"org/hl7/**/fhir-test-cases-{VERSION}.jar")))
    return f"FHIRPath suite {VERSION}: fetched into {FOLDER}"


def _unpack(jar: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar) as archive:
        for name in (*_INPUTS, _SUITE):
            (FOLDER / Path(name).name).write_bytes(archive.read(_INSIDE + name))


if __name__ == "__main__":
    print(fetch(), file=sys.stderr)
