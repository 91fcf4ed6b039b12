"""What a message means after what was said before: "how long should I hold it", "and lying down?", "the second one"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from assistant.understanding import Understanding, cue, intents

MOST_REMEMBERED = 12
"""A topic remembers at most so many stretches, so that the state stays small."""

ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1,
    "one": 0, "two": 1, "three": 2, "four": 3, "five": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What the conversation is about. Everything in it is plain data, and bounded.

    `stretch` is the one last explained, `listed` the last list in its order, `candidates` what
    else came close, `shown` how many entries of a list were shown, `quoted` the passages of the last
    answer; the rest is what the last list or question asked for.
    """

    question: str = ""
    intent: str | None = None
    stretch: str | None = None
    listed: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    shown: int = 0
    areas: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    not_positions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    not_equipment: tuple[str, ...] = ()
    no_equipment: bool = False
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    minutes: int | None = None
    conditions: tuple[str, ...] = ()
    kind: str = ""
    quoted: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Topic:
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items() if key in known
        }
        return cls(**values)


FACETS = ("positions", "not_positions", "places", "equipment", "not_equipment", "no_equipment", "types", "levels", "minutes")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A message read in its context: what it asks for, what to search for, how much of a list was already shown.

    `among`: the stretches one of which is meant; `without`: passages quoted a moment ago, which would say the same again.
    """

    understood: Understanding
    query: str | None = None
    skip: int = 0
    among: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def resolve(
    said: Understanding,
    topic: Topic,
    stands_alone: Callable[[str], bool],
    is_elsewhere: Callable[[str], bool],
    is_detail: Callable[[str], bool] = lambda text: False,
) -> Resolved:
    """Fill in from the topic what a follow-up leaves unsaid; a message that stands alone is returned as it is.

    `stands_alone` says whether a text is near to a known question, `is_elsewhere` whether it is about something else entirely,
    `is_detail` whether it sounds like a question about a stretch just explained.
    """
    text = said.text
    words = text.split()
    if not topic.question:
        return Resolved(said)
    if (chosen := _ordinal(text, topic)) and len(words) <= 12:
        return Resolved(_about(said, chosen))
    if said.stretches:
        return Resolved(_named(said, topic))
    short = len(words) <= 8
    names_nothing = not (said.refers_back or said.areas or said.muscles or said.has_facets or said.picks_one)
    if names_nothing and _section(said.intent) in (None, "summary") and is_elsewhere(text):
        return Resolved(said)
    if cue("more-only").match(text) and cue("more").search(text) and not said.has_facets and not said.areas:
        seen = topic.shown if topic.kind == "list" else 0
        return Resolved(_with_facets(said, topic), topic.question, seen)
    where = topic.areas or topic.muscles or topic.occasions or topic.kind == "list" or topic.minutes
    known = tuple(dict.fromkeys((*topic.listed, *topic.candidates)))
    new_area = bool(said.areas or said.muscles)
    if said.picks_one and known and short and not new_area:
        meant = replace(said, positions=said.positions or said.not_positions, not_positions=(), wants_list=False, intent=None)
        others = tuple(name for name in known if name != topic.stretch) if cue("another").search(text) else ()
        return Resolved(meant, f"{topic.question} {text}", among=others or known)
    if cue("correction").search(text) and said.has_facets and where:
        changed = replace(said, positions=said.positions or said.not_positions, not_positions=())
        return Resolved(_with_facets(changed, topic), topic.question)
    adds_facet = said.has_facets and not new_area and where and (short or said.refers_back) and not said.describes
    of_it = bool(said.intent) and bool(cue("single").search(text))  # "with a strap, how does that go?"
    asks_list = (cue("facet-first").match(text) and not of_it) or said.wants_list
    if adds_facet and (not topic.stretch or (asks_list and not (_about_it(said, words) and said.yes_no))):
        return Resolved(_with_facets(said, topic), f"{topic.question} {text}")
    if topic.stretch and said.not_equipment and short and not said.wants_list:  # "I've no strap"
        return Resolved(replace(_about(said, topic.stretch), remark=True))
    if new_area and short and not said.wants_list and cue("goes-on").match(text) and said.intent in (None, "what-is", "how-to"):
        return _same_question(said, topic)
    if topic.kind == "list" and topic.listed and short and _section(said.intent) and cue("single").search(text):
        return Resolved(_about(said, topic.listed[0]))
    if topic.kind == "list" and not (new_area or said.wants_list or said.has_facets) and _asks_statement(said, words):
        return Resolved(replace(said, statement=True))
    if topic.stretch and (not said.wants_list or _about_it(said, words)):
        if cue("hurts").search(text) and cue("single").search(text) and len(words) <= 12:  # "why does it pinch my hip?"
            return Resolved(replace(_about(said, topic.stretch), intent=None, remark=True))
        if cue("sides").search(text) and short and not said.yes_no and said.intent in (None, "how-to", "compare"):
            return Resolved(replace(_about(said, topic.stretch), intent="dose"))
        if cue("lacks").search(text) and cue("own-part").match(text) and short and said.intent in (None, "easier", "harder"):
            return Resolved(replace(_about(said, topic.stretch), remark=True))  # "my heels won't touch the floor"
        if said.conditions and short:
            return Resolved(replace(_about(said, topic.stretch), intent="safe"))
        if short and _section(said.intent) in (None, "summary") and is_detail(text):
            return Resolved(replace(_about(said, topic.stretch), intent=None, remark=True))
        loose = len(words) <= 11 and not said.describes and said.intent not in ("why", "when", "what-is", "routine")
        if _about_it(said, words) or (loose and not stands_alone(text)):
            return Resolved(replace(_about(said, topic.stretch), remark=said.intent is None))
    if (words and words[0] == "why" and len(words) <= 3) or text in ("how", "how so", "how come"):
        asked = replace(said, intent="why", statement=topic.kind == "list")
        return Resolved(asked, f"why {topic.question}", without=topic.quoted)
    if said.wants_list and short and not new_area and where and said.refers_back:
        return Resolved(_with_facets(said, topic), f"{topic.question} {text}")
    if said.refers_back and short and not new_area:
        if said.wants_list and topic.kind == "answer":  # "ok so give me some for after" behind a statement
            return Resolved(replace(said, listing=True, intent=None), f"{topic.question} {text}")
        return Resolved(said, f"{topic.question} {text}", without=topic.quoted)
    return Resolved(said)


#: Kinds of question that a list just shown does not answer.
_STATEMENTS = ("dose", "safe", "why", "when", "breathing", "mistakes")


def _asks_statement(said: Understanding, words: list[str]) -> bool:
    """Whether a message behind a list asks about stretching rather than for stretches."""
    return len(words) >= 3 and (said.intent in _STATEMENTS or bool(cue("hurts").search(said.text)))


def _about(said: Understanding, stretch: str) -> Understanding:
    return replace(said, stretches=(stretch,), wants_list=False, settled=True)


def _named(said: Understanding, topic: Topic) -> Understanding:
    """A stretch named in a follow-up: compared with the last one, or asked the same about."""
    if said.intent == "compare" and len(said.stretches) == 1 and topic.stretch and topic.stretch not in said.stretches:
        return replace(said, stretches=(topic.stretch, *said.stretches), settled=True)
    if cue("goes-on").match(said.text) and said.intent in (None, "what-is") and _section(topic.intent):
        return replace(said, intent=topic.intent)
    return said


def _section(intent: str | None) -> str | None:
    return next((known.section for known in intents() if known.id == intent), None)


def _ordinal(text: str, topic: Topic) -> str | None:
    if cue("top-pick").search(text) and (topic.stretch or topic.listed):
        return topic.listed[0] if topic.kind == "list" and topic.listed else topic.stretch
    match = cue("ordinal").search(text)
    if not match or not topic.listed:
        return None
    place = ORDINALS[next(group for group in match.groups() if group)]
    return topic.listed[place] if -len(topic.listed) <= place < len(topic.listed) else None


def _about_it(said: Understanding, words: list[str]) -> bool:
    """Whether a question without a name is clearly about the stretch just explained."""
    points_back = bool(cue("refers-back").search(said.text))
    if said.intent == "pairs" and len(words) <= 8 and not said.areas:
        return True  # "what do I do next"
    if said.wants_list and not (points_back and said.intent in ("muscles", "feel", "pairs", "breathing", "mistakes")):
        return False
    if said.intent in ("why", "when", "routine"):
        return False
    if _section(said.intent) is None:
        return points_back and len(words) <= 9
    return points_back or (
        len(words) <= 8 and (not cue("own-object").search(said.text) or bool(cue("goes-on").match(said.text)))
    )


def _with_facets(said: Understanding, topic: Topic) -> Understanding:
    """The topic's question with what the message adds or changes."""
    changes: dict[str, Any] = {name: getattr(said, name) or getattr(topic, name) for name in FACETS}
    changes["equipment"] = tuple(item for item in changes["equipment"] if item not in said.not_equipment)
    changes["not_equipment"] = tuple(item for item in changes["not_equipment"] if item not in said.equipment)
    if (
        said.positions or said.not_positions
    ):  # "and standing?" replaces the position asked before, and where that one could be done
        changes["places"] = said.places
        changes["positions"] = said.positions
        changes["not_positions"] = said.not_positions
    return replace(
        said,
        areas=said.areas or topic.areas,
        muscles=said.muscles or (() if said.areas else topic.muscles),
        occasions=said.occasions or (() if said.areas or said.muscles else topic.occasions),
        conditions=tuple(dict.fromkeys((*topic.conditions, *said.conditions))),
        wants_list=True,
        listing=True,
        intent=None,
        **changes,
    )


def _same_question(said: Understanding, topic: Topic) -> Resolved:
    """What "what about calves?" means: the last question again, for another part of the body."""
    if topic.kind == "list" or _section(topic.intent) in (None, "how-to-do-it"):
        if topic.intent in ("why", "when", "what-is") and topic.kind != "list":
            return Resolved(replace(said, intent=topic.intent), f"{topic.question} {said.text}")
        return Resolved(_with_facets(said, topic), f"stretches for {said.text}")
    return Resolved(replace(said, intent=topic.intent, wants_list=True), f"{topic.question} {said.text}")


def remember(
    resolved: Resolved,
    topic: Topic,
    *,
    stretches: tuple[str, ...],
    kind: str,
    candidates: tuple[str, ...],
    areas: tuple[str, ...],
    quoted: tuple[str, ...] = (),
) -> Topic:
    """The topic after an answer; `areas` are those of the stretch explained, where the question named none."""
    said = resolved.understood
    question = resolved.query or said.text
    listed = stretches if kind == "list" else topic.listed
    of_list = kind != "list" and bool(stretches) and stretches[0] in topic.listed  # what the list asked for still holds
    return Topic(
        question=question[-200:],
        intent=said.intent,
        stretch=stretches[0] if kind != "list" and stretches else None if kind == "list" else topic.stretch,
        listed=listed[:MOST_REMEMBERED],
        candidates=candidates[:MOST_REMEMBERED],
        shown=(resolved.skip if kind == "list" else 0) + len(stretches),
        areas=said.areas or areas,
        muscles=said.muscles,
        occasions=said.occasions,
        conditions=said.conditions,
        kind=kind,
        quoted=quoted[:MOST_REMEMBERED],
        **{name: getattr(topic if of_list and not getattr(said, name) else said, name) for name in FACETS},
    )
