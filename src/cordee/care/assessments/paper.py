"""A signed assessment as a paper: its scores, then each answer under its question, and where the grid comes from."""

from datetime import date, tzinfo
from typing import Any

from cordee.care.assessments.filling import Filling
from cordee.care.assessments.grid import Question
from cordee.care.assessments.results import Result
from cordee.care.assessments.words import local_moment, words_of_answer
from cordee.care.chart import Chart
from cordee.care.identity import banner
from cordee.care.print import Paper
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import address_of

_PACKAGE = "cordee.care.assessments"


def assessment_paper(
    chart: Chart, filling: Filling, results: tuple[Result, ...], on: date, zone: tzinfo, service: str
) -> Paper:
    """Return the paper of a signed assessment; what was not asked or answered is not printed."""
    response = filling.response
    who = banner(chart, on)
    born = f"{who.born_on.day:02}/{who.born_on.month:02}/{who.born_on.year}" if who.born_on else "non connue"
    author = response.get("author", {})
    by = chart.person(author.get("reference"), author.get("display"))
    facts = {
        "Personne": who.name.civil,
        "Date de naissance": born,
        "Corrigée et signée par" if response.get("status") == "amended" else "Signée par": _signer(
            by.name, by.role
        ),
        "Le": _moment(response, zone),
    }
    data: dict[str, Any] = {
        "service": service,
        "facts": [{"label": label, "value": value} for label, value in facts.items() if value],
        "results": [{"said": one.said, "words": one.words.removeprefix(f"{one.said} : ")} for one in results],
        "parts": _Printing(filling, zone).parts(),
        "source": filling.grid.source,
    }
    return Paper(package=_PACKAGE, template="assessment", title=filling.grid.title, on=on, data=data)


class _Printing:
    """Gathers the answers in the order of the grid, under the name of the part each stands in."""

    def __init__(self, filling: Filling, zone: tzinfo) -> None:
        self._filling = filling
        self._zone = zone
        self._parts: list[dict[str, Any]] = [{"title": "", "answers": []}]

    def parts(self) -> list[dict[str, Any]]:
        self._walk(self._filling.grid.questions, "")
        return [part for part in self._parts if part["answers"]]

    def _walk(self, questions: tuple[Question, ...], prefix: str) -> None:
        for question in questions:
            address = address_of(prefix, {"linkId": question.link_id})
            if address not in self._filling.asked or question.is_hidden:
                continue
            if question.type == "group":
                self._group(question, address, prefix)
                continue
            answers = self._filling.sheet.answers.get(address, [])
            if answers and not question.is_score:
                said = " · ".join(words_of_answer(question, one, self._zone) for one in answers)
                self._parts[-1]["answers"].append({"label": question.text, "value": said})
            self._walk(question.items, prefix)

    def _group(self, question: Question, address: str, prefix: str) -> None:
        count = self._filling.sheet.count(address) if question.repeats else 1
        for number in range(count):
            title = f"{question.text} {number + 1}" if count > 1 else question.text
            self._parts.append({"title": title, "answers": []})
            self._walk(question.items, f"{address}:{number}/" if question.repeats else prefix)
        self._parts.append({"title": "", "answers": []})


def _signer(name: str, role: str) -> str:
    return f"{name}, {role[0].lower()}{role[1:]}" if role else name


def _moment(response: Json, zone: tzinfo) -> str:
    authored = response.get("authored", "")
    return f"{local_moment(authored, zone):%d/%m/%Y à %H h %M}" if "T" in authored else authored
