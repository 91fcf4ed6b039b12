"""Ranked passages to an answer made of quotes, or to none.

Nothing here writes a statement about stretching: what a person reads is quoted from the passages,
and the facts strip is taken from front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from math import exp
from typing import Literal

from assistant.catalogue import Wanted, in_turn, matching, within
from assistant.index import Index
from assistant.knowledge import Document, Routine
from assistant.passages import Passage
from assistant.retrieval import LEAST_REMARK, LEAST_SECTION, SURE_SECTION, Hit, Ranking, Retriever, weights
from assistant.understanding import Understanding, cue, intents
from assistant.vocabulary import Vocabulary

Kind = Literal["answer", "list", "declined", "clarify"]

HOW_TO = ("how-to-do-it", "where-you-feel-it", "leave-it-out-if")
"""What somebody who wants to do a stretch needs: all steps, where it is felt, what to avoid."""

NOT_A_LIST = ("compare", "breathing", "mistakes", "feel", "pairs", "harder", "muscles", "why", "when", "dose", "safe")
"""Kinds of question that a list of stretches seldom answers."""

STATEMENTS = (
    "compare", "breathing", "easier", "harder", "feel", "mistakes", "muscles", "safe", "why", "how-to", "what-is", "equipment",
)  # fmt: skip
"""Kinds of question that a list never answers, unless stretches are asked for as well."""

LOOSE = (None, "why", "when", "compare")
"""Kinds of question that name no section of a stretch page."""

NAMES_STRETCHES = "which-stretches"
"""How the sections begin that name the stretches for a part of the body."""

ALARMING = ("articles/emergency-signs", "articles/urgent-signs")
"""Pages that frighten without need beside an answer that triage saw nothing in."""

EXPLAINS = ("articles", "muscles")
INSTRUCTS = re.compile(r"^\d+\. |\b(?:hold|stay|repeat)\b[^.]*\b(?:seconds|times|breaths)\b", re.M | re.I)
"""Numbered steps, or how long and how often: a passage that tells how to stretch."""

FEW = 3
"""A list should offer so many where there are so many."""

MOST_QUOTES = 3
MOST_LISTED = 5
MOST_COUNTED = 10
"""A list has this many entries at most where somebody says how many are wanted."""
WARMS_UP = 0.5
"""What a moving stretch gains in a list for before sport, and loses in one for afterwards."""
CLEARLY = 0.1
"""A routine for an occasion is the best of all if it is so much ahead."""
NEAR = 0.2
"""A further passage is quoted while its score is at most this much below the best."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim passage and where to check it; `emphasis` is the sentence that answers, if one stands out."""

    text: str
    passage: str
    document: str
    headings: tuple[str, ...]
    file: str
    line: int
    score: float
    emphasis: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer, or the reason why there are none.

    `stretches` are the ids it is about, in order; `facts` is the strip from front matter, name to
    text; `topic` is the id of the out-of-scope page when a neighbouring topic is declined;
    `choices` are the pages offered when the question is not clear; `open` says that a list is one of any stretches.
    """

    kind: Kind
    quotes: tuple[Quote, ...] = ()
    stretches: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    total: int = 0
    topic: str | None = None
    choices: tuple[str, ...] = ()
    open: bool = False
    confidence: float = 0.0
    ranking: Ranking | None = None


def quote(passage: Passage, score: float = 1.0, emphasis: str | None = None) -> Quote:
    """The whole passage as a quote."""
    return Quote(
        passage.text, passage.id, passage.document, passage.headings, passage.file, passage.line, round(score, 4), emphasis
    )


def explains(found: Quote | Passage) -> bool:
    """Whether a passage explains something, and instructs nobody to stretch."""
    kind = found.passage.partition("/")[0] if isinstance(found, Quote) else found.kind
    return kind in EXPLAINS and not INSTRUCTS.search(found.text)


class Composer:
    """Chooses what to quote for a question."""

    def __init__(self, index: Index, retriever: Retriever, vocabulary: Vocabulary) -> None:
        self.index = index
        self.retriever = retriever
        self.vocabulary = vocabulary
        self.sections = {intent.id: intent.section for intent in intents()}
        self.passages: Mapping[str, Passage] = {passage.id: passage for passage in index.passages}

    @cached_property
    def stretch_documents(self) -> list[Document]:
        return [document for document in self.index.documents.values() if document.stretch]

    def answer(
        self, understood: Understanding, query: str | None = None, *, exclude: Wanted | None = None, skip: int = 0,
        among: Sequence[str] = (), without: Sequence[str] = (),
    ) -> Answer:  # fmt: skip
        """The best answer to what was understood.

        `query` replaces the text for ranking; `exclude` withholds stretches; `skip` leaves out
        that many of a list's first entries ("more"); `among` are stretches one of which is meant;
        `without` are passages not to quote again while there are others.
        """
        exclude = exclude or Wanted()
        if understood.stretches and understood.settled and understood.intent not in ("why", "when", "routine"):
            named = [self.index.documents[f"stretches/{name}"] for name in understood.stretches]
            allowed = [document for document in named if not self._withheld(document, exclude)]
            if allowed:
                return self._about(allowed, understood)
        if among and (meant := self._one_of(among, understood, query, exclude)):
            return self._about([meant], understood)
        ranking = self.retriever.search(understood, query, most=len(self.retriever.targets))
        sure = self.confidence(ranking, understood)
        stiff = (
            (understood.areas or understood.muscles) and understood.complains and not understood.asks and ranking.request > 0
        )
        if sure < weights()["thresholds"]["clarify"] and not stiff:
            return Answer("declined", topic=self._topic(ranking), confidence=sure, ranking=ranking)
        if understood.intent == "routine" and (found := self._routine(understood, ranking, exclude)):
            if self._keeps_to(found, understood, exclude):
                return found
            if listed := self._list(understood, ranking, exclude, skip):  # "a wheelchair friendly upper body sequence"
                return listed
        # a list for a part of the body or an occasion that is named is never far off
        asked_for = understood.wants_list and understood.has_facets
        certain = understood.names_where or asked_for or understood.listing or sure >= weights()["thresholds"]["answer"]
        if certain and self.is_catalogue_question(understood, ranking):
            for_anything = not (understood.areas or understood.muscles or understood.positions or understood.equipment)
            ready = (
                self._routine(understood, ranking, exclude) if for_anything and not skip else None
            )  # "something to wind down with"
            if ready and self._suits(ready, understood, ranking, exclude):
                return ready
            listed = self._list(understood, ranking, exclude, skip)
            if listed:
                return listed
        return self._passages(understood, ranking, sure, exclude, without)

    def is_catalogue_question(self, understood: Understanding, ranking: Ranking) -> bool:
        """Whether it asks for stretches by body part or facet rather than for a statement or one certain stretch."""
        if understood.settled or understood.statement or not ranking.hits:
            return False
        states = understood.intent in STATEMENTS or (understood.intent == "dose" and cue("dose-asked").search(understood.text))
        if states and not (understood.wants_list or understood.listing):
            return False
        return understood.listing or chance("listing", listing_features(ranking, understood)) >= weights()["thresholds"]["list"]

    # ------------------------------------------------------------------ a named stretch

    def _withheld(self, document: Document, exclude: Wanted) -> bool:
        stretch = document.stretch
        return bool(stretch and ({*exclude.not_areas} & {*stretch.areas} or "full-body" in exclude.not_areas))

    def _ruled_out(self, hit: Hit, understood: Understanding) -> bool:
        """Whether a stretch needs a position or thing that the question rules out, or a section only names stretches
        where something else is asked."""
        if hit.passage.section.startswith(NAMES_STRETCHES) and understood.intent in NOT_A_LIST and not understood.wants_list:
            return True
        stretch = self.index.documents[hit.passage.document].stretch
        return bool(
            stretch and (stretch.position in understood.not_positions or {*stretch.equipment} & {*understood.not_equipment})
        )

    def _section(self, document: Document, section: str) -> Passage | None:
        return self.passages.get(f"{document.id}#{section}")

    def _about(
        self, documents: Sequence[Document], understood: Understanding, ranking: Ranking | None = None, score: float = 1.0
    ) -> Answer:
        """Quotes about one stretch by kind of question, or two stretches side by side."""
        names = tuple(document.id.removeprefix("stretches/") for document in documents)
        if len(documents) > 1:
            section = self.sections.get(understood.intent or "")
            wanted = [section] if section else ["summary"]
            found = [self._section(document, part) for part in wanted for document in documents[:MOST_QUOTES]]
        else:
            wanted = list(self._wanted_sections(understood, documents[0]))
            found = [self._section(documents[0], part) for part in wanted]
        quotes = tuple(quote(passage, score) for passage in found if passage)
        if not quotes:  # a page without our sections, such as somebody's own
            quotes = tuple(quote(p, score) for p in self.index.passages if p.document == documents[0].id)[:MOST_QUOTES]
        facts = self.facts(documents[0]) if len(documents) == 1 else ()
        return Answer("answer", quotes, names, facts, confidence=score, ranking=ranking)

    def _wanted_sections(self, understood: Understanding, document: Document) -> Sequence[str]:
        """The sections of a stretch page that answer this kind of question, the best first."""
        section = self.sections.get(understood.intent or "how-to")
        if understood.remark or (understood.intent is None and cue("hurts").search(understood.text)):
            return self._remark(understood.text, document)
        if understood.intent in LOOSE and (understood.asks or understood.yes_no):  # "can cat cow be done every single day?"
            asked, nearness = self.retriever.section_asked(understood.text, document.id)
            if nearness >= LEAST_SECTION and asked not in (*HOW_TO[:1], "summary"):
                return (asked,)
        if understood.intent == "what-is":
            return ("summary", *HOW_TO[:2])
        if understood.intent == "muscles":
            return ("where-you-feel-it", "summary")
        if understood.intent == "mistakes" and understood.yes_no:  # "do my knees stay straight?" is about a detail
            return ("common-mistakes", "how-to-do-it")
        return HOW_TO if section in (None, "how-to-do-it") else (section,)

    def facts(self, document: Document) -> tuple[tuple[str, str], ...]:
        """The facts strip of a stretch, from its front matter."""
        stretch = document.stretch
        if stretch is None:
            return ()
        name = self.vocabulary.name
        sides = {"each": "each side", "both": "both sides together", "alternating": "sides in turn"}[stretch.sides]
        strip = {
            "hold": stretch.hold,
            "repetitions": stretch.reps,
            "sets": stretch.sets,
            "sides": sides,
            "position": name("positions", stretch.position),
            "equipment": ", ".join(name("equipment", item) for item in stretch.equipment) or "nothing",
            "muscles": ", ".join(name("muscles", item) for item in stretch.muscles),
            "level": name("levels", stretch.level),
        }
        return tuple((key, text) for key, text in strip.items() if text)

    def _one_of(self, names: Sequence[str], understood: Understanding, query: str | None, exclude: Wanted) -> Document | None:
        """The stretch that "the standing one" or "the hugging one" means, of those that were shown or came close."""
        documents = [self.index.documents[f"stretches/{name}"] for name in names if f"stretches/{name}" in self.index.documents]
        fitting = matching(documents, self._wanted(understood, exclude)) if understood.has_facets else documents
        return self.retriever.nearest_page([d for d in fitting if not self._withheld(d, exclude)], understood, query)

    def _remark(self, text: str, document: Document) -> list[str]:
        """The sections that answer a remark on a stretch: it hurts, something is missing, something moves."""
        if cue("hurts").search(text):
            return ["make-it-easier", "leave-it-out-if", "common-mistakes"]
        if cue("lacks").search(text):
            return ["make-it-easier", "common-mistakes"]
        section, nearness = self.retriever.section_asked(text, document.id)
        details = ["common-mistakes", "how-to-do-it"]
        if nearness < LEAST_REMARK or section in (*details, "summary"):
            return details
        return [section] if nearness >= SURE_SECTION else [section, details[0]]

    # ------------------------------------------------------------------ lists and routines

    def _list(self, understood: Understanding, ranking: Ranking, exclude: Wanted, skip: int) -> Answer | None:
        """Stretches that fit every facet asked for, the most fitting first, each with its summary as the quote."""
        wanted = self._wanted(understood, exclude)
        found = matching(self.stretch_documents, wanted)
        exact = {document.id for document in found}
        if len(found) < FEW and wanted.muscles:  # few pages name the muscle: some for its region follow
            wanted = self._wanted(understood, exclude, by_muscle=False)
            near = [d for d in matching(self.stretch_documents, wanted) if d.id not in exact]
            found += sorted(near, key=lambda d: not d.stretch or d.stretch.areas[0] not in wanted.areas)[: FEW - len(found)]
        if not found:
            return None
        scores: dict[str, float] = {}
        for hit in ranking.hits:
            scores.setdefault(hit.passage.document, hit.score)
        areas = set(wanted.areas)
        before_sport = bool(cue("before-sport").search(understood.text))
        afterwards = not before_sport and bool(cue("after-sport").search(understood.text))

        def order(document: Document) -> float:
            stretch = document.stretch
            assert stretch is not None  # only stretches are matched
            main = 0.35 * (not areas or stretch.areas[0] in areas)
            easy = 0.15 * (stretch.level == "beginner") - 0.15 * (stretch.level == "advanced")
            held = 0.1 * (stretch.type in ("static", "mobility") or bool(wanted.types))
            moving = WARMS_UP * (before_sport - afterwards) * (stretch.type == "dynamic")
            at_hand = 0.3 * bool({*wanted.equipment} & {*stretch.equipment})  # it needs the thing, rather than may use it
            return 2.0 * (document.id in exact) + main + easy + held + moving + at_hand + scores.get(document.id, 0.0)

        found.sort(key=order, reverse=True)
        found = in_turn(found, wanted.muscles or wanted.areas)
        most = min(understood.count or MOST_LISTED, MOST_COUNTED)
        chosen = within(found, understood.minutes)[skip : skip + most]
        if not chosen:
            return None
        quotes = tuple(
            quote(passage, scores.get(document.id, 0.0))
            for document in chosen
            if (passage := self._section(document, "summary"))
        )
        names = tuple(document.id.removeprefix("stretches/") for document in chosen)
        anything = len(found) == len(matching(self.stretch_documents, Wanted()))
        return Answer("list", quotes, names, total=len(found), open=anything, confidence=1.0, ranking=ranking)

    def _wanted(self, understood: Understanding, exclude: Wanted, *, by_muscle: bool = True) -> Wanted:
        """What a list must fit. A muscle named counts instead of its region, unless another word named the region."""
        groups = self.vocabulary.groups["muscles"]
        regions = {groups[muscle].area for muscle in understood.muscles}
        others = tuple(area for area in understood.areas if area not in regions)
        precise = bool(by_muscle and understood.muscles and len(understood.muscles) <= 2 and not others)
        tired = () if understood.areas or understood.muscles else self._tired(understood.occasions)
        return Wanted(
            areas=() if precise else understood.areas or tuple(area for area in regions if area) or tired,
            muscles=understood.muscles if precise else (),
            positions=understood.positions,
            not_positions=understood.not_positions,
            places=understood.places,
            equipment=understood.equipment,
            not_equipment=understood.not_equipment,
            no_equipment=understood.no_equipment,
            types=understood.types,
            levels=understood.levels,
            not_areas=exclude.not_areas,
            not_conditions=(*exclude.not_conditions, *understood.conditions),
        )

    def _suits(self, routine: Answer, understood: Understanding, ranking: Ranking, exclude: Wanted) -> bool:
        """Whether a routine may stand for a list: for an occasion only if it is clearly the best of all."""
        if understood.occasions:
            other = max((hit.score for hit in ranking.hits if hit.passage.kind != "routines"), default=0.0)
            if ranking.hits[0].score < other + CLEARLY:
                return False
        return self._keeps_to(routine, replace(understood, occasions=()), exclude)

    def _keeps_to(self, answer: Answer, understood: Understanding, exclude: Wanted) -> bool:
        """Whether the routine of an answer is one for what was asked."""
        page = self.index.documents[answer.quotes[0].document].routine if answer.quotes else None
        return page is not None and self._fits(page, understood, exclude)

    def _fits(self, routine: Routine, understood: Understanding, exclude: Wanted) -> bool:
        """Whether every step of a routine fits the facets asked for, a third the parts of the body, and its length the time."""
        steps = self._steps(routine)
        wanted = self._wanted(understood, exclude, by_muscle=False)
        in_time = not understood.minutes or 0.5 <= routine.minutes / understood.minutes <= 1.5
        reached = len(matching(steps, Wanted(areas=wanted.areas)))
        return in_time and 3 * reached >= len(steps) and len(matching(steps, replace(wanted, areas=()))) == len(steps)

    def _steps(self, routine: Routine) -> list[Document]:
        names = dict.fromkeys(f"stretches/{step.stretch}" for step in routine.steps)
        return [self.index.documents[name] for name in names if name in self.index.documents]

    def _tired(self, occasions: Sequence[str]) -> tuple[str, ...]:
        """The parts of the body that occasions tire, the first ones of each first."""
        known = [self.vocabulary.groups["occasions"][occasion].areas for occasion in occasions]
        return tuple(dict.fromkeys(area for areas in zip_longest(*known) for area in areas if area))

    def _routine(self, understood: Understanding, ranking: Ranking, exclude: Wanted) -> Answer | None:
        """A ready routine, quoted as an ordered list, where one is close to what is asked and no step of it is withheld."""
        best: dict[str, float] = {}
        for hit in ranking.hits:
            page = self.index.documents[hit.passage.document].routine
            if page and not any(self._withheld(step, exclude) for step in self._steps(page)):
                asked = understood.areas or understood.muscles or understood.has_facets
                bonus = 0.4 if asked and self._fits(page, understood, exclude) else 0.0
                best[hit.passage.document] = max(best.get(hit.passage.document, 0.0), hit.score + bonus)
        if not best:
            return None
        document = max(best, key=lambda name: best[name])
        top = next((hit for hit in ranking.hits if hit.passage.kind != "out_of_scope"), None)
        if top and top.passage.kind != "routines" and top.score > best[document] + 0.1:
            return None
        order = [p for p in self.index.passages if p.document == document]
        wanted = [p for p in order if p.section == "the-order"] + [p for p in order if p.section in ("take-care", "summary")]
        routine = self.index.documents[document].routine
        names = tuple(dict.fromkeys(step.stretch for step in routine.steps)) if routine else ()
        facts = (("time", f"{routine.minutes} minutes"), ("when", routine.when)) if routine else ()
        return Answer(
            "answer",
            tuple(quote(p, best[document]) for p in wanted[:MOST_QUOTES]),
            names,
            facts,
            confidence=1.0,
            ranking=ranking,
        )

    # ------------------------------------------------------------------ passages

    def statement(self, understood: Understanding, query: str | None = None) -> Quote | None:
        """The passage that answers a question by explaining something, and instructs nobody to stretch; or None."""
        ranking = self.retriever.search(understood, query)
        if self.confidence(ranking, understood) < weights()["thresholds"]["answer"]:
            return None
        near = [hit for hit in ranking.hits if hit.score >= ranking.hits[0].score - NEAR]
        told = (hit for hit in near if explains(hit.passage))
        hit = next((hit for hit in told if not hit.passage.section.startswith(NAMES_STRETCHES)), None)
        return quote(hit.passage, hit.score, hit.emphasis) if hit else None

    def confidence(self, ranking: Ranking, understood: Understanding) -> float:
        """How likely the question is one that the knowledge answers, 0 to 1, from the fitted weights."""
        if not ranking.hits:
            return 0.0
        return chance("answering", answering_features(ranking, understood))

    def _passages(
        self, understood: Understanding, ranking: Ranking, sure: float, exclude: Wanted, without: Sequence[str] = ()
    ) -> Answer:
        limits = weights()["thresholds"]
        allowed = [hit for hit in ranking.hits if not self._withheld(self.index.documents[hit.passage.document], exclude)]
        hits = [hit for hit in allowed if not self._ruled_out(hit, understood)] or allowed
        hits = [hit for hit in hits if hit.passage.id not in without] or hits
        if not hits:
            return Answer("declined", topic=self._topic(ranking), confidence=sure, ranking=ranking)
        if sure < limits["answer"]:
            names = tuple(
                dict.fromkeys(hit.passage.headings[-1] if len(hit.passage.headings) == 1 else hit.passage.id for hit in hits)
            )[:3]
            return Answer("clarify", choices=names, confidence=sure, ranking=ranking)
        best = hits[0]
        document = self.index.documents[best.passage.document]
        if document.stretch:
            return self._about([document], understood, ranking, best.score)
        return Answer("answer", tuple(self._near(hits)), self._stretches_of(hits[:1]), confidence=sure, ranking=ranking)

    def _near(self, hits: Sequence[Hit]) -> Iterable[Quote]:
        """The best passage and those nearly as good, nothing twice; signs of an emergency only where they are the answer."""
        alarming = hits[0].passage.document in ALARMING
        near = [hit for hit in hits if hit.score >= hits[0].score - NEAR and (alarming or hit.passage.document not in ALARMING)]
        chosen = list({hit.passage.id: hit for hit in reversed(near)}.values())[::-1]
        return [quote(hit.passage, hit.score, hit.emphasis) for hit in chosen[:MOST_QUOTES]]

    def _stretches_of(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        return tuple(hit.passage.document.removeprefix("stretches/") for hit in hits if hit.passage.kind == "stretches")

    def _topic(self, ranking: Ranking) -> str | None:
        """The neighbouring topic a declined question belongs to, if it is nearer than everything else."""
        outside = ranking.outside
        if outside is None or outside.best_question < 0.45 or (ranking.hits and outside.score < ranking.hits[0].score - 0.05):
            return None
        return outside.passage.id


def answering_features(ranking: Ranking, understood: Understanding) -> dict[str, float]:
    """What the decision to answer rests on.

    margin: how far the best passage is ahead of the best neighbouring topic; question, question_margin:
    the cosine of its nearest way of asking, and how far that is ahead; coverage: share of the
    question's words that any text holds; area, occasion: whether a part of the body or an occasion is named;
    request: how much it sounds like a request for stretches.
    """
    best = ranking.hits[0]
    outside = ranking.outside
    return {
        "margin": best.score - (outside.score if outside else 0.0),
        "question": best.best_question,
        "question_margin": best.best_question - (outside.best_question if outside else 0.0),
        "coverage": ranking.coverage,
        "area": float(bool(understood.areas or understood.muscles)),
        "occasion": float(bool(understood.occasions)),
        "request": ranking.request,
    }


def listing_features(ranking: Ranking, understood: Understanding) -> dict[str, float]:
    """What the decision between a list of stretches and a single passage rests on.

    wants, stretches, facets, where, minutes, occasion, complains, named: whether it asks for stretches, does so by that word,
    names facets, a part of the body, a time, an occasion, something tight, a stretch; movement: how much movement it tells
    of, 0 to 1; length: in words, as a share of 20; how_to, yes_no, other: whether it is such a question; request: how much
    it sounds like a request (see retrieval);
    stretch, names_stretches, statement: the score of the best stretch page, of the best passage that names the stretches
    for a part of the body, and of the best other one.
    """
    where = bool(understood.areas or understood.muscles)
    moves = len(cue("movement").findall(understood.text))
    best = {"stretch": 0.0, "names_stretches": 0.0, "statement": 0.0}
    for hit in ranking.hits:
        section = hit.passage.section
        kind = "stretch" if hit.passage.kind == "stretches" else "statement"
        kind = "names_stretches" if kind == "statement" and section.startswith(NAMES_STRETCHES) else kind
        best[kind] = max(best[kind], hit.score)
    return {
        "wants": float(understood.wants_list),
        "stretches": float(bool(cue("stretches").search(understood.text))),
        "facets": float(understood.has_facets),
        "where": float(where),
        "minutes": float(understood.minutes is not None),
        "occasion": float(bool(understood.occasions)),
        "complains": float(understood.complains),
        "named": float(bool(understood.stretches)),
        "movement": min(moves, 3) / 3,
        "length": min(len(understood.text.split()), 20) / 20,
        "request": ranking.request,
        "how_to": float(understood.intent == "how-to" and not understood.wants_list),
        "yes_no": float(understood.yes_no),
        "other": float(understood.intent in NOT_A_LIST or (understood.intent == "what-is" and not understood.wants_list)),
        **best,
    }


def chance(decision: str, evidence: Mapping[str, float]) -> float:
    """The probability of a decision by the weights fitted for it."""
    fitted = weights()[decision]
    return 1 / (1 + exp(-fitted["intercept"] - sum(fitted[name] * value for name, value in evidence.items())))
