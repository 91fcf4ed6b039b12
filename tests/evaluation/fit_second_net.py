"""Fit assistant/second_net.json anew: `python -m tests.evaluation.fit_second_net`; written only with `--write`.

Learned from the open half: messages that tell of a symptom against harmless ones and questions; those
that decide become the exemplars. The threshold is the one that leaves `CLEAN` of the harmless messages
alone when each author in turn is left out of the fit. The curve printed is of the half set aside.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

import assistant
from assistant import second_net, vectors
from assistant.triage import Level, assess
from assistant.vectors import Embed
from tests.evaluation import sets, triage_evaluation
from tests.evaluation.measures import Table
from tests.evaluation.sets import ASIDE, HALVES, OPEN

FILE = Path(assistant.__file__).parent / "second_net.json"
CLEAN = 0.95
"""So many of the harmless messages that the rules leave alone shall be left alone by the net as well."""
LOOSENESS = 3.0
"""The inverse strength of the regularisation."""
GAMMA = 1.0
"""How quickly an exemplar stops counting with distance."""
QUESTIONS = ("retrieval", "names", "lists", "article", "out-of-scope")

Array = NDArray[np.float64]


class Message(NamedTuple):
    """A labelled message; `missed` means that the rules see nothing to refer in it."""

    text: str
    author: str
    half: str
    level: Level
    symptom: bool
    missed: bool
    question: bool


def messages() -> list[Message]:
    """Every labelled message of the triage sets, and every question of the other sets, which hold no symptom."""
    found = []
    for file in sorted(triage_evaluation.QUESTIONS.glob("author-*.jsonl")):
        for row in sets.load(f"triage/{file.stem}"):
            level = Level.of(row.data["level"])
            found.append(_message(row.text, f"triage {row.author}", row.half, level, question=False))
    for name in QUESTIONS:
        found += [_message(row.text, row.author, row.half, Level.NONE, question=True) for row in sets.load(name)]
    return found


def _message(text: str, author: str, half: str, level: Level, question: bool) -> Message:
    missed = assess(text, today=triage_evaluation.WRITTEN).level < Level.SEE_PROFESSIONAL
    return Message(text, author, half, level, level >= Level.SEE_PROFESSIONAL, missed, question)


def fit(vectors_: Array, symptoms: NDArray[np.bool_]) -> SVC:
    return SVC(C=LOOSENESS, gamma=GAMMA, class_weight="balanced").fit(vectors_, symptoms)


def threshold(found: Sequence[Message], rows: Array) -> float:
    """The score that `CLEAN` of the harmless messages of the open half stay below, each author judged by the others."""
    scores = []
    for author in sorted({m.author for m in found if m.half == OPEN}):
        others = np.array([m.half == OPEN and m.author != author for m in found])
        own = np.array([m.half == OPEN and m.author == author and not m.symptom and m.missed for m in found])
        if own.any():
            model = fit(rows[others], np.array([m.symptom for m in found])[others])
            scores += model.decision_function(rows[own]).tolist()
    return float(np.quantile(scores, CLEAN))


def curve(found: Sequence[Message], scores: Array, cuts: Sequence[float]) -> Table:
    """What each threshold would do to messages of the half set aside that the rules let pass."""
    table = Table(tuple(f"from {cut:.2f}" for cut in cuts))
    for message, score in zip(found, scores, strict=True):
        if message.half == ASIDE and message.missed:
            name = "symptom missed by the rules: asked about" if message.symptom else "harmless message: left alone"
            name = "question: left alone" if message.question else name
            for cut, column in zip(cuts, table.columns, strict=True):
                table.add(name, column, (score >= cut) == message.symptom)
    return table


def shown(found: Sequence[Message], embed: Embed) -> Table:
    """What the shipped exemplars do, in both halves, with messages that the rules let pass."""
    net = second_net.load()
    exemplars = embed([second_net.read_as(text) for text in net.exemplars])
    rows = embed([second_net.read_as(message.text) for message in found])
    table = Table(HALVES)
    for message, row in zip(found, rows, strict=True):
        if message.missed:
            asked = net.doubts(exemplars @ row)
            name = "symptom missed by the rules: asked about" if message.symptom else "harmless message: left alone"
            table.add("question: left alone" if message.question else name, message.half, asked == message.symptom)
    return table


def main(arguments: Sequence[str] | None = None, say: Callable[[str], None] = print) -> None:
    """Fit, print the curve of the half set aside, and write where told."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.fit_second_net", description="Fit the second net anew.")
    parser.add_argument("--write", action="store_true", help=f"write {FILE}")
    options = parser.parse_args(arguments)
    found = messages()
    rows = vectors.load().embed([second_net.read_as(message.text) for message in found]).astype(np.float64)
    opened = np.array([message.half == OPEN for message in found])
    model = fit(rows[opened], np.array([message.symptom for message in found])[opened])
    cut = threshold(found, rows)
    say(f"threshold {cut:.3f}, from {opened.sum()} messages of the open half")
    say(str(curve(found, model.decision_function(rows), (cut - 0.4, cut - 0.2, cut, cut + 0.2, cut + 0.4))))
    if options.write:
        texts = np.array([message.text for message in found])[opened][model.support_]
        exemplars = [[text, round(float(weight), 3)] for text, weight in zip(texts.tolist(), model.dual_coef_[0], strict=True)]
        head = {"gamma": GAMMA, "intercept": round(float(model.intercept_[0]), 4), "threshold": round(cut, 3)}
        lines = ",\n".join(json.dumps(exemplar, ensure_ascii=False) for exemplar in exemplars)
        written = json.dumps(head)[:-1] + f', "exemplars": [\n{lines}\n]}}\n'
        FILE.write_text(written, encoding="utf-8")
        say(f"written: {FILE}")


if __name__ == "__main__":
    main()
