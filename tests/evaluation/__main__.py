"""Score the assistant on every question set: `python -m tests.evaluation` (or `make evaluate`).

Every figure stands for the open half and the half set aside apart, with its Wilson 95 % interval and
the number of questions. `--misses` lists what went wrong, for the open half only.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.answer import NAMES_STRETCHES
from assistant.conversation import Assistant, ConversationState, Reply
from assistant.retrieval import FEATURES
from assistant.triage import Level
from assistant.vectors import Embed
from tests.evaluation import fit_second_net, sets, triage_evaluation
from tests.evaluation.baselines import NAMES, Baselines, strangers_collection
from tests.evaluation.facets import fits, possible, surely_fits
from tests.evaluation.measures import (
    Table,
    best_first,
    calibration,
    declined,
    list_is_right,
    matches,
    ndcg5,
    on_page,
    own_passages,
    place,
    target,
)
from tests.evaluation.sets import HALVES, OPEN, Row

if TYPE_CHECKING:
    from assistant.vectors import Vectors

SECTIONS = {
    "how-to": "how-to-do-it", "hold": "how-long-and-how-often", "easier": "make-it-easier", "harder": "make-it-harder",
    "feel": "where-you-feel-it", "mistakes": "common-mistakes", "safe": "leave-it-out-if", "pairs": "goes-well-with",
    "breathing": "breathing",
}  # fmt: skip
"""The section of a stretch page that answers each kind of turn in conversations.jsonl."""

SINGLE = ("retrieval", "article", "names", "out-of-scope", "lists", "requests")
"""The sets of single questions."""

RANKED = 20
"""A right passage below this place counts as not found."""


@dataclass
class Asked:
    """A question, the reply to it, the ids of the passages ranked best, and the confidence that one of them answers."""

    row: Row
    reply: Reply
    ranked: list[str]
    confidence: float

    @property
    def quoted(self) -> list[str]:
        """Passages quoted in answer, a referral's own aside."""
        return own_passages(self.reply.kind, [quote.passage for quote in self.reply.quotes], self.row.data.get("gold", ()))


class Remembered:
    """Embeds texts, and remembers them: all questions at once take a fraction of the time that one by one would."""

    def __init__(self, embed: Embed) -> None:
        self.embed = embed
        self.known: dict[str, Vectors] = {}

    def learn(self, texts: Iterable[str]) -> None:
        fresh = sorted({*texts} - self.known.keys())
        if fresh:
            self.known.update(zip(fresh, self.embed(fresh), strict=True))

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.learn(texts)
        return np.stack([self.known[text] for text in texts])


@dataclass
class Evaluation:
    """Asks the assistant everything and keeps count."""

    assistant: Assistant
    remembered: Remembered
    misses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.assistant.today = lambda: triage_evaluation.WRITTEN
        self.assistant.composer.retriever.embed = self.remembered
        texts = [row.text for name in SINGLE for row in sets.load(name)]
        self.remembered.learn(form for text in texts for form in (text, self.assistant.reader.read(text).text))
        self.unseen = sets.unseen(self.assistant.index)
        self.asked: dict[str, list[Asked]] = {}
        self.table = Table(HALVES)

    def ask(self, name: str) -> list[Asked]:
        """Every question of a set, asked once; those that the knowledge itself holds are left out."""
        if name not in self.asked:
            self.asked[name] = [self._ask(row) for row in self.unseen(sets.load(name))]
        return self.asked[name]

    def _ask(self, row: Row) -> Asked:
        composer = self.assistant.composer
        understood = self.assistant.reader.read(row.text)
        ranking = composer.retriever.search(understood, most=RANKED)
        ranked = [hit.passage.id for hit in ranking.hits]
        return Asked(row, self.assistant.reply(row.text), ranked, composer.confidence(ranking, understood))

    def _miss(self, measure: str, asked: Asked, wanted: object, above: Iterable[str] = ()) -> None:
        if asked.row.half == OPEN:
            self._note(measure, asked.row, asked.row.text, asked.reply, wanted, above)

    def _note(self, measure: str, row: Row, text: str, reply: Reply, wanted: object, above: Iterable[str] = ()) -> None:
        shown = [quote.passage for quote in reply.quotes] or list(reply.stretches)
        said = {key: value for key, value in reply.understood.items() if key != "text"}
        lines = [
            f"{measure} {row.id}: {text}",
            f"wanted {wanted}",
            f"{reply.kind} ({reply.verdict.level.label}): {', '.join(shown) or '-'}",
            f"understood {said}",
            *([f"ranked above: {', '.join(above)}"] if above else []),
        ]
        self.misses.append("\n    ".join(lines))

    # ------------------------------------------------------------------ single questions

    def questions(self, name: str) -> None:
        """First quote, any quote, ranking and wrongful declines on a set with gold passages."""
        for asked in self.ask(name):
            row, half, quoted = asked.row, asked.row.half, asked.quoted
            by_list = asked.reply.kind == "list" and (bool(row.data.get("list_answers")) or self._lists_what_is_named(asked))
            opening = quoted[0] if quoted else ""
            first = by_list or matches(opening, row.gold)
            any_right = by_list or any(matches(passage, row.gold) for passage in quoted)
            above = place(asked.ranked, row.gold)
            self.table.add(f"{name}: first quote right", half, first)
            self.table.add(
                f"{name}: first quote from a right page", half, by_list or on_page(quoted[0] if quoted else "", row.gold)
            )
            self.table.add(f"{name}: any shown quote right", half, any_right)
            self.table.add(f"{name}: nDCG@5 of the ranking", half, ndcg5(above))
            self.table.add(f"{name}: declined wrongly", half, asked.reply.kind == "declined")
            self.table.add(f"{name}: asked back (did you mean)", half, asked.reply.kind == "clarify")
            self.table.add(f"{name}: only referred", half, asked.reply.kind == "referral" and not quoted)
            self.table.add(f"{name}:   first quote right, author {row.author}", half, first)
            if not first:
                self._miss(name, asked, list(row.gold), list(dict.fromkeys(map(target, asked.ranked)))[: min(above or 0, 3)])

    def _lists_what_is_named(self, asked: Asked) -> bool:
        """Whether a list opens with a stretch that a right passage names: it says the same in another form."""
        opening = self.assistant.index.documents[f"stretches/{asked.reply.stretches[0]}"].title.lower()
        texts = (p.text.lower() for p in self.assistant.index.passages if matches(p.id, asked.row.gold))
        return any(NAMES_STRETCHES in gold for gold in asked.row.gold) and any(opening in text for text in texts)

    def names(self) -> None:
        """Stretches named or described in other words."""
        for asked in self.ask("names"):
            wanted, shown = asked.row.data["stretch"], asked.reply.stretches
            first = shown[:1] == (wanted,)
            above = place(asked.ranked, [f"stretches/{wanted}#*"])
            self.table.add("names: stretch found first", asked.row.half, first)
            self.table.add("names: nDCG@5 of the ranking", asked.row.half, ndcg5(above))
            self.table.add("names: declined or asked back wrongly", asked.row.half, asked.reply.kind in ("declined", "clarify"))
            self.table.add("names: taken for a symptom", asked.row.half, asked.reply.verdict.level >= Level.SEE_PROFESSIONAL)
            self.table.add(f"names:   found first, author {asked.row.author}", asked.row.half, first)
            if not first:
                self._miss("names", asked, wanted, list(dict.fromkeys(map(target, asked.ranked)))[: min(above or 0, 3)])

    def out_of_scope(self) -> None:
        """What the knowledge does not cover, near to it and far from it."""
        for asked in self.ask("out-of-scope"):
            near = "near" if asked.row.data["near"] else "far"
            good = declined(asked.reply.kind, [quote.passage for quote in asked.reply.quotes])
            self.table.add("out-of-scope: declined, all", asked.row.half, good)
            self.table.add(f"out-of-scope: declined, {near} misses", asked.row.half, good)
            self.table.add("out-of-scope:   of these asked back", asked.row.half, asked.reply.kind == "clarify")
            if not good:
                self._miss("out-of-scope", asked, "declined")

    def lists(self) -> None:
        """Requests for stretches by facets."""
        stretches = {d.stretch.id: d.stretch for d in self.assistant.composer.stretch_documents if d.stretch}
        for asked in self.ask("lists"):
            facets, shown = asked.row.data, self._shown(asked.reply)
            fitting = [name for name, stretch in stretches.items() if fits(stretch, facets)]
            sure = [stretches[name] for name in fitting if surely_fits(stretches[name], facets)]
            good = list_is_right(shown, fitting, possible(sure, facets.get("minutes")))
            misfits = [name for name in shown if name not in fitting]
            self.table.add("lists: all fit, three where three exist", asked.row.half, good)
            self.table.add("lists:   nothing shown that does not fit", asked.row.half, not misfits)
            self.table.add("lists:   taken for a symptom", asked.row.half, asked.reply.verdict.level >= Level.SEE_PROFESSIONAL)
            if not good:
                wanted = {key: value for key, value in facets.items() if key not in ("id", "author", "half", "text")}
                self._miss("lists", asked, f"{wanted}; not fitting: {misfits}; {len(sure)} would fit")

    def requests(self) -> None:
        """Terse messages: whether the reply is of the kind that is wanted, a list, one stretch, a routine or a statement."""
        for asked in self.ask("requests"):
            wanted, reply = asked.row.data["want"], asked.reply
            good = len(self._shown(reply)) >= 3 if wanted in ("list", "routine") else reply.kind == "answer"
            good = good and (wanted != "one-stretch" or len(reply.stretches) == 1)
            self.table.add(f"terse messages: right kind of reply, {wanted}", asked.row.half, good)
            if not good:
                self._miss("terse messages", asked, wanted)

    def _shown(self, reply: Reply) -> Sequence[str]:
        """The stretches of a reply, or the steps of a routine whose order it quotes."""
        ordered = [quote.document for quote in reply.quotes if "#the-order" in quote.passage]
        routine = self.assistant.index.documents[ordered[0]].routine if ordered and not reply.stretches else None
        return tuple(dict.fromkeys(step.stretch for step in routine.steps)) if routine else reply.stretches

    # ------------------------------------------------------------------ conversations

    def conversations(self) -> None:
        """Every turn of every conversation; those after the first are follow-ups."""
        for row in sets.load("conversations"):
            state = ConversationState()
            for number, (text, wanted) in enumerate(zip(row.data["turns"], row.data["expect"], strict=True)):
                reply, state = self.assistant.turn(text, state)
                good = turn_is_right(reply, wanted["kind"], wanted["stretch"])
                self.table.add(f"conversations: {'follow-up turns' if number else 'first turns'} right", row.half, good)
                if number:
                    self.table.add(f"conversations:   {wanted['kind']}", row.half, good)
                if not good and row.half == OPEN:
                    self._note("conversations", row, " / ".join(row.data["turns"][: number + 1]), reply, wanted)

    # ------------------------------------------------------------------ beside the assistant

    def baselines(self) -> Table:
        """The assistant's ranking against what an ordinary document search makes of the same passages."""
        plain = Baselines(self.assistant.index, self.assistant.composer.retriever.embed)
        table = Table(HALVES)
        for asked in self.ask("retrieval"):
            rankings = {**plain.rank(asked.row.text), "this assistant": asked.ranked}
            for name, ranked in rankings.items():
                above = place(ranked, asked.row.gold)
                table.add(f"{name}: right passage first", asked.row.half, above == 0)
                table.add(f"{name}: among the first five", asked.row.half, above is not None and above < 5)
                table.add(f"{name}: nDCG@5", asked.row.half, ndcg5(above))
        return table

    def ablation(self) -> Table:
        """The ranking with one feature left out at a time: its weight set to zero, the others as they are."""
        retriever = self.assistant.composer.retriever
        ids = np.array([retriever.index.passages[target.passages[0]].id for target in retriever.targets])[~retriever.outside]
        table = Table(HALVES)
        for asked in (*self.ask("retrieval"), *self.ask("names")):
            gold = asked.row.data.get("gold") or [f"stretches/{asked.row.data['stretch']}#*"]
            understood = self.assistant.reader.read(asked.row.text)
            features = retriever.features(understood, understood.text)[0][~retriever.outside]
            for left_out in (None, *FEATURES):
                kept = np.array([name != left_out for name in FEATURES]) * retriever.weights
                above = place(ids[best_first((features @ kept).tolist())], gold)
                table.add(f"first right {f'without {left_out}' if left_out else 'with all'}", asked.row.half, above == 0)
        return table

    def calibration(self) -> str:
        """Whether the confidence says how often answering is right: in-scope questions among all, by confidence."""
        lines = []
        for half in HALVES:
            inside = [asked for name in ("retrieval", "names", "article") for asked in self.ask(name) if asked.row.half == half]
            inside = [asked for asked in inside if not self.assistant.reader.read(asked.row.text).settled]
            outside = [asked for asked in self.ask("out-of-scope") if asked.row.half == half]
            confidences = [asked.confidence for asked in (*inside, *outside)]
            lines.append(f"{half}: confidence   questions   mean   covered by the knowledge")
            lines += [
                f"      {bin.low:.1f} to {bin.high:.1f}   {bin.size:9d}   {bin.confidence:.2f}   {bin.right:.1%}"
                for bin in calibration(confidences, [True] * len(inside) + [False] * len(outside))
            ]
        return "\n".join(lines)


def turn_is_right(reply: Reply, kind: str, stretch: str | None) -> bool:
    """Whether a reply does what a turn of conversations.jsonl asks for."""
    passages = own_passages(reply.kind, [quote.passage for quote in reply.quotes])
    named = stretch is None or stretch in reply.stretches
    if kind in ("smalltalk", "decline"):
        return reply.kind == kind if kind == "smalltalk" else declined(reply.kind, passages)
    if kind == "list":
        return named and (reply.kind == "list" or len(reply.stretches) >= 3)
    if kind == "article":
        return reply.kind in ("answer", "referral") and bool(reply.quotes)
    if kind == "compare":
        return len(set(reply.stretches)) >= 2
    if kind == "how-to" and stretch is None and reply.kind == "list":
        return True
    return named and any(passage.endswith("#" + SECTIONS[kind]) for passage in passages[:2])


def stranger(remembered: Remembered) -> Table:
    """The right page first in a collection of plain pages, asked for by names and descriptions."""
    table = Table(HALVES)
    with strangers_collection() as assistant:
        assistant.today = lambda: triage_evaluation.WRITTEN
        retriever = assistant.composer.retriever
        retriever.embed = remembered
        plain = Baselines(assistant.index, remembered)
        documents = {passage.id: passage.document for passage in assistant.index.passages}
        for row in sets.load("names"):
            rankings = plain.rank(row.text)
            ranking = retriever.search(assistant.reader.read(row.text), most=1)
            for name in NAMES:
                table.add(f"{name}: right page first", row.half, documents[rankings[name][0]] == row.data["stretch"])
            first = ranking.hits[0].passage.document if ranking.hits else None
            table.add("this assistant: right page first", row.half, first == row.data["stretch"])
            quoted = [quote.document for quote in assistant.reply(row.text).quotes[:1]]
            table.add("this assistant: first quote from it", row.half, quoted == [row.data["stretch"]])
    return table


def triage_tables(with_misses: bool) -> Iterable[str]:
    """The triage figures, set by set; misses of the open half only."""
    for file in sorted(triage_evaluation.QUESTIONS.glob("*.jsonl")):
        half = sets.load(f"triage/{file.stem}")[0].half
        report = triage_evaluation.report(triage_evaluation.score([file]), with_misses and half == OPEN)
        yield f"-- {file.name} ({half})\n{report}"


def section(title: str, content: object) -> None:
    print(f"\n== {title}\n{content}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--misses", action="store_true", help="list every miss of the open half, with what ranked above")
    parser.add_argument("--ablation", action="store_true", help="also rank with each feature left out")
    options = parser.parse_args(arguments)
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    begin = time.perf_counter()
    opened = Assistant.open(say=print)
    remembered = Remembered(opened.composer.retriever.embed)
    evaluation = Evaluation(opened, remembered)
    for measure in (
        lambda: evaluation.questions("retrieval"), lambda: evaluation.questions("article"), evaluation.names,
        evaluation.out_of_scope, evaluation.lists, evaluation.requests, evaluation.conversations,
    ):  # fmt: skip
        measure()
    section("Answers: share, 95 % interval, questions", evaluation.table)
    section("Ranking against ordinary document search, on the retrieval set", evaluation.baselines())
    if options.ablation:
        section("Ranking with each feature left out, on the retrieval and names sets", evaluation.ablation())
    section("Calibration of the decision to answer", evaluation.calibration())
    section("A stranger's collection: the stretch pages as plain markdown", stranger(remembered))
    asked = fit_second_net.shown(fit_second_net.messages(), remembered)
    section("The second net: messages that the rules let pass", asked)
    section("Triage", "\n\n".join(triage_tables(options.misses)))
    if options.misses:
        section(f"{len(evaluation.misses)} misses of the open half", "\n".join(evaluation.misses))
    print(f"\n{time.perf_counter() - begin:.0f} seconds")


if __name__ == "__main__":
    main()
