"""What is kept of a chat: plain data that a browser can store and hand back, checked when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from assistant.conversation import ConversationState, Reply
    from assistant.triage import Verdict

MOST_KEPT = 3000
"""So many characters of a message are shown and kept; triage has read all of it before."""

MOST_TURNS = 100

LevelName = Literal["none", "caution", "see-professional", "urgent", "emergency"]


class Kept(BaseModel):
    """Unknown keys are dropped, so that a newer window reads what an older one stored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Finding(Kept):
    id: str
    level: LevelName
    said: str
    start: int
    end: int
    turn: int = 0
    rule: str = ""
    sources: str = ""
    changes: str = ""


class Quote(Kept):
    text: str
    passage: str
    document: str
    headings: tuple[str, ...]
    file: str = ""
    line: int = 0
    emphasis: str | None = None


class Turn(Kept):
    """A message and the reply to it, and the state of the conversation after it."""

    message: str
    text: str
    kind: Literal["answer", "list", "referral", "declined", "clarify", "smalltalk"]
    level: LevelName = "none"
    withheld: Literal["nothing", "area", "all"] = "nothing"
    findings: tuple[Finding, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stretches: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    follow_ups: tuple[str, ...] = ()
    check_question: str | None = None
    notice: str | None = None
    state: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, message: str, reply: Reply, state: ConversationState) -> Turn:
        """What is kept of a reply."""
        data = reply.to_json()
        emphasis = [quote.emphasis for quote in reply.quotes]
        return cls.model_validate(
            {
                **data,
                "message": message[:MOST_KEPT],
                "text": reply.message,
                "level": data["triage"]["level"],
                "withheld": data["triage"]["withheld"],
                "findings": findings(reply.verdict),
                "quotes": [{**quote, "emphasis": key} for quote, key in zip(data["quotes"], emphasis, strict=True)],
                "facts": list(reply.facts),
                "check_question": reply.check_question,
                "notice": reply.notice,
                "state": state.to_json(),
            }
        )

    @property
    def fresh(self) -> tuple[Finding, ...]:
        """What triage found in this message, rather than remembered from an earlier one."""
        return tuple(finding for finding in self.findings if finding.turn == 0)


def findings(verdict: Verdict) -> list[Finding]:
    """What triage found, each finding with the rule in words, what the rule rests on, and what would change it."""
    from assistant.triage import rules

    known = {(rule.id, rule.name): rule for rule in rules()}
    found = []
    for finding in verdict.findings:
        rule = known.get((finding.id, finding.rule))
        found.append(
            Finding(
                id=finding.id,
                level=finding.level.label,  # type: ignore[arg-type]  # the names above are the levels' labels
                said=finding.said,
                start=finding.start,
                end=finding.end,
                turn=finding.turn,
                rule=rule.title if rule else "",
                sources="; ".join(dict.fromkeys(source.organisation for source in rule.source)) if rule else finding.source,
                changes=rule.changes if rule else "",
            )
        )
    return found


class Chat(Kept):
    """A chat as the browser keeps it; `id` is the browser's own name for it."""

    id: str = ""
    turns: tuple[Turn, ...] = ()

    @classmethod
    def read(cls, data: object) -> Chat:
        """The chat that a browser handed in; an empty one where it cannot be read."""
        try:
            chat = cls.model_validate(data or {})
        except ValidationError:
            return cls()
        return chat if len(chat.turns) <= MOST_TURNS else cls(id=chat.id, turns=chat.turns[-MOST_TURNS:])

    def and_then(self, turn: Turn) -> Chat:
        return Chat(id=self.id, turns=(*self.turns, turn)[-MOST_TURNS:])

    def to_json(self) -> dict[str, Any]:
        """Plain data; only the last turn keeps its state, which is all that the next message needs."""
        data = self.model_dump(mode="json")
        for turn in data["turns"][:-1]:
            turn["state"] = {}
        return data

    def messages(self) -> Iterator[str]:
        return (turn.message for turn in self.turns)
