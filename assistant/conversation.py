"""A message to a reply: triage first, then the question. The only module that knows both sides.

The path of a question: `Assistant.turn` → triage → `_referral` where it withholds → `followup.resolve`
→ `Composer.answer` → `_shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from assistant import second_net, triage, wording
from assistant.catalogue import Wanted
from assistant.followup import Resolved, Topic, remember, resolve
from assistant.settings import Settings
from assistant.triage import Level, TriageState, Verdict

if TYPE_CHECKING:
    from assistant.answer import Answer, Composer, Quote
    from assistant.index import Index
    from assistant.understanding import Reader, Understanding

Kind = Literal["answer", "list", "referral", "declined", "clarify", "smalltalk"]

LASTING = ("S-PERSIST", "S-RECUR", "S-INFLAM")
"""Findings after which gentle movement stays right: referral first, then an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant says to one message, as data; each surface shows it in its own way.

    `message` is the assistant's own short sentence (a referral, a decline, an introduction);
    every statement about stretching or health is in `quotes`, verbatim. `notice` stands above all of it
    where the message sounds like a symptom that no rule knows.
    """

    message: str
    kind: Kind
    verdict: Verdict
    quotes: tuple[Quote, ...] = ()
    stretches: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    follow_ups: tuple[str, ...] = ()
    check_question: str | None = None
    notice: str | None = None
    understood: dict[str, Any] = field(default_factory=dict)
    ranking: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The promised shape of a reply in JSON."""
        return {
            "message": self.message,
            "kind": self.kind,
            "triage": triage_json(self.verdict),
            "quotes": [
                {
                    "text": quote.text,
                    "passage": quote.passage,
                    "document": quote.document,
                    "headings": list(quote.headings),
                    "file": quote.file,
                    "line": quote.line,
                    "score": quote.score,
                }
                for quote in self.quotes
            ],
            "stretches": list(self.stretches),
            "facts": dict(self.facts),
            "follow_ups": list(self.follow_ups),
        }


def triage_json(verdict: Verdict) -> dict[str, Any]:
    """The promised shape of a triage verdict in JSON."""
    return {
        "level": verdict.level.label,
        "findings": [
            {
                "id": finding.id,
                "level": finding.level.label,
                "said": finding.said,
                "start": finding.start,
                "end": finding.end,
                "source": finding.source,
            }
            for finding in verdict.findings
        ],
        "withheld": verdict.withheld,
    }


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Everything remembered between two messages: what triage found, and the topic. Plain data, bounded."""

    triage: TriageState = field(default_factory=TriageState)
    topic: Topic = field(default_factory=Topic)

    def to_json(self) -> dict[str, Any]:
        return {"triage": self.triage.to_json(), "topic": self.topic.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ConversationState:
        """The state that `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: the data is not such a state.
        """
        return cls(TriageState.from_json(data["triage"]), Topic.from_json(data["topic"]))


class Assistant:
    """Answers messages. The index and the model are opened when the first answer needs them."""

    def __init__(
        self, settings: Settings, say: Callable[[str], None] = lambda sentence: None, today: Callable[[], date] = date.today
    ) -> None:
        self.settings = settings
        self.say = say
        self.today = today

    @classmethod
    def open(cls, settings: Settings | None = None, say: Callable[[str], None] = lambda sentence: None) -> Assistant:
        """An assistant that is ready to answer; raises an AssistantError where something is missing."""
        assistant = cls(settings or Settings.of(), say)
        _ = assistant.composer
        return assistant

    @cached_property
    def _model(self) -> Any:
        from assistant.vectors import load

        return load(self.settings.model)

    @cached_property
    def index(self) -> Index:
        from assistant.index import open_index

        return open_index(self.settings, lambda texts: self._model.embed(texts, progress=True), self.say)

    @cached_property
    def composer(self) -> Composer:
        from assistant.answer import Composer
        from assistant.retrieval import Retriever
        from assistant.vocabulary import load

        retriever = Retriever(self.index, lambda texts: self._model.embed(texts), self.settings.model is None)
        return Composer(self.index, retriever, load())

    @cached_property
    def reader(self) -> Reader:
        from assistant.understanding import Reader
        from assistant.vectors import real_words
        from assistant.vocabulary import load

        return Reader(load(), self.index.documents.values(), real_words())

    def reply(self, message: str) -> Reply:
        """The reply to a message that stands alone."""
        return self.turn(message, ConversationState())[0]

    def turn(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState]:
        """The reply to the next message of a conversation, and the state after it.

        The same messages in the same order give the same replies on the same day.
        """
        verdict = triage.assess(message, state.triage, today=self.today())
        state = replace(state, triage=verdict.state)
        if verdict.level >= Level.URGENT:
            return self._referral(verdict), state
        if not message.strip() or not any(character.isalnum() for character in message):
            return self._say(wording.EMPTY, "declined", verdict), state
        if len(message) > wording.MOST_CHARACTERS:
            return self._with_referral(self._say(wording.TOO_LONG, "declined", verdict)), state
        from assistant.understanding import smalltalk

        if talk := smalltalk(message):
            return self._with_referral(self._smalltalk(talk, verdict)), state
        if self._second_net_doubts(message, verdict):
            verdict = triage.ask(verdict)
            state = replace(state, triage=verdict.state)
        retriever = self.composer.retriever
        resolved = resolve(
            self.reader.read(message), state.topic, retriever.stands_alone, retriever.is_elsewhere, retriever.is_detail
        )
        exclude = self._exclusions(verdict, resolved.understood)
        answer = self.composer.answer(
            resolved.understood, resolved.query, exclude=exclude, skip=resolved.skip, among=resolved.among,
            without=resolved.without,
        )  # fmt: skip
        elsewhere = verdict.level <= Level.CAUTION and answer.kind == "declined"
        if self._only_refers(resolved.understood, verdict) and not elsewhere:
            reply = self._referral(verdict, self._explanation(resolved, verdict))
            return reply, replace(state, topic=self._topic_after(resolved, state.topic, None))
        reply = self._with_referral(self._shown(answer, resolved, verdict))
        return reply, replace(state, topic=self._topic_after(resolved, state.topic, answer))

    # ------------------------------------------------------------------ triage's side

    def _second_net_doubts(self, message: str, verdict: Verdict) -> bool:
        """Whether a message in which the rules see nothing still sounds like a symptom; another model has no second net."""
        if verdict.level >= Level.SEE_PROFESSIONAL or verdict.state.asked or self.settings.model is not None:
            return False
        return second_net.load().doubts(self.composer.retriever.likeness(second_net.read_as(message)))

    def _exclusions(self, verdict: Verdict, understood: Understanding) -> Wanted:
        """What lists must keep to: no area that triage withholds, nothing a condition rules out, gentle with a lasting pain."""
        areas = verdict.withheld_areas if verdict.withheld == "area" else ()
        conditions = tuple(CONDITIONS[f.id] for f in verdict.findings if f.id in CONDITIONS)
        lasting = verdict.level == Level.SEE_PROFESSIONAL and verdict.withheld == "nothing"
        return Wanted(
            not_areas=areas,
            levels=("beginner",) if lasting else (),
            not_conditions=tuple(dict.fromkeys((*conditions, *understood.conditions))),
        )

    def _only_refers(self, understood: Understanding, verdict: Verdict) -> bool:
        """Whether the referral is all there is to say: the area is withheld, or nothing but a lasting pain was told."""
        if verdict.withheld == "area":
            return self._touches(understood, verdict)
        fresh = any(finding.turn == 0 for finding in verdict.findings)
        asks = understood.settled or understood.wants_list or understood.intent is not None
        return verdict.level == Level.SEE_PROFESSIONAL and fresh and not asks

    def _touches(self, understood: Understanding, verdict: Verdict) -> bool:
        """Whether a question may concern an area that is withheld; only one that clearly asks for another area does not."""
        withheld = set(verdict.withheld_areas)
        if not withheld:
            return True
        asked = set(understood.areas)
        for name in understood.stretches:
            document = self.index.documents.get(f"stretches/{name}")
            asked |= set(document.page.areas) if document and document.page else set()
        return not asked - withheld or bool(asked & withheld) or "full-body" in asked

    def referral_text(self, verdict: Verdict) -> str:
        """The referral sentence for the highest finding, with the person's own words."""
        findings = [finding for finding in verdict.findings if finding.level == verdict.level] or list(verdict.findings)
        first = findings[0]
        lasting = all(finding.id in LASTING for finding in findings)
        template = wording.BY_ID.get(first.id) or wording.REFERRAL["persistent" if lasting else first.level.label]
        said = tuple(dict.fromkeys(finding.said for finding in findings))[:3]
        number = self.settings.emergency_number or wording.LOCAL_NUMBER
        return template.format(number=number, said=wording.quoted(said))

    def _referral_quotes(self, verdict: Verdict) -> tuple[Quote, ...]:
        """What the knowledge says on each finding, highest first, at most two passages."""
        from assistant.answer import quote

        serious = verdict.level >= Level.URGENT  # then what is less urgent is left unsaid
        wanted = [QUOTED[f.id] for f in verdict.findings if f.id in QUOTED and (not serious or f.level == verdict.level)]
        if verdict.level == Level.SEE_PROFESSIONAL and all(
            f.id in LASTING for f in verdict.findings if f.level == verdict.level
        ):
            wanted.insert(1, "articles/see-a-professional#keep-moving-gently-meanwhile")
        passages = self.composer.passages
        return tuple(quote(passages[name]) for name in dict.fromkeys(wanted) if name in passages)[:2]

    def _explanation(self, resolved: Resolved, verdict: Verdict) -> tuple[Quote, ...]:
        """What explains the thing that was asked about beside a symptom; nothing that tells how to stretch."""
        said = resolved.understood
        if verdict.level >= Level.URGENT or not (said.intent or said.yes_no or said.asks):
            return ()
        found = self.composer.statement(said, resolved.query)
        return (found,) if found else ()

    def _referral(self, verdict: Verdict, explanation: tuple[Quote, ...] = ()) -> Reply:
        """A referral and nothing else: no stretch, no list, no question at emergency or urgent level."""
        follow_ups = () if verdict.level >= Level.URGENT else ("What should I tell the professional?",)
        own = self._referral_quotes(verdict)
        known = {quote.passage for quote in own}
        return Reply(
            self.referral_text(verdict), "referral", verdict, (*own, *(q for q in explanation if q.passage not in known)),
            follow_ups=follow_ups,
            check_question=verdict.check_question if verdict.level < Level.URGENT else None,
        )  # fmt: skip

    def _with_referral(self, reply: Reply) -> Reply:
        """Put what triage found in front of an answer that may still be given."""
        from assistant.answer import explains

        verdict = reply.verdict
        if verdict.level <= Level.NONE:
            notice = wording.SOFT if verdict.soft and verdict.check_question else None
            return replace(reply, notice=notice, check_question=verdict.check_question)
        fresh = any(finding.turn == 0 for finding in verdict.findings)
        if verdict.level == Level.CAUTION:
            if not fresh or reply.kind == "smalltalk":
                return reply
            caution = self._referral_quotes(verdict)[:1]
            first = reply.quotes[:1] if reply.kind == "answer" and reply.quotes and explains(reply.quotes[0]) else ()
            if first and caution and first[0].document == caution[0].document:
                caution = ()  # the page itself answers the very question
            quotes = tuple({q.passage: q for q in (*first, *caution, *reply.quotes)}.values())
            return replace(reply, message=f"{self.referral_text(verdict)} {reply.message}".strip(), quotes=quotes)
        own = self._referral_quotes(verdict) if fresh else ()
        rest = tuple(q for q in reply.quotes if q.passage not in {o.passage for o in own})
        if reply.kind == "list":  # the referral comes out of the list's length: a worried reader gets no longer reply
            rest = rest[: len(rest) - len(own)] or rest
            reply = replace(reply, stretches=reply.stretches[: len(rest)])
        quotes = (*own, *rest)
        text = self.referral_text(verdict)
        if reply.kind in ("answer", "list"):
            text = f"{text} {wording.GENTLE}"
        elif reply.kind == "smalltalk" and not fresh:
            return reply
        return replace(
            reply, message=text, kind="referral", quotes=quotes, check_question=verdict.check_question,
            follow_ups=reply.follow_ups or ("What should I tell the professional?",),
        )  # fmt: skip

    # ------------------------------------------------------------------ the answer's side

    def _say(self, sentence: str, kind: Kind, verdict: Verdict, follow_ups: Sequence[str] = wording.EXAMPLES[:3]) -> Reply:
        return Reply(sentence, kind, verdict, follow_ups=tuple(follow_ups))

    def _smalltalk(self, talk: str, verdict: Verdict) -> Reply:
        sentence = {
            "greeting": wording.GREETING,
            "thanks": wording.THANKS,
            "bye": wording.BYE,
            "complaint": wording.SORRY,
            "capabilities": wording.CAPABILITIES,
        }[talk]
        return self._say(sentence, "smalltalk", verdict, wording.EXAMPLES[:3] if talk in ("greeting", "capabilities") else ())

    def _title(self, stretch: str) -> str:
        document = self.index.documents.get(f"stretches/{stretch}")
        return document.title if document else stretch

    def _shown(self, answer: Answer, resolved: Resolved, verdict: Verdict) -> Reply:
        """An answer as a reply: an introduction, and what one could ask next."""
        understood = resolved.understood
        ranking = tuple(
            {"passage": hit.passage.id, "score": round(hit.score, 3), **hit.explain()}
            for hit in (answer.ranking.hits[:5] if answer.ranking else ())
        )
        said = {**understood.as_dict(), "confidence": round(answer.confidence, 3)}
        if answer.kind == "declined":
            message, follow_ups = self._declined(answer)
        elif answer.kind == "clarify":
            message, follow_ups = wording.CLARIFY, tuple(self._question_for(choice) for choice in answer.choices)
        elif answer.kind == "list":
            shown = len(answer.quotes)
            sentence = wording.NEAREST if answer.open else wording.LIST.get(shown, wording.LIST[0])
            message = sentence.format(shown=shown, total=answer.total)
            follow_ups = tuple(f"How do I do the {self._title(name).lower()}?" for name in answer.stretches[:3])
        else:
            title = self._title(answer.stretches[0]) if len(answer.stretches) == 1 else ""
            message, follow_ups = title, self._next(answer, understood)
        return Reply(
            message,
            answer.kind,
            verdict,
            answer.quotes,
            answer.stretches,
            answer.facts,
            follow_ups,
            understood=said,
            ranking=ranking,
        )

    def _declined(self, answer: Answer) -> tuple[str, tuple[str, ...]]:
        """One friendly sentence, with the pointer of a neighbouring topic, and what could be asked instead."""
        passage = self.composer.passages.get(answer.topic or "")
        near = answer.ranking.hits if answer.ranking else ()
        titles = dict.fromkeys(
            self._question_for(hit.passage.id) for hit in near if hit.passage.kind in ("stretches", "muscles")
        )
        return (passage.text if passage else wording.DECLINED), (*list(titles)[:2], *wording.EXAMPLES)[:3]

    def _question_for(self, passage: str) -> str:
        """A question that a passage answers: one of the ways people ask for it, else its heading."""
        found = self.composer.passages.get(passage)
        if found is None:
            return passage
        title = self.index.documents[found.document].title
        if found.kind == "stretches":
            return f"How do I do the {title.lower()}?"
        return f"{title}: {found.headings[-1]}?" if len(found.headings) > 1 else f"{title}?"

    def _next(self, answer: Answer, understood: Understanding) -> tuple[str, ...]:
        if not answer.facts or len(answer.stretches) != 1:
            return ()
        asked = understood.intent
        ideas = {
            "dose": "How long should I hold it?",
            "easier": "Is there an easier version?",
            "mistakes": "What are common mistakes?",
            "pairs": "What goes well with it?",
            "how-to": "How do I do it?",
        }
        return tuple(text for intent, text in ideas.items() if intent != asked and not (asked is None and intent == "how-to"))[
            :3
        ]

    def _neighbours(self, areas: Sequence[str]) -> list[str]:
        """Stretches for the same parts of the body, those first that share the most."""
        shared = {d.page.id: len({*d.page.areas} & {*areas}) for d in self.composer.stretch_documents if d.page}
        return sorted((name for name, many in shared.items() if many), key=lambda name: -shared[name])

    def _topic_after(self, resolved: Resolved, before: Topic, answer: Answer | None) -> Topic:
        if answer is None or answer.kind not in ("answer", "list"):
            return (
                remember(resolved, before, stretches=resolved.understood.stretches, kind="", candidates=(), areas=())
                if answer is None
                else before
            )
        quoted = tuple(quote.passage for quote in answer.quotes)
        if resolved.understood.statement:  # the list it was about stays the topic
            return replace(before, quoted=quoted, intent=resolved.understood.intent)
        near: Iterable[str] = (
            hit.passage.document.removeprefix("stretches/")
            for hit in (answer.ranking.hits if answer.ranking else ())
            if hit.passage.kind == "stretches"
        )
        document = self.index.documents.get(f"stretches/{answer.stretches[0]}") if answer.stretches else None
        if answer.ranking is None and document and document.page:  # named, so nothing was ranked: its neighbours came close
            near = self._neighbours(document.page.areas)
        areas = document.page.areas[:1] if document and document.page and answer.kind == "answer" else ()
        return remember(
            resolved, before, stretches=answer.stretches, kind=answer.kind, candidates=tuple(dict.fromkeys(near)), areas=areas,
            quoted=quoted,
        )  # fmt: skip


SEE = "articles/see-a-professional#"
EMERGENCY = "articles/emergency-signs#"
URGENT = "articles/urgent-signs#"
QUOTED: dict[str, str] = {
    "E-CES": EMERGENCY + "bladder-bowel-or-numbness-between-the-legs",
    "E-BILAT": EMERGENCY + "symptoms-in-both-legs",
    "E-NEURO": EMERGENCY + "stroke-signs",
    "E-STROKE": EMERGENCY + "stroke-signs",
    "E-CARD": EMERGENCY + "chest-pain-or-trouble-breathing",
    "E-PE": EMERGENCY + "chest-pain-or-trouble-breathing",
    "E-AAA": EMERGENCY + "chest-pain-or-trouble-breathing",
    "E-NECKVASC": EMERGENCY + "sudden-severe-headache-or-neck-pain",
    "E-MENING": EMERGENCY + "sudden-severe-headache-or-neck-pain",
    "E-TRAUMA": EMERGENCY + "after-a-fall-or-accident",
    "E-HEAD": EMERGENCY + "after-a-fall-or-accident",
    "E-DEFORM": EMERGENCY + "a-limb-that-looks-out-of-shape-cold-or-very-swollen",
    "E-COMP": EMERGENCY + "a-limb-that-looks-out-of-shape-cold-or-very-swollen",
    "E-LIMB": EMERGENCY + "a-limb-that-looks-out-of-shape-cold-or-very-swollen",
    "E-RHABDO": EMERGENCY + "dark-urine-after-hard-exercise",
    "E-CORD": URGENT + "pain-with-fever-weight-loss-or-past-cancer",
    "U-DROP": URGENT + "new-or-growing-weakness",
    "U-PROG": URGENT + "numbness-that-is-spreading",
    "U-MYELO": URGENT + "a-neck-problem-with-clumsy-hands-or-unsteady-walking",
    "U-DVT": URGENT + "a-hot-swollen-calf",
    "U-INFJOINT": URGENT + "a-hot-swollen-joint",
    "U-SYST": URGENT + "pain-with-fever-weight-loss-or-past-cancer",
    "U-NOWEIGHT": URGENT + "cannot-put-weight-on-it",
    "U-TENDON": URGENT + "a-pop-or-snap-and-loss-of-strength",
    "U-SEVERE": URGENT + "severe-pain-that-stops-sleep-or-movement",
    "U-FRAG": URGENT + "fragile-bones-and-new-sharp-pain",
    "U-BOTH": URGENT + "numbness-that-is-spreading",
    "U-NECKARM": URGENT + "numbness-that-is-spreading",
    "U-STRESSFX": URGENT + "cannot-put-weight-on-it",
    "U-CRAMP": URGENT + "a-hot-swollen-calf",
    "U-GCA": SEE + "if-symptoms-change-quickly",
    "U-PREG": URGENT + "warning-signs-in-pregnancy",
    "U-POSTOP": URGENT + "after-an-operation",
    "S-SENS": SEE + "numbness-tingling-or-weakness",
    "S-RADIC": SEE + "numbness-tingling-or-weakness",
    "S-MOTOR": SEE + "numbness-tingling-or-weakness",
    "S-INJ": SEE + "a-fresh-injury",
    "S-PERSIST": SEE + "pain-that-lasts-or-gets-worse",
    "S-RECUR": SEE + "pain-that-lasts-or-gets-worse",
    "S-INFLAM": SEE + "pain-that-lasts-or-gets-worse",
    "S-STRESSFX": SEE + "a-fresh-injury",
    "S-EXERT": SEE + "numbness-tingling-or-weakness",
    "S-AGE": SEE + "who-can-help-and-what-they-do",
    "S-DIZZY": SEE + "if-symptoms-change-quickly",
    "S-CRAMP": SEE + "who-can-help-and-what-they-do",
    "C-PREG": "articles/pregnancy#summary",
    "C-OSTEO": "articles/osteoporosis#summary",
    "C-HYPER": "articles/hypermobility#summary",
    "C-POSTOP": "articles/after-surgery#summary",
    "C-UNDERCARE": SEE + "who-can-help-and-what-they-do",
}
"""What the knowledge says on each finding; a test checks that every passage exists and every finding id is here."""

CONDITIONS: dict[str, str] = {"C-PREG": "pregnancy", "C-OSTEO": "osteoporosis", "C-HYPER": "hypermobility"}
"""Findings that leave stretches out of lists, by the condition that pages name in `caution_with`."""
