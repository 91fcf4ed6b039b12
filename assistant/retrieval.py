"""A question to ranked passages: meaning, words and what was understood, weighed together.

What competes is a *target*: a whole stretch page, since ways of asking name the stretch, or a single
passage of any other page. Which section of a stretch page answers depends on the kind of question.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.index import BODY, EXEMPLAR, QUESTION, SECTION, SECTIONS, SENTENCE, Index
from assistant.keywords import Keywords
from assistant.passages import Passage, long_sentences
from assistant.understanding import Understanding, intents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.knowledge import Document, Page, Stretch
    from assistant.vectors import Embed, Vectors

FEATURES = (
    "body", "best_question", "three_questions", "sentence", "keywords", "named", "area", "position", "equipment", "kind",
)  # fmt: skip
"""What a target is ranked by, each between 0 and 1 (position and kind: -1 and 1):

body, sentence: cosine with the text, with its nearest sentence;
best_question, three_questions: cosine with the nearest way of asking for it, and the mean of the three nearest;
keywords: BM25 as a share of what a text with all words of the question would get;
named: whether the question names its stretch; area: share of the body parts asked about that it is about;
position, equipment: whether it has those the question speaks of; kind: whether such a page answers such a question.
"""

TELLING = ("summary", "how-to-do-it", "where-you-feel-it")
"""The sections of a stretch page that tell it from its neighbours; the others repeat what all have."""

MOST_SHOWN = 10
"""The best hits of a ranking carry the sentence that is nearest to the question; no other is ever shown."""

LEAST_SECTION = 0.55
"""Below this mean cosine with its three nearest ways of asking no section is taken to be meant."""

SURE_SECTION = 0.62
"""From this mean cosine on, a short message is about a stretch just explained, whatever kind of question it looks like."""

LEAST_REMARK = 0.4
"""The same for a short remark behind a stretch, which is about that stretch in any case."""

LEAST_INSIDE = 0.48
AHEAD = 0.12
"""A text is about something else if no way of asking is as near as the first, and a topic outside is so much nearer."""

KNOWN_QUESTION = 0.78
"""From this cosine with a way of asking on, a short message is a question of its own."""

NO_NEARER = 0.05
"""A question of its own is so much nearer to a known one than to questions about a stretch just explained."""

ABOUT_A_STRETCH = {"easier", "harder", "mistakes", "feel", "pairs", "how-to", "equipment"}
ABOUT_A_TOPIC = {"why", "when"}


@dataclass(frozen=True, slots=True)
class Target:
    """What is ranked: positions of the passages of one stretch page, or of one other passage."""

    passages: tuple[int, ...]
    document: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """The passage of a target that answers, the target's score, and the features that made it, in the order of FEATURES."""

    passage: Passage
    score: float
    features: tuple[float, ...]
    emphasis: str | None = None

    @property
    def best_question(self) -> float:
        """Cosine with the nearest way of asking for it."""
        return self.features[FEATURES.index("best_question")]

    def explain(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in zip(FEATURES, self.features, strict=True)}


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hits, best first; `outside` is the best of the neighbouring topics that are declined.

    `coverage` is the share of the question's words that any text holds; `request` says how much it
    sounds like a request for stretches (see `Retriever.request`).
    """

    hits: tuple[Hit, ...]
    outside: Hit | None
    coverage: float
    request: float = 0.0


@cache
def weights() -> Mapping[str, dict[str, float]]:
    """The fitted weights of weights.json; `python -m tests.evaluation.fit` fits them anew."""
    loaded: dict[str, dict[str, float]] = json.loads(resources.files("assistant").joinpath("weights.json").read_text("utf-8"))
    return loaded


@cache
def request_direction() -> tuple[NDArray[np.float32], float]:
    """The direction in which requests for stretches lie, shape (dimensions,), and its intercept, from request.json."""
    data = json.loads(resources.files("assistant").joinpath("request.json").read_text("utf-8"))
    return np.array(data["direction"], dtype=np.float32), float(data["intercept"])


def _mean_of_best(cosines: NDArray[np.float32]) -> float:
    """The mean of the three highest; 0 of none."""
    return float(np.sort(cosines)[::-1][:3].mean()) if cosines.size else 0.0


class Retriever:
    """Ranks the targets of an index for a question.

    `default_model`: the vectors are those of the model that request.json was fitted for.
    """

    def __init__(self, index: Index, embed: Embed, default_model: bool = True) -> None:
        self.index = index
        self.embed = embed
        self.default_model = default_model
        self._recent: dict[str, Vectors] = {}
        self._compared: tuple[str | None, Vectors] = (None, np.zeros(0, dtype=np.float32))
        self.sections = {intent.id: intent.section for intent in intents()}
        self.targets = _targets(index)
        self.keywords = Keywords([_keyword_text(target, index) for target in self.targets])
        self.rows = {kind: _row_table(index, self.targets, kind) for kind in (BODY, QUESTION, SENTENCE)}
        self.pages = [
            (index.documents[target.document].page, index.documents[target.document].stretch) for target in self.targets
        ]
        self.by_section = [
            {index.passages[i].section: index.passages[i] for i in reversed(target.passages)} for target in self.targets
        ]
        self.has_questions = any(passage.questions for passage in index.passages)
        self.outside = np.array([target.kind == "out_of_scope" for target in self.targets])

    def section_asked(self, text: str, document: str | None = None) -> tuple[str, float]:
        """The section of a stretch page that a question without a known form asks for, and the mean cosine with its
        three nearest ways of asking.

        Ways of asking about any stretch count, and those about the stretch page `document` where one is given.
        """
        cosines = self._similarities(text)
        rows = np.flatnonzero(self.index.kinds == SECTION)
        means = []
        for number, section in enumerate(SECTIONS):
            means.append(_mean_of_best(cosines[rows[self.index.rows[rows] == number]]))
            own = self._question_rows.get(f"{document}#{section}")
            if own is not None:
                means[-1] = max(means[-1], _mean_of_best(cosines[own]))
        best = int(np.argmax(means))
        return SECTIONS[best], means[best]

    @cached_property
    def _question_rows(self) -> dict[str, NDArray[np.intp]]:
        """The rows of the ways of asking for each passage of a stretch page, by the passage's id."""
        rows = np.flatnonzero(self.index.kinds == QUESTION)
        owners = self.index.rows[rows]
        order = np.argsort(owners, kind="stable")
        cuts = np.flatnonzero(np.diff(owners[order])) + 1
        groups = np.split(rows[order], cuts)
        named = ((self.index.passages[int(self.index.rows[group[0]])], group) for group in groups if group.size)
        return {passage.id: group for passage, group in named if passage.kind == "stretches"}

    def nearest_page(self, documents: Sequence[Document], understood: Understanding, query: str | None) -> Document | None:
        """The best of some stretch pages for what was understood; `query` as in `search`."""
        features, _ = self.features(understood, query or understood.text)
        scores = {target.document: float(score) for target, score in zip(self.targets, features @ self.weights, strict=True)}
        return max(documents, key=lambda document: scores.get(document.id, 0.0), default=None)

    def stands_alone(self, text: str) -> bool:
        """Whether a text is near to a way of asking that is known, and nearer than to any about a stretch just explained."""
        known = self._nearest_question(text)[0]
        return known >= KNOWN_QUESTION and known > self.section_asked(text)[1] + NO_NEARER

    def is_detail(self, text: str) -> bool:
        """Whether a text sounds like a question about a stretch just explained, more than like any other that is known."""
        nearness = self.section_asked(text)[1]
        return nearness >= SURE_SECTION and nearness > self._nearest_question(text)[0] - NO_NEARER

    def is_elsewhere(self, text: str) -> bool:
        """Whether a text is clearly nearer to a topic outside than to anything inside."""
        inside, outside = self._nearest_question(text)
        return inside < LEAST_INSIDE and outside > inside + AHEAD

    def _nearest_question(self, text: str) -> tuple[float, float]:
        """Cosines of a text with the nearest way of asking for anything inside, and for a topic outside."""
        cosines = np.append(self._similarities(text), np.float32(0.0))
        best = cosines[self.rows[QUESTION]].max(axis=1)
        return float(best[~self.outside].max(initial=0.0)), float(best[self.outside].max(initial=0.0))

    def likeness(self, text: str) -> NDArray[np.float32]:
        """The cosine of a text with every exemplar of the second net, in its order."""
        cosines: NDArray[np.float32] = self._similarities(text)[self.index.kinds == EXEMPLAR]
        return cosines

    def request(self, text: str) -> float:
        """How much a text sounds like a request for stretches ("neck. spreadsheets."), and not like a question for a
        statement: log-odds, kept within 4 of even; 0 with another model."""
        direction, intercept = request_direction()
        vector = self.embedded(text)
        known = self.default_model and vector.shape == direction.shape
        return float(np.clip(vector @ direction + intercept, -4, 4)) if known else 0.0

    def embedded(self, text: str) -> Vectors:
        """The vector of a text; the last few are kept, since one turn asks for the same text more than once."""
        if text not in self._recent:
            if len(self._recent) >= 16:
                self._recent.pop(next(iter(self._recent)), None)
            self._recent[text] = self.embed([text])[0]
        return self._recent[text]

    def _similarities(self, text: str) -> Vectors:
        """The cosine of a text with every row of the index; kept for the text last asked for."""
        compared = self._compared  # read and written whole, since several people may ask at once
        if compared[0] != text:
            compared = self._compared = (text, self.index.nearest.similarities(self.embedded(text)))
        return compared[1]

    @property
    def weights(self) -> NDArray[np.float64]:
        """The ranking weights; a collection without ways of asking has its own."""
        chosen = weights()["ranking" if self.has_questions else "plain_ranking"]
        return np.array([chosen[name] for name in FEATURES])

    def search(self, understood: Understanding, query: str | None = None, most: int = 10) -> Ranking:
        """The best passages for what was understood; `query` is ranked by instead of its text where given."""
        text = query or understood.text
        features, cosines = self.features(understood, text)
        scores = features @ self.weights
        order = np.argsort(-scores, kind="stable")
        inside = [int(i) for i in order if not self.outside[i]][:most]
        outside = next((int(i) for i in order if self.outside[i]), None)
        return Ranking(
            tuple(self._hit(i, scores, features, cosines, understood, rank < MOST_SHOWN) for rank, i in enumerate(inside)),
            None if outside is None else self._hit(outside, scores, features, cosines, understood),
            self.keywords.coverage(text),
            self.request(text),
        )

    def features(self, understood: Understanding, text: str) -> tuple[Vectors, Vectors]:
        """The features of every target, shape (targets, len(FEATURES)), and the cosine of every row of the index."""
        cosines = np.append(self._similarities(text), np.float32(0.0))
        similar = {kind: np.clip(cosines[table], 0, 1) for kind, table in self.rows.items()}
        three = -np.sort(-similar[QUESTION], axis=1)[:, :3]
        counted = np.maximum((self.rows[QUESTION][:, :3] < self.index.nearest.size).sum(axis=1), 1)
        known = np.array([_understood_features(page, stretch, understood) for page, stretch in self.pages], dtype=np.float32)
        columns = (
            similar[BODY].max(axis=1),
            similar[QUESTION].max(axis=1),
            three.sum(axis=1) / counted,
            similar[SENTENCE].max(axis=1),
            self.keywords.scores(text),
        )
        return np.column_stack([*columns, known]).astype(np.float32), cosines

    def _hit(
        self, number: int, scores: NDArray[Any], features: Vectors, cosines: Vectors, understood: Understanding,
        shown: bool = False,
    ) -> Hit:  # fmt: skip
        passage = self._section(number, understood)
        return Hit(
            passage,
            float(scores[number]),
            tuple(features[number].tolist()),
            self._emphasis(number, passage, cosines) if shown else None,
        )

    def _section(self, number: int, understood: Understanding) -> Passage:
        """The section of a stretch page that answers this kind of question; the only passage of any other target."""
        wanted = self.sections.get(understood.intent or "how-to") or "how-to-do-it"
        return self.by_section[number].get(wanted) or self.index.passages[self.targets[number].passages[0]]

    def _emphasis(self, number: int, passage: Passage, cosines: Vectors) -> str | None:
        """The sentence of a passage that is nearest to the question, where its sentences have vectors."""
        rows = [row for row in self.rows[SENTENCE][number] if row < self.index.nearest.size]
        if not rows:
            return None
        best = int(max(rows, key=lambda row: float(cosines[row])))
        return long_sentences(passage.text)[best - int(min(rows))]


def _understood_features(
    page: Page | None, stretch: Stretch | None, said: Understanding
) -> tuple[float, float, float, float, float]:
    """named, area, position, equipment, kind: how a page fits what was understood."""
    area = len(set(said.areas) & set(page.areas)) / len(said.areas) if page and said.areas else 0.0
    kind = 0.0
    if said.intent in ABOUT_A_STRETCH:
        kind = 1.0 if stretch else -1.0
    elif said.intent in ABOUT_A_TOPIC:
        kind = -1.0 if stretch else 1.0
    if stretch is None:
        return 0.0, area, 0.0, 0.0, kind
    position = 0.0 if not said.positions else 1.0 if stretch.position in said.positions else -1.0
    if stretch.position in said.not_positions:
        position = -1.0
    props = {*stretch.equipment, *stretch.optional_equipment}
    equipment = len(props & set(said.equipment)) / len(said.equipment) if said.equipment else 0.0
    return float(stretch.id in said.stretches), area, position, equipment, kind


def _targets(index: Index) -> list[Target]:
    pages: defaultdict[str, list[int]] = defaultdict(list)
    for position, passage in enumerate(index.passages):
        pages[passage.document if passage.kind == "stretches" else passage.id].append(position)
    return [Target(tuple(group), index.passages[group[0]].document, index.passages[group[0]].kind) for group in pages.values()]


def _keyword_text(target: Target, index: Index) -> str:
    """What BM25 reads of a target: names, ways of asking, and the text that tells it from others."""
    document = index.documents[target.document]
    passages = [index.passages[i] for i in target.passages]
    if target.kind != "stretches" or document.page is None:
        return "\n".join(part for p in passages for part in (p.searchable, *p.questions))
    told = [p.text for p in passages if p.section in TELLING]
    return "\n".join((document.title, *document.page.aliases, *told, *(q for p in passages for q in p.questions)))


def _row_table(index: Index, targets: list[Target], kind: int) -> NDArray[np.int64]:
    """The rows of each target of one kind, shape (targets, most rows), padded with the row one past the last."""
    owner = {position: number for number, target in enumerate(targets) for position in target.passages}
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(index.kinds == kind):
        passage = int(index.rows[row])
        telling = index.passages[passage].kind != "stretches" or index.passages[passage].section in TELLING
        if kind != BODY or telling:
            groups[owner[passage]].append(int(row))
    width = max((len(group) for group in groups.values()), default=1)
    table = np.full((len(targets), max(width, 3)), index.nearest.size, dtype=np.int64)
    for number, group in groups.items():
        table[number, : len(group)] = group
    return table
