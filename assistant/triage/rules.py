"""The rules and the words they stand on: reads the data files, or refuses them and names every fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.errors import RulesError

from .frames import Frame, FrameError, Lexicon, Shelf, compile_frame
from .reading import Speller, word_set


class Level(IntEnum):
    """How soon somebody should look at it."""

    NONE = 0
    CAUTION = 1
    SEE_PROFESSIONAL = 2
    URGENT = 3
    EMERGENCY = 4

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def of(cls, label: str) -> Level:
        """The level with this label.

        Raises:
            KeyError: for an unknown label.
        """
        return {name: level for level, name in _LABELS.items()}[label]


_LABELS = {
    Level.NONE: "none",
    Level.CAUTION: "caution",
    Level.SEE_PROFESSIONAL: "see-professional",
    Level.URGENT: "urgent",
    Level.EMERGENCY: "emergency",
}

FAMILIES = (
    "numbness",
    "weakness",
    "persistent-pain",
    "acute-injury",
    "bladder-bowel-saddle",
    "stroke",
    "chest",
    "trauma",
    "pregnancy",
    "bone",
    "clot",
    "infection",
    "neck-vascular",
    "other",
)
WITHHOLDS = ("all", "area", "gentle", "adapt")
#: What a table of a signal may say of it with `= true` (see `Signal`).
MARKS = ("lasts", "unmoved", "deniable")
KINDS = ("symptom", "risk", "context", "soft")


@dataclass(frozen=True, slots=True)
class Source:
    """An organisation and the page a reader can check."""

    organisation: str
    page: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a rule needs: any of `names`, in one of `zones` if given; `absent` turns it round."""

    names: tuple[str, ...]
    zones: frozenset[str]
    absent: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be said for a finding, how urgent that is, and who says so."""

    id: str
    name: str
    level: Level
    family: str
    title: str
    when: tuple[tuple[Condition, ...], ...]
    withhold: str
    source: tuple[Source, ...]
    reviewed: date
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    changes: str

    @property
    def organisation(self) -> str:
        return "; ".join(source.organisation for source in self.source)


@dataclass(frozen=True, slots=True)
class Signal:
    """A named thing a sentence can say, the frames that find it, and what voids them."""

    name: str
    kind: str
    frames: tuple[Frame, ...]
    unless: tuple[str, ...]
    requires: tuple[str, ...]  # at least one of these families, if any are named
    lasts: bool = False  # "it is over now" does not clear it; only a past that is long over does
    unmoved: bool = False  # its words are never those of a movement
    deniable: bool = False  # context that a "no" takes away like a symptom


@dataclass(frozen=True, slots=True)
class Setting:
    """When a group of masks holds: one of `requires` (if any) is in the sentence and none of `unless`.

    With `near` the sentences beside it count as well.
    """

    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the triage reads from its data files, compiled once."""

    rules: tuple[Rule, ...]
    signals: tuple[Signal, ...]
    shelf: Shelf  # frames of the signals, filed by the number of their signal
    masks: Shelf  # look-alikes, filed by the number of their setting
    settings: tuple[Setting, ...]  # the first holds always
    lexicon: Lexicon
    fillers: frozenset[str]
    speller: Speller
    zones: Mapping[str, tuple[str, ...]]  # zone -> vocabulary areas
    near: frozenset[str]  # families that settings look for in the sentences beside as well
    kept: frozenset[str]  # families that a look-alike mask leaves in place
    zone_keys: tuple[tuple[str, str], ...]  # zone and the family that marks it
    groups: Mapping[str, frozenset[str]]  # group -> zones
    neighbours: Mapping[str, tuple[str, ...]]
    lasting: frozenset[str]  # names of signals with the mark `lasts`
    unmoved: frozenset[str]  # and of those with `unmoved`


#: Words so frequent that a frame is better filed under another slot.
_COMMON = [
    "a",
    "an",
    "the",
    "my",
    "me",
    "i",
    "it",
    "its",
    "is",
    "are",
    "was",
    "in",
    "on",
    "of",
    "to",
    "for",
    "and",
    "or",
    "not",
    "no",
    "with",
    "at",
    "when",
    "if",
    "this",
    "that",
    "so",
    "but",
    "be",
    "do",
    "did",
    "done",
    "have",
    "has",
    "had",
    "get",
    "got",
    "can",
    "cant",
    "one",
    "left",
    "right",
    "since",
    "from",
    "up",
    "down",
    "out",
    "back",
    "feel",
    "feels",
    "like",
    "just",
    "now",
    "all",
    "by",
    "as",
    "after",
    "still",
    "been",
    "im",
    "ive",
    "there",
    "what",
    "how",
]

#: Context that stays when a look-alike mask takes the symptom families off its words; so do all families
#: that only ever void (see `_vetoes`).
_KEPT = word_set(
    "^ CLOSER RECENT PRESENT PASTCUE FLEXWORDS EXERTION TIGHT CLEARED RESOLVED PERSIST RECUR LINGERS REPEATS WORSE BETTER "
    "MOVEMENT POSITION HAPPENED ASKING ANYONE INFORMED REMEDY TOPICEND INFOASK DOING NONEOFTHEM"
)
#: What a look-alike does take away, for the code reads them too: the cow in "cat cow" is no animal.
_SCENERY = word_set("ANIMAL THING HYPO")
_PLURAL = re.compile(r"(s|x|z|ch|sh)$")
_PLAIN_WORD = re.compile(r"[a-z0-9_/.]+")


def phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a `words` entry, with "word+" and "(a|b)" written out."""
    for line in re.split(r"[,\n]", vertebrae(re.sub(r"['\u2019]", "", text.lower()).replace("-", " "))):
        for plain_line in _alternatives(line) if "(" in line else (line,):
            words = tuple(plain_line.split())
            if words and words[-1].endswith("+"):
                for form in _verb_forms(words[-1][:-1]):
                    yield (*words[:-1], form)
            elif words:
                yield words


def vertebrae(text: str) -> str:
    """ "l 5" in data is the one word that reading makes of it ("b l 3" is a gap behind "b l").

    >>> vertebrae("root l 5, b l 3 (numb)")
    'root l5, b l 3 (numb)'
    """
    return re.sub(r"(?<![a-z0-9])(?<!b )([clts]) (\d{1,2})(?![a-z0-9])", r"\1\2", text)


def _alternatives(text: str) -> Iterator[str]:
    found = re.search(r"\(([^()]*)\)", text)
    if not found:
        yield text
        return
    for choice in found.group(1).split("|"):
        yield from _alternatives(text[: found.start()] + choice + text[found.end() :])


def _verb_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    stem = verb + verb[-1] if re.search(r"[^aeiou][aeiou][bdgmnpt]$", verb) else verb
    return verb, verb + ("es" if _PLURAL.search(verb) else "s"), stem + "ed", stem + "ing"


def _body_forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Singular, plural and possessive ("knee", "knees", "knee's" which reads as "knees")."""
    yield words
    last = words[-1]
    if not last.endswith("s") and last.isalpha():
        yield (*words[:-1], last + ("es" if _PLURAL.search(last) else "s"))
    if last.endswith("s"):
        yield (*words[:-1], last + "s")


class _Reader:
    """Reads data files and keeps every fault, so that one run shows them all."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def table(self, file: str, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(f"{file}: not valid TOML: {error}")
            return {}

    def frames(self, text: object, where: str, variants: Mapping[str, str]) -> tuple[Frame, ...]:
        out: list[Frame] = []
        if not isinstance(text, str):
            self.faults.append(f"{where}: 'frames' is {text!r}, expected lines of frames")
            return ()
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            line = vertebrae(line)
            if not variants.keys().isdisjoint(_PLAIN_WORD.findall(line)):
                line = _PLAIN_WORD.sub(lambda word: variants.get(word.group(), word.group()), line)
            try:
                out += compile_frame(line)
            except FrameError as error:
                self.faults.append(f"{where}: {error}")
        return tuple(out)

    def check(self) -> None:
        if self.faults:
            raise RulesError("\n".join(self.faults))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(v) for v in value)


def _is_flag(table: Mapping[str, object], key: str) -> bool:
    return isinstance(table.get(key, False), bool)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(v) for v in value)


EXPECTED: dict[str, tuple[Callable[[object], bool], str]] = {
    "id": (_is_text, "a taxonomy id such as 'S-SENS'"),
    "name": (_is_text, "a short name, unique among the rules"),
    "level": (lambda v: v in _LABELS.values(), "one of " + ", ".join(_LABELS.values())),
    "family": (lambda v: v in FAMILIES, "one of " + ", ".join(FAMILIES)),
    "title": (_is_text, "what the rule is about, in plain words"),
    "when": (_is_texts, "a list of conditions such as 'pain@back + fever'"),
    "withhold": (lambda v: v in WITHHOLDS, "one of " + ", ".join(WITHHOLDS)),
    "source": (_is_texts, "a list of keys of [sources]"),
    "reviewed": (lambda v: isinstance(v, date), "a date"),
    "positive": (_is_list, "messages on which the rule fires"),
    "negative": (_is_list, "messages on which it does not"),
    "changes": (_is_text, "what would change the result"),
}


def faults(table: Mapping[str, object]) -> Iterator[str]:
    """Say everything that is wrong with one [[rule]] table."""
    for key, (accepts, wanted) in EXPECTED.items():
        if key not in table:
            yield f"'{key}' is missing, expected {wanted}"
        elif not accepts(table[key]):
            yield f"'{key}' is {table[key]!r}, expected {wanted}"
    for key in sorted(table.keys() - EXPECTED.keys()):
        yield f"'{key}' is unknown, expected one of {', '.join(EXPECTED)}"


def parse(text: str, file: str, signals: frozenset[str], groups: Mapping[str, frozenset[str]]) -> tuple[Rule, ...]:
    """Read the rules written in `file`.

    Raises:
        RulesError: with one line per fault (file, rule, key, what was expected).
    """
    reader = _Reader()
    tables = reader.table(file, text)
    reader.check()
    sources = tables.get("sources", {})
    rules = tables.get("rule", [])
    if not isinstance(rules, list) or not rules:
        raise RulesError(f"{file}: expected at least one [[rule]]")
    if not isinstance(sources, dict):
        raise RulesError(f"{file}: expected a table [sources]")
    out: list[Rule] = []
    for number, table in enumerate(rules, 1):
        where = f"{file}, rule {number} ({table.get('name', '?')})"
        found = list(faults(table))
        if not found:
            found += [f"'source' names {key!r}, expected a key of [sources]" for key in table["source"] if key not in sources]
            when = []
            for line in table["when"]:
                try:
                    when.append(_conditions(line, signals, groups))
                except RulesError as error:
                    found.append(f"'when' {line!r}: {error}")
            if table["name"] in {rule.name for rule in out}:
                found.append(f"'name' {table['name']!r} is used twice")
        if found:
            reader.faults += [f"{where}: {fault}" for fault in found]
            continue
        out.append(
            Rule(
                id=table["id"],
                name=table["name"],
                level=Level.of(table["level"]),
                family=table["family"],
                title=table["title"],
                when=tuple(when),
                withhold=table["withhold"],
                source=tuple(Source(*sources[key]) for key in table["source"]),
                reviewed=table["reviewed"],
                positive=tuple(table["positive"]),
                negative=tuple(table["negative"]),
                changes=table["changes"],
            )
        )
    reader.check()
    return tuple(out)


def _conditions(line: str, signals: frozenset[str], groups: Mapping[str, frozenset[str]]) -> tuple[Condition, ...]:
    """ "pain@SPINE + fever|night-sweat + -better" to conditions that must all hold."""
    out = []
    for part in line.split("+"):
        part = part.strip()
        absent = part.startswith("-")
        name, _, zone_text = part.lstrip("-").partition("@")
        names = tuple(n.strip() for n in name.split("|"))
        for n in names:
            if n not in signals:
                raise RulesError(f"no signal {n!r}")
        zones: set[str] = set()
        for zone in filter(None, (z.strip() for z in zone_text.split("|"))):
            zones |= groups.get(zone, frozenset({zone}))
        out.append(Condition(names, frozenset(zones), absent))
    return tuple(out)


#: Signals that the code derives from others together with time and trend (see verdict.py).
DERIVED = word_set(
    "lasting long-lasting recurring worsening doms-late fresh-injury child over-fifty under-45 elder "
    "knee-55 brief-stiff first-back-late answered-yes"
)

#: The files of signals, one for each part of the body's trouble.
TOPICS = ("chest", "feeling", "head", "injury", "limbs", "pain", "saddle", "strength", "whole_body")


def compile_book(read_file: Callable[[str], str]) -> Book:
    """Compile the data files that `read_file` returns by name.

    Raises:
        RulesError: with one line per fault.
    """
    reader = _Reader()
    bodies = reader.table("bodies.toml", read_file("bodies.toml"))
    families = reader.table("families.toml", read_file("families.toml"))
    signal_tables = {
        f"signals/{topic}.toml": reader.table(f"signals/{topic}.toml", read_file(f"signals/{topic}.toml")) for topic in TOPICS
    }
    masks = reader.table("masks.toml", read_file("masks.toml"))
    spelling = reader.table("spelling.toml", read_file("spelling.toml"))
    reader.check()

    variants: Mapping[str, str] = spelling["variants"]
    lexicon: dict[str, dict[tuple[str, ...], set[str]]] = {}

    def add(words: tuple[str, ...], family: str) -> None:
        """Phrases are kept in the spelling that reading gives."""
        if not variants.keys().isdisjoint(words):
            words = tuple(variants.get(word, word) for word in words)
        lexicon.setdefault(words[0], {}).setdefault(words, set()).add(family)

    zones: dict[str, tuple[str, ...]] = {}
    for zone, table in bodies["zone"].items():
        zones[zone] = tuple(table["areas"])
        for words in phrases(table["words"]):
            for form in _body_forms(words):
                add(form, "BODY")
                add(form, zone.upper())
    groups = {name: frozenset(members) for name, members in bodies["groups"].items()}
    for group, members in groups.items():
        for member in members:
            if member not in zones:
                reader.faults.append(f"bodies.toml, group {group}: no zone {member!r}")
        for words_by_first in list(lexicon.values()):
            for tags in words_by_first.values():
                if any(member.upper() in tags for member in members):
                    tags.add(group)
    common: frozenset[str] = frozenset()
    for tables in (families, *signal_tables.values()):  # a topic's own words stand beside its signals
        for name, table in tables.get("family", {}).items():
            for words in phrases(table["words"]):
                add(words, name)
        common = common or frozenset(word for by_words in lexicon.values() for words in by_words for word in words)
    for name, text in masks["veto"].items():
        for words in phrases(text):
            add(words, name)
    fillers = frozenset(w for words in phrases(families["fillers"]["words"]) for w in words)

    marked = {  # a mark in any table of a signal holds for all tables of that name
        key: {t.get("name") for tables in signal_tables.values() for t in tables["signal"] if t.get(key) is True}
        for key in MARKS
    }
    signals = []
    for file, number, table in [(f, n, t) for f, tables in signal_tables.items() for n, t in enumerate(tables["signal"], 1)]:
        where = f"{file}, signal {number} ({table.get('name', '?')})"
        if table.get("kind") not in KINDS:
            reader.faults.append(f"{where}: 'kind' is {table.get('kind')!r}, expected one of {', '.join(KINDS)}")
        reader.faults += [
            f"{where}: '{key}' is {table[key]!r}, expected true or false" for key in MARKS if not _is_flag(table, key)
        ]
        frames = reader.frames(table.get("frames"), where, variants)
        signals.append(
            Signal(
                table.get("name", "?"),
                table.get("kind", "?"),
                frames,
                tuple(table.get("unless", ())),
                tuple(table.get("requires", ())),
                **{key: table.get("name") in marked[key] for key in MARKS},
            )
        )
    mask_frames = reader.frames(masks["masks"], "masks.toml", variants)
    for file, tables in signal_tables.items():
        mask_frames += reader.frames(tables.get("masks", ""), file, variants)

    settings = [Setting()]
    numbered = [(0, frame) for frame in mask_frames]
    for number, table in enumerate(masks.get("when", ()), 1):
        where = f"masks.toml, when {number}"
        settings.append(Setting(tuple(table.get("requires", ())), tuple(table.get("unless", ())), table.get("near") is True))
        found = reader.frames(table.get("masks"), where, variants)
        mask_frames += found
        numbered += [(number, frame) for frame in found]
        reader.faults += [
            f"{where}: names {key!r}, expected a family of [veto]"
            for key in (*settings[-1].requires, *settings[-1].unless)
            if key not in masks["veto"] and key not in _KEPT
        ]

    known_families = {f for by_words in lexicon.values() for tags in by_words.values() for f in tags} | {"_", "^"}
    for where, frame in [*((f"signal {s.name}", f) for s in signals for f in s.frames), *(("masks", f) for f in mask_frames)]:
        for slot in frame.slots:
            for key in slot.keys:
                if key.isupper() and key not in known_families:
                    reader.faults.append(f"{where}: {frame.text!r}: no family {key!r}")
                elif " " in key:
                    add(tuple(key.split()), key)
    for signal in signals:
        reader.faults += [
            f"signal {signal.name}: 'unless' names {key!r}, no such family"
            for key in (*signal.unless, *signal.requires)
            if key not in known_families
        ]
    names = frozenset(s.name for s in signals) | DERIVED
    rules = parse(read_file("rules.toml"), "rules.toml", names, groups)
    reader.check()

    vocabulary = {word for by_words in lexicon.values() for words in by_words for word in words} | fillers
    for frame in [f for s in signals for f in s.frames] + list(mask_frames):
        vocabulary |= {key for slot in frame.slots for key in slot.keys if key.islower() and " " not in key}
    real = frozenset(str(spelling.get("real", "")).split())
    compiled: Lexicon = {}
    for first, by_phrase in lexicon.items():
        by_second: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for words, tags in by_phrase.items():
            by_second.setdefault(words[1] if len(words) > 1 else "", []).append((words, tuple(sorted(tags))))
        compiled[first] = {second: tuple(found) for second, found in by_second.items()}
    weight: dict[str, float] = {}
    for by_words in lexicon.values():
        for tags in by_words.values():
            for family in tags:
                weight[family] = weight.get(family, 0.0) + 0.5
    weight.update(
        dict.fromkeys(("BODY", "FIRST", "CANT", "CANTHARD", "NEGATOR", "^", "LEGPART", "LIMB", "NEWNESS", "RECENT"), 200.0)
    )
    weight.update(dict.fromkeys(_COMMON, 40.0))
    return Book(
        rules=rules,
        signals=tuple(signals),
        shelf=Shelf(((n, f) for n, s in enumerate(signals) for f in s.frames), weight),
        settings=tuple(settings),
        masks=Shelf(numbered, weight),
        lexicon=compiled,
        fillers=fillers,
        speller=Speller(frozenset(vocabulary), variants, real, common),
        zones=zones,
        near=frozenset(key for s in settings if s.near for key in (*s.requires, *s.unless)),
        kept=_KEPT | frozenset(masks["veto"]) | _vetoes(signals),
        zone_keys=tuple((zone, zone.upper()) for zone in zones),
        groups=groups,
        neighbours={k: tuple(v) for k, v in bodies["neighbours"].items()},
        lasting=frozenset(signal.name for signal in signals if signal.lasts),
        unmoved=frozenset(signal.name for signal in signals if signal.unmoved),
    )


def _vetoes(signals: Iterable[Signal]) -> frozenset[str]:
    """Families that only void: named in an `unless` and in no frame, so that no symptom can come of them."""
    kept = list(signals)
    used = {key for s in kept for frame in s.frames for slot in frame.slots if not slot.outside for key in slot.keys}
    return frozenset(key for s in kept for key in s.unless if key not in used) - _SCENERY


def read_packaged(name: str) -> str:
    """The text of a data file that ships with this package.

    Raises:
        RulesError: if the file is missing.
    """
    try:
        return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise RulesError(f"{name}: cannot be read ({error}); reinstall the assistant") from error


@lru_cache(maxsize=1)
def load() -> Book:
    """The compiled data files of this package, read once per process."""
    return compile_book(read_packaged)


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the rule book."""
    return load().rules


def by_name(names: Iterable[str] = ()) -> dict[str, Rule]:
    """Rules by their unique name."""
    wanted = set(names)
    return {rule.name: rule for rule in rules() if not wanted or rule.name in wanted}
