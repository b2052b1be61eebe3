"""Fill a questionnaire from what is known: expressions, contexts, linked observations, initial values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir.expressions import Evaluator, Told
from cordee.fhir.json_value import Json
from cordee.fhir.path import Node, compile_path
from cordee.fhir.sdc.answers import answer_of, node_of
from cordee.fhir.sdc.extensions import (
    INITIAL_EXPRESSION,
    LAUNCH_CONTEXT,
    LINK_PERIOD,
    POPULATION_CONTEXT,
    VARIABLE,
    extensions,
    value_of,
)
from cordee.fhir.sdc.queries import query_text

INSTANCES_MAX = 200  # of one repeating group, or answers of one question


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """What a questionnaire is filled from.

    `contexts` are the launch contexts by name; `results` the Bundle of each query, by its text as written;
    `observations` the newest one for each linked question, by linkId. What could not be filled goes into `told`.
    """

    subject: Json
    now: datetime
    told: Told
    contexts: Mapping[str, Any] = {}
    results: Mapping[str, Json] = {}
    observations: Mapping[str, Json] = {}

    def evaluator(self, questionnaire: Json) -> Evaluator:
        """Return what evaluates expressions of the questionnaire: launch contexts are variables."""
        response = {
            "resourceType": "QuestionnaireResponse",
            "subject": {"reference": f"{self.subject['resourceType']}/{self.subject.get('id', '')}"},
        }
        variables = {**_launched(questionnaire, self), "questionnaire": questionnaire}
        return Evaluator(focus=response, now=self.now, told=self.told, variables=variables)


def populate(questionnaire: Json, known: Population) -> Json:
    """Return a QuestionnaireResponse in progress with the answers that could be found; empty items are left out."""
    filling = _Filling(known)
    evaluator = filling.with_variables(questionnaire, known.evaluator(questionnaire), "Questionnaire")
    response: Json = {"resourceType": "QuestionnaireResponse"}
    if url := questionnaire.get("url"):
        version = questionnaire.get("version")
        response["questionnaire"] = f"{url}|{version}" if version else url
    elif id_ := questionnaire.get("id"):
        response["questionnaire"] = f"Questionnaire/{id_}"
    response |= {
        "status": "in-progress",
        "subject": evaluator.focus["subject"],
        "authored": known.now.isoformat(timespec="seconds"),
    }
    if items := filling.items(questionnaire, evaluator, "Questionnaire"):
        response["item"] = items
    return response


def _launched(questionnaire: Json, known: Population) -> dict[str, Any]:
    """Return the launch contexts, the subject standing for the one of its type; those missing are told."""
    found = dict(known.contexts)
    for index, extension in enumerate(extensions(questionnaire, LAUNCH_CONTEXT)):
        parts = {one.get("url"): one for one in extension.get("extension", ())}
        named = value_of({"extension": [parts.get("name", {})]}, "name")
        name = named.get("code") if isinstance(named, dict) else named
        if not isinstance(name, str) or name in found:
            continue
        wanted = value_of({"extension": [parts.get("type", {})]}, "type")
        if wanted == known.subject["resourceType"]:
            found[name] = known.subject
        else:
            found[name] = []
            known.told.tell(
                f"Questionnaire.extension[{index}]",
                f"Le contexte « {name[:40]} » n’a pas été donné.",
                f"The context '{name[:40]}' was not given.",
                "incomplete",
            )
    return found


class _Filling:
    def __init__(self, known: Population) -> None:
        self._known = known

    def with_variables(self, holder: Json, evaluator: Evaluator, place: str) -> Evaluator:
        for extension in extensions(holder, VARIABLE):
            expression = extension.get("valueExpression", {})
            name = expression.get("name")
            if isinstance(name, str):
                evaluator = evaluator.with_variables({name: self._given(expression, evaluator, place)})
        return evaluator

    def items(self, holder: Json, evaluator: Evaluator, place: str) -> list[Json]:
        found: list[Json] = []
        for index, item in enumerate(holder.get("item", ())):
            where = f"{place}.item[{index}]"
            inside = self.with_variables(item, evaluator, where)
            if item.get("type") == "group":
                found += self._groups(item, inside, where)
            elif item.get("type") != "display":
                found += self._question(item, inside, where)
        return found

    def _groups(self, item: Json, evaluator: Evaluator, place: str) -> list[Json]:
        expression = value_of(item, POPULATION_CONTEXT)
        evaluators = [evaluator]
        if isinstance(expression, dict) and isinstance(name := expression.get("name"), str):
            nodes = _one_by_one(self._given(expression, evaluator, place))
            if item.get("repeats"):
                evaluators = [evaluator.with_variables({name: node}) for node in nodes[:INSTANCES_MAX]]
            else:
                evaluators = [evaluator.with_variables({name: nodes})]
        filled = ((self.items(item, inside, place)) for inside in evaluators)
        return [{**_head(item), "item": items} for items in filled if items]

    def _question(self, item: Json, evaluator: Evaluator, place: str) -> list[Json]:
        nodes = self._values(item, evaluator, place)
        answers = [answer for answer in (answer_of(item, node) for node in nodes) if answer is not None]
        if len(answers) < len(nodes):
            self._known.told.tell(
                place,
                f"Une valeur trouvée n’est pas une réponse de type {item.get('type')}.",
                f"A value found is no answer of type {item.get('type')}.",
                "value",
            )
        answers = answers[:INSTANCES_MAX] if item.get("repeats") else answers[:1]
        if not answers:
            return []
        if inner := self.items(item, evaluator, place):
            answers[0]["item"] = inner
        return [{**_head(item), "answer": answers}]

    def _values(self, item: Json, evaluator: Evaluator, place: str) -> list[Node]:
        expression = value_of(item, INITIAL_EXPRESSION)
        if expression is not None:
            return [node for node in evaluator.nodes(expression, place) or [] if node.value is not None]
        observation = self._known.observations.get(item.get("linkId", ""))
        if observation is not None and value_of(item, LINK_PERIOD) is not None:
            return compile_path("Observation.value", "Observation")(observation)
        initial = (node_of(one) for one in item.get("initial", ()))
        return [node for node in initial if node is not None]

    def _given(self, expression: Json, evaluator: Evaluator, place: str) -> list[Any]:
        """Return what an expression gives, or a query: its Bundle."""
        text = query_text(expression)
        if text is None:
            return list(evaluator.nodes(expression, place) or [])
        result = self._known.results.get(text)
        if result is None:
            self._known.told.tell(
                place,
                "Une recherche du questionnaire n’a pas pu être faite.",
                "A query of the questionnaire could not be run.",
                "incomplete",
            )
            return []
        return [result]


def _one_by_one(values: list[Any]) -> list[Any]:
    """Return values with the resources of a query's Bundle in its place."""
    bundle = values[0] if len(values) == 1 and isinstance(values[0], dict) else {}
    if bundle.get("resourceType") != "Bundle":
        return values
    return [entry["resource"] for entry in bundle.get("entry", ()) if "resource" in entry]


def _head(item: Json) -> Json:
    return {name: item[name] for name in ("linkId", "definition", "text") if name in item}
