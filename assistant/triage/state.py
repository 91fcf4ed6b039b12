"""What a conversation has said so far: facts, and whether the one check question was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

#: The state keeps at most this many facts; the oldest context goes first, symptoms and risks last.
MOST_FACTS = 32
#: Quoted words are kept up to this length.
MOST_SAID = 240


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the person said: a signal, where it stood, whom it is about, how many turns ago."""

    name: str
    kind: str
    said: str
    start: int
    end: int
    zones: tuple[str, ...] = ()
    about: str = "self"
    turn: int = 0
    days: float | None = None  # age of the complaint in days when said, None if unknown
    sentence: int = -1  # number of the sentence within its message; meaningless in later turns

    def carried(self) -> Fact:
        """The same fact one turn later."""
        return replace(self, turn=self.turn + 1, start=-1, end=-1, sentence=-1, said=self.said[:MOST_SAID])


@dataclass(frozen=True, slots=True)
class TriageState:
    """Everything the next assessment needs from earlier turns. Serialisable and bounded."""

    facts: tuple[Fact, ...] = ()
    asked: bool = False  # the check question was put once
    awaiting: bool = False  # it was put in the last reply, so a bare "no" or "yes" answers it

    def to_json(self) -> dict[str, Any]:
        """Plain data for storage; `from_json` reads it back."""
        return {
            "asked": self.asked,
            "awaiting": self.awaiting,
            "facts": [
                {"name": f.name, "kind": f.kind, "said": f.said, "zones": list(f.zones), "about": f.about,
                 "turn": f.turn, "days": f.days}
                for f in self.facts
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TriageState:
        """Read what `to_json` wrote.

        Raises:
            ValueError: if the data is not a triage state; says which key is wrong.
        """
        try:
            facts = tuple(
                Fact(
                    name=str(f["name"]), kind=str(f["kind"]), said=str(f["said"])[:MOST_SAID], start=-1, end=-1,
                    zones=tuple(str(z) for z in f["zones"]), about=str(f["about"]), turn=max(0, int(f["turn"])),
                    days=None if f["days"] is None else float(f["days"]),
                )
                for f in list(data["facts"])[:MOST_FACTS]
            )  # fmt: skip
            return cls(facts, bool(data["asked"]), bool(data["awaiting"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not a triage state: {error!r}; expected the result of TriageState.to_json()") from error


def bounded(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Keep the state small: context is dropped before symptoms and risks, old before new, no fact twice."""
    seen: set[tuple[str, str, tuple[str, ...], str]] = set()
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (f.kind == "context", f.turn)):
        key = (fact.name, fact.about, fact.zones, "" if fact.kind == "context" else fact.said[:40])
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return tuple(sorted(kept[:MOST_FACTS], key=lambda f: -f.turn))
