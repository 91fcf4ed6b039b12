"""Fit assistant/weights.json anew: `python -m tests.evaluation.fit`; the file is written only with `--write`.

Ranking: pairwise logistic regression, the right target of each question of the open half against
those that rank near it. Answering: logistic regression of in-scope against out-of-scope questions of
the open half; listing, of requests for stretches against other questions; the direction in which requests
lie (request.json), of their vectors alone. Every score printed is of questions that were not fitted on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import assistant
from assistant.answer import NAMES_STRETCHES, answering_features, chance, listing_features
from assistant.conversation import Assistant
from assistant.retrieval import FEATURES, weights
from tests.evaluation import sets
from tests.evaluation.measures import Table, matches, target
from tests.evaluation.sets import ASIDE, OPEN, Row

FILE = Path(assistant.__file__).parent / "weights.json"
REQUEST_FILE = FILE.with_name("request.json")
RIVALS = 30
"""So many of the best wrong targets of each question are compared with the right one."""
SUM = 3.0
"""Ranking weights are scaled to this sum, so that scores and thresholds keep their meaning from fit to fit."""
LOOSENESS = 10.0
"""The inverse strength of the regularisation of the ranking."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of every target inside the knowledge, and the positions of the right ones."""

    row: Row
    features: Array
    right: tuple[int, ...]

    def is_first(self, chosen: Array) -> bool:
        return int(np.argmax(self.features @ chosen)) in self.right


def examples(opened: Assistant) -> list[Example]:
    """Every question with a gold answer, of both halves."""
    retriever = opened.composer.retriever
    inside = np.flatnonzero(~retriever.outside)
    ids = [target(retriever.index.passages[retriever.targets[i].passages[0]].id) for i in inside]
    found = []
    for row in sets.unseen(opened.index)([*sets.load("retrieval"), *sets.load("names"), *sets.load("article")]):
        gold = row.gold if "gold" in row.data else (f"stretches/{row.data['stretch']}#*",)
        wanted = [target(passage) for passage in gold]
        understood = opened.reader.read(row.text)
        features = retriever.features(understood, understood.text)[0][inside].astype(np.float64)
        found.append(Example(row, features, tuple(i for i, name in enumerate(ids) if matches(name, wanted))))
    return found


def fit_ranking(shown: Sequence[Example], start: Array) -> Array:
    """Weights that put right targets ahead of their rivals; none is below zero, since no evidence counts against."""
    pairs = []
    for example in shown:
        scores = example.features @ start
        best = max(example.right, key=lambda i: scores[i])
        rivals = [i for i in np.argsort(-scores)[: RIVALS + len(example.right)] if i not in example.right][:RIVALS]
        pairs.append(example.features[best] - example.features[rivals])
    ahead = np.vstack(pairs)
    both, labels = np.vstack([ahead, -ahead]), np.repeat([1, 0], len(ahead))
    kept = np.ones(len(FEATURES), dtype=bool)
    while True:
        fitted = np.zeros(len(FEATURES))
        model = LogisticRegression(fit_intercept=False, C=LOOSENESS, max_iter=3000)
        fitted[kept] = model.fit(both[:, kept], labels).coef_[0]
        if (fitted >= 0).all():
            return fitted * SUM / fitted.sum()
        kept &= fitted >= 0


def fit_decision(evidence: Sequence[dict[str, float]], inside: Sequence[bool]) -> dict[str, float]:
    """Weights of a decision; both outcomes count alike, however many examples there are of each."""
    names = list(evidence[0])
    model = LogisticRegression(C=3.0, class_weight="balanced", max_iter=3000)
    model.fit([[row[name] for name in names] for row in evidence], inside)
    return {"intercept": float(model.intercept_[0]), **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def gather_listing(opened: Assistant, rows: Iterable[Row], requests: Mapping[str, float]) -> list[tuple[Row, dict[str, float]]]:
    """What the decision to list would rest on, for every question that could be answered by a list."""
    found = []
    for row in rows:
        understood = opened.reader.read(row.text)
        either = row.data.get("list_answers") or any(NAMES_STRETCHES in passage for passage in row.data.get("gold", ()))
        if not either and not understood.settled:
            ranking = opened.composer.retriever.search(understood, most=len(opened.composer.retriever.targets))
            found.append((row, {**listing_features(ranking, understood), "request": requests[row.text]}))
    return found


def asks_for_list(row: Row) -> bool:
    """Whether a question is a request for stretches, or opens a conversation with one."""
    if "want" in row.data:
        return row.data["want"] in ("list", "routine")
    if "near" in row.data:
        return False
    return row.data.get("kind", "" if {"gold", "stretch"} & row.data.keys() else "list") == "list"


def fit_request(opened: Assistant, rows: Sequence[Row]) -> tuple[dict[str, object], dict[str, float]]:
    """The direction in which requests lie, and what it says of each question's text, found without that question.

    A decision fitted on what it says of questions it was fitted on would lean on it more than it deserves.
    """
    texts = [opened.reader.read(row.text).text for row in rows]
    vectors = np.vstack([opened.composer.retriever.embed(texts[at : at + 512]) for at in range(0, len(texts), 512)])
    labels = np.array([asks_for_list(row) for row in rows])
    shown = np.array([row.half == OPEN for row in rows])
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=3000)
    folds = StratifiedKFold(8, shuffle=True, random_state=0)
    scores = np.zeros(len(rows))
    scores[shown] = cross_val_predict(model, vectors[shown], labels[shown], cv=folds, method="decision_function")
    model.fit(vectors[shown], labels[shown])
    scores[~shown] = model.decision_function(vectors[~shown])
    direction = {"intercept": round(float(model.intercept_[0]), 4), "direction": [round(float(w), 3) for w in model.coef_[0]]}
    return direction, dict(zip((row.text for row in rows), np.clip(scores, -4, 4).tolist(), strict=True))


def openings() -> list[Row]:
    """The first turns of the conversations, each with the kind of reply that is expected."""
    first = [(row, {"text": row.data["turns"][0], "kind": row.data["expect"][0]["kind"]}) for row in sets.load("conversations")]
    return [Row(row.id, row.author, row.half, data) for row, data in first]


def gather(opened: Assistant, rows: Iterable[Row], requests: Mapping[str, float]) -> list[tuple[Row, dict[str, float]]]:
    """What the decision to answer would rest on, for every question that is not certain by its words alone."""
    found = []
    for row in rows:
        understood = opened.reader.read(row.text)
        if not understood.settled:
            ranking = opened.composer.retriever.search(understood, most=1)
            found.append((row, {**answering_features(ranking, understood), "request": requests[row.text]}))
    return found


def ranking_scores(found: Sequence[Example], candidates: dict[str, Array]) -> Table:
    """First place on the half set aside, by author, under each set of weights."""
    table = Table(tuple(candidates))
    for example in found:
        if example.row.half == ASIDE:
            for name, chosen in candidates.items():
                table.add("all", name, example.is_first(chosen))
                table.add(f"author {example.row.author}", name, example.is_first(chosen))
    return table


def strangers(found: Sequence[Example], start: Array) -> Table:
    """First place for each author under weights that were fitted on all the other authors' open questions."""
    table = Table(("author left out of the fit",))
    for author in sorted({example.row.author for example in found}):
        fitted = fit_ranking([e for e in found if e.row.half == OPEN and e.row.author != author], start)
        for example in found:
            if example.row.author == author and example.row.half == ASIDE:
                table.add(f"author {author}", table.columns[0], example.is_first(fitted))
    return table


def answering_scores(asked: Sequence[tuple[Row, dict[str, float]]]) -> Table:
    """What each threshold would answer and decline of the half set aside."""
    thresholds = (0.3, 0.4, 0.5, 0.6, 0.7)
    table = Table(tuple(f"from {threshold}" for threshold in thresholds))
    for row, evidence in asked:
        if row.half == ASIDE:
            sure = chance("answering", evidence)
            name = "answered, in scope" if "near" not in row.data else f"declined, {'near' if row.data['near'] else 'far'}"
            for threshold, column in zip(thresholds, table.columns, strict=True):
                table.add(name, column, (sure >= threshold) == ("near" not in row.data))
    return table


def listing_scores(asked: Sequence[tuple[Row, dict[str, float]]]) -> Table:
    """What each threshold would list of the half set aside."""
    thresholds = (0.3, 0.4, 0.5, 0.6, 0.7)
    table = Table(tuple(f"from {threshold}" for threshold in thresholds))
    for row, evidence in asked:
        if row.half == ASIDE:
            sure = chance("listing", evidence)
            name = "listed, asks for stretches" if asks_for_list(row) else "not listed, asks for something else"
            name += ", terse" if "want" in row.data else ""
            for threshold, column in zip(thresholds, table.columns, strict=True):
                table.add(name, column, (sure >= threshold) == asks_for_list(row))
    return table


def rounded(values: Iterable[tuple[str, float]], digits: int) -> dict[str, float]:
    return {name: round(value, digits) for name, value in values}


def main(arguments: Sequence[str] | None = None, say: Callable[[str], None] = print) -> None:
    """Fit, print the scores of the half set aside, and write where told."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.fit", description="Fit assistant/weights.json anew.")
    parser.add_argument("--write", action="store_true", help=f"write {FILE}")
    options = parser.parse_args(arguments)
    opened = Assistant.open(say=say)
    found = examples(opened)
    before = opened.composer.retriever.weights
    ranking = fit_ranking([example for example in found if example.row.half == OPEN], before)
    new = {"ranking": rounded(zip(FEATURES, ranking, strict=True), 3)}
    say(f"ranking {json.dumps(new['ranking'])}")
    say(f"\nright target first, half set aside\n{ranking_scores(found, {'weights.json': before, 'fitted': ranking})}")
    say(f"\n{strangers(found, before)}")

    weights()["ranking"].update(new["ranking"])  # the decision to answer rests on scores, so on the new weights
    unseen = sets.unseen(opened.index)
    names = ("retrieval", "names", "article", "lists", "requests", "out-of-scope")
    rows = unseen([row for name in names for row in sets.load(name)])
    direction, requests = fit_request(opened, [*rows, *openings()])
    asked = gather(opened, rows, requests)
    shown = [(evidence, "near" not in row.data) for row, evidence in asked if row.half == OPEN]
    new["answering"] = rounded(fit_decision([evidence for evidence, _ in shown], [inside for _, inside in shown]).items(), 2)
    weights()["answering"].update(new["answering"])
    say(f"\nanswering {json.dumps(new['answering'])}\n{answering_scores(asked)}")

    listed = gather_listing(opened, [*(row for row in rows if "near" not in row.data), *openings()], requests)
    own = [(row, evidence) for row, evidence in listed if row.half == OPEN]
    new["listing"] = rounded(fit_decision([evidence for _, evidence in own], [asks_for_list(row) for row, _ in own]).items(), 2)
    weights().setdefault("listing", {}).update(new["listing"])  # type: ignore[attr-defined]  # the file's own dictionary
    say(f"\nlisting {json.dumps(new['listing'])}\n{listing_scores(listed)}")
    if options.write:
        FILE.write_text(json.dumps({**weights(), **new}, indent=1) + "\n", encoding="utf-8")
        REQUEST_FILE.write_text(json.dumps(direction) + "\n", encoding="utf-8")
        say(f"\nwritten: {FILE}, {REQUEST_FILE}")


if __name__ == "__main__":
    main()
