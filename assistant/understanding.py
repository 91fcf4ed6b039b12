"""Reads a question before anything is searched: which stretch, which part of the body, which facets, which kind of question.

Everything it knows comes from the closed vocabulary, the names of the pages and `intents.toml`; it
knows nothing of passages or scores.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.errors import RulesError
from assistant.knowledge import Document
from assistant.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question; `section` is the section of a stretch page that answers it."""

    id: str
    section: str | None
    pattern: re.Pattern[str]


@cache
def intents() -> tuple[Intent, ...]:
    """The kinds of question in order of precedence, from intents.toml."""
    found = []
    for number, table in enumerate(_data("intents.toml").get("intent", []), start=1):
        try:
            pattern = re.compile("|".join(f"(?:{part})" for part in table["patterns"]))
            found.append(Intent(table["id"], table.get("section"), pattern))
        except (KeyError, re.error) as fault:
            raise RulesError(f"intents.toml, intent {number}: expected id and valid patterns ({fault})") from fault
    return tuple(found)


@cache
def _talk() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((t["id"], re.compile("|".join(f"(?:{p})" for p in t["patterns"]))) for t in _data("smalltalk.toml")["talk"])


@cache
def cue(name: str) -> re.Pattern[str]:
    """What words of a message show besides the kind of question, by its name in intents.toml."""
    return re.compile("|".join(f"(?:{part})" for part in _data("intents.toml")["cue"][name]["patterns"]))


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("assistant").joinpath(name).read_text("utf-8"))


def smalltalk(message: str) -> str | None:
    """The id of the smalltalk that a whole message is ("greeting", "thanks", ...), or None."""
    text = plain(message)
    return next((name for name, pattern in _talk() if pattern.fullmatch(text)), None)


SHORT_FORMS = {
    "gimme": "give me", "smth": "something", "sth": "something", "summat": "something", "sumthing": "something",
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "hw": "how", "abt": "about", "w": "with",
    "wo": "without", "bk": "back", "strech": "stretch", "streching": "stretching", "streches": "stretches",
    "stretchs": "stretches", "strechs": "stretches", "wat": "what", "wich": "which", "secs": "seconds", "mins": "minutes",
    "excercise": "exercise", "excercises": "exercises", "mussle": "muscle", "mussles": "muscles", "tite": "tight",
}  # fmt: skip


def plain(text: str) -> str:
    """Lower case, no apostrophes or punctuation but hyphens inside words, single spaces."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'").replace("'", "")
    text = re.sub(r"(?<![a-z0-9])-|-(?![a-z0-9])|[^\w\s-]|_", " ", text)
    return " ".join(SHORT_FORMS.get(word, word) for word in text.split())


PLEASANTRY = re.compile(
    r"^(?:\s*(?:ha(?:ha)+|lol|great|thanks|thank you|thx|ty|ta|cheers|cool|perfect|lovely|brilliant|awesome|super|nice)"
    r"(?: (?:so much|a lot|very much|mate|love|for that|one))?\s*[,.!;:-]+\s*)+(?=\w)",
    re.IGNORECASE,
)
"""Thanks in front of the next question."""

SHORTENED = {"youre", "theyre", "weve", "youve", "theyve", "wholl", "youll", "theyll", "thatll", "whatll", "whatre", "wheres"}
"""Words that "plain" leaves without their apostrophe; those with "not" are known by their ending."""

DETERMINERS = r"(?:my|the|your|his|her|our|their|both|a|an|me)"

LONG_MESSAGE = 40
"""From so many words on, only the questions of a message are searched for."""

MOST_WORDS_WITH_SHORT_NAME = 7
NO_NAMES = {"child", "resting", "corner", "tent", "upward", "morning", "tall"}
"""What is left of some names without "stretch" or "pose", and means nothing but itself."""
LONGEST_OCCASION = 7
"""Phrases for an occasion have at most so many words."""

FILLER = {
    "stretch",
    "stretches",
    "stretching",
    "pose",
    "poses",
    "exercise",
    "exercises",
    "the",
    "a",
    "an",
    "my",
    "your",
    "posture",
}


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question says. Keys are those of the vocabulary; empty means not said.

    `settled`: the stretches are certain, by a full name with nothing said that could mean a
    neighbour ("on a chair"), or by what was talked about; else they are one hint among others.
    `remark`: something said about the stretch just explained ("my heels come up"). `picks_one`: one
    of those just shown is meant ("the standing one"). `listing`: what was said before leaves no doubt that stretches are
    asked for; `statement`: that something about those just shown is. `count`: how many stretches are wanted.
    """

    text: str
    stretches: tuple[str, ...] = ()
    intent: str | None = None
    areas: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    not_positions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    no_equipment: bool = False
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    minutes: int | None = None
    wants_list: bool = False
    describes: bool = False
    complains: bool = False
    yes_no: bool = False
    asks: bool = False
    not_equipment: tuple[str, ...] = ()
    refers_back: bool = False
    corrected: tuple[tuple[str, str], ...] = ()
    settled: bool = False
    remark: bool = False
    picks_one: bool = False
    listing: bool = False
    statement: bool = False
    occasions: tuple[str, ...] = ()
    count: int | None = None

    @property
    def names_where(self) -> bool:
        """Whether a part of the body is named, or an occasion that tires certain parts."""
        return bool(self.areas or self.muscles or self.occasions)

    @property
    def has_facets(self) -> bool:
        """Whether it asks for stretches of some position, place, equipment, type or level."""
        return bool(
            self.positions or self.not_positions or self.places or self.equipment or self.not_equipment or self.no_equipment
            or self.types or self.levels or self.minutes
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """What was understood, without what was not said; for `--explain`."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) not in ((), None, False)}


MINUTES = re.compile(
    r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)[ -]?(?:minutes?|min)\b"
)
COUNT = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: (?:more|other|good|best|easy|quick|simple|gentle|different|great|key|top|main|basic|new|decent))*"
    r"(?: (?!(?:which|what|how|for|to|and|or|i|in|of|the|a|my|is)\b)[\w-]+)?"
    r" (?:stretch|stretches|exercises?|moves?|poses?|ones)\b"
)
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip


@dataclass
class Reader:
    """Reads questions by the words of a vocabulary and the names of a set of documents.

    `real_words` are words never taken for a misspelling.
    """

    vocabulary: Vocabulary
    documents: Iterable[Document]
    real_words: frozenset[str] = frozenset()
    names: dict[str, str] = field(init=False)
    short_names: dict[str, str] = field(init=False)
    patterns: dict[str, tuple[re.Pattern[str], dict[str, set[str]]]] = field(init=False)

    def __post_init__(self) -> None:
        self.documents = tuple(self.documents)
        self.patterns = {group: _pattern(group, self.vocabulary) for group in self.vocabulary.groups if group != "occasions"}
        self.names, self.short_names = self._names()

    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """Every name of every stretch page; and names without "stretch" or "pose", where they still name only one."""
        names: dict[str, str] = {}
        short: dict[str, set[str]] = {}
        for document in self.documents:
            if document.page is None or document.stretch is None:
                continue
            for name in (document.title, *document.page.aliases, document.page.id.replace("-", " ")):
                whole = plain(re.sub(r"\([^)]*\)", "", name)).replace("-", " ")
                rest = " ".join(word for word in whole.split() if word not in FILLER)
                if whole and (len(rest.split()) >= 3 or not self._generic(rest)):
                    names.setdefault(whole, document.page.id)
                    short.setdefault(rest, set()).add(document.page.id)
                elif whole and whole != rest:  # "calf stretch": as a whole it may name one page, "calf" does not
                    names.setdefault(whole, document.page.id)
        return names, {
            rest: min(owners)
            for rest, owners in short.items()
            if len(owners) == 1 and rest not in names and rest not in NO_NAMES
        }

    def _generic(self, words: str) -> bool:
        """Whether words only name a body part or facet, and so no stretch in particular."""
        rest = words
        for group in ("areas", "muscles", "positions", "equipment", "levels", "types"):
            rest = self.patterns[group][0].sub(" ", rest)
        return not rest.strip() or len(words) < 4

    @cached_property
    def occasions(self) -> dict[str, str]:
        """Every phrase for an occasion, and its key."""
        return {
            plain(word).replace("-", " "): key
            for key, term in self.vocabulary.groups["occasions"].items()
            for word in (*term.words, *((term.name,) if term.areas else ()))
        }

    def _occasions(self, text: str) -> tuple[str, ...]:
        """Keys of the occasions named, by the longest phrases; phrases that only look like one take their words away."""
        words = text.replace("-", " ").split()
        found: dict[str, None] = {}
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + LONGEST_OCCASION), start, -1):
                if key := self.occasions.get(" ".join(words[start:end])):
                    found.update({key: None} if self.vocabulary.groups["occasions"][key].areas else {})
                    start = end - 1
                    break
            start += 1
        return tuple(found)

    @cached_property
    def joined_names(self) -> dict[str, str]:
        """Names without their spaces."""
        return {name.replace(" ", ""): stretch for name, stretch in self.names.items()}

    @cached_property
    def lexicon(self) -> dict[int, list[str]]:
        """Words worth correcting to, by length."""
        found: set[str] = {
            "stretch",
            "stretches",
            "stretching",
            "hamstring",
            "muscle",
            "muscles",
            "posture",
            "breathing",
            "pelvic",
        }
        for name in self.names:
            found |= {word for word in name.split() if len(word) >= 4}
        for name in self.patterns:
            for term in self.vocabulary.groups[name].values():
                found |= {word for phrase in term.words for word in re.findall(r"[a-z]+", phrase) if len(word) >= 4}
        keep = {
            word
            for word in found
            if not self.real_words or word in self.real_words or word.endswith(("s", "asana")) or len(word) > 6
        }
        by_length: dict[int, list[str]] = {}
        for word in sorted(keep):
            by_length.setdefault(len(word), []).append(word)
        return by_length

    def _is_real(self, word: str) -> bool:
        """Whether a word exists, as it stands, without its apostrophe, or without a common ending."""
        return (word in self.real_words or word in SHORTENED or (word.endswith("nt") and word[:-2] in self.real_words)) or any(
            word.endswith(end) and (word[: -len(end)] in self.real_words or word[: -len(end)] + "e" in self.real_words)
            for end in ("s", "es", "d", "ed", "ing", "er", "ly", "y")
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Words of the vocabulary and of the pages' names, rare ones such as "supine" included."""
        phrases = [word for group in self.vocabulary.groups.values() for term in group.values() for word in term.words]
        return frozenset(
            word for phrase in (*phrases, *(d.title for d in self.documents)) for word in re.findall(r"[a-z]+", phrase.lower())
        )

    def correct(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Misspelt words of the vocabulary put right; words that exist are never touched."""
        known = self.known
        changed: list[tuple[str, str]] = []
        fixed = []
        for word in text.split():
            if len(word) < 4 or not word.isalpha() or word in known or self._is_real(word):
                fixed.append(word)
                continue
            most = 1 if len(word) < 8 else 2
            near = [
                w
                for length in range(len(word) - most, len(word) + most + 1)
                for w in self.lexicon.get(length, [])
                if w[0] == word[0]
            ]
            best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=most)
            fixed.append(best[0] if best else word)
            if best and best[0] != word:
                changed.append((word, best[0]))
        return " ".join(fixed), tuple(changed)

    def read(self, message: str) -> Understanding:
        """What one message says, taken alone."""
        text, corrected = self.correct(plain(asked_part(message)))
        stretches, rest, exact = self._stretches(text.replace("-", " "))
        here = cue("cause").sub(" | ", rest)
        negated, asked = _split_negated(here)
        positions = self._find("positions", asked)
        not_positions = tuple(k for k in self._find("positions", negated) if k not in positions)
        places = self._find("places", here if "no-floor" in self._find("places", here) else asked)
        if re.search(r"\b(?:floor|ground)\b", negated) and "no-floor" not in places:
            places = (*places, "no-floor")
        equipment = self._find("equipment", re.sub(r"\b(it|iliotibial) band\b", " | ", asked))
        minutes = MINUTES.search(text)
        count = COUNT.search(text)
        intent = next((i.id for i in intents() if i.pattern.search(text)), None)
        body = cue("no-body-part").sub(" | ", rest)
        wished = _split_negated(body)[1]  # "hamstring ones that avoid bending my back": not the back, but "can't touch my toes"
        areas = self._find("areas", wished) or self._find("areas", body)
        muscles = self._find("muscles", wished) or self._find("muscles", body)
        if (
            not (areas or muscles or stretches) and len(message.split()) > LONG_MESSAGE
        ):  # the story says where, the question what
            told = cue("no-body-part").sub(" | ", plain(message))
            areas, muscles = self._find("areas", told), self._find("muscles", told)
        if len(areas) > 1:  # "everything between my shoulder blades" is not the whole body
            areas = tuple(area for area in areas if area != "full-body")
        not_equipment = tuple(k for k in self._find("equipment", negated) if k not in equipment and k != "none")
        facets = positions or not_positions or equipment or not_equipment
        settled = bool(exact and not (facets or areas or len(stretches) > 2))
        if stretches and not settled:  # "calf stretch on the stairs": no certain stretch, but calves are meant
            areas = areas or self._find("areas", cue("no-body-part").sub(" | ", text))
            muscles = muscles or self._find("muscles", text)
            if exact and (not_positions or not_equipment) and not (positions or equipment or areas or muscles):
                settled, intent = True, "easier"  # "child's pose without kneeling": that very stretch, in another way
        if len(stretches) == 2 and cue("choice").search(text):  # "butterfly or frog, which goes deeper?"
            settled, intent = True, "compare"
        describes = bool(cue("describes").search(text)) or (len(text.split()) > 9 and len(cue("movement").findall(rest)) >= 2)
        several = bool(re.search(r"\b(stretches|exercises)\b", text)) and not cue("yes-no").match(text) and not intent
        asks = several or (bool(cue("asks-for-stretches").search(text)) and not (describes and not cue("several").search(text)))
        if intent in ("feel", "breathing") and not cue("several").search(text):  # "what should a good stretch feel like"
            asks = False
        if "kneeling" in not_positions and "on-all-fours" not in not_positions:
            not_positions = (*not_positions, "on-all-fours")
        return Understanding(
            text=text,
            stretches=stretches,
            intent=intent,
            areas=areas,
            muscles=muscles,
            positions=positions,
            not_positions=not_positions,
            places=places,
            equipment=tuple(k for k in equipment if k != "none" and not _is_place(k, positions, places, text)),
            not_equipment=not_equipment,
            no_equipment="none" in self._find("equipment", rest),
            types=self._find("types", asked),
            levels=self._find("levels", asked),
            conditions=self._find("conditions", text),
            occasions=self._occasions(rest),
            count=int(NUMBERS.get(count.group(1), 0) or count.group(1)) if count else None,
            minutes=int(NUMBERS.get(minutes.group(1), 0) or minutes.group(1)) if minutes else None,
            wants_list=asks and not stretches,
            describes=describes,
            complains=bool(cue("complains").search(text)),
            yes_no=bool(cue("yes-no").match(text)),
            asks=bool(cue("asks").search(text)),
            picks_one=bool(cue("picks-one").search(text)),
            refers_back=bool(cue("refers-back").search(text) or cue("goes-on").match(text)),
            corrected=corrected,
            settled=settled,
        )

    def _find(self, group: str, text: str) -> tuple[str, ...]:
        pattern, keys = self.patterns[group]
        found: dict[str, None] = {}
        for match in pattern.finditer(text):
            meant = sorted(keys[_bare(match.group())])
            if group == "positions" and (both := [key for key in found if key in meant]):
                found = dict.fromkeys(both)  # "lying face down": of all ways of lying only that one
            else:
                found.update(dict.fromkeys(meant))
        return tuple(found)

    def _stretches(self, text: str) -> tuple[tuple[str, ...], str, bool]:
        """Ids of the stretches named, the text without their names, and whether a name stands there word for word."""
        words = text.split()
        taken = [False] * len(words)
        found: list[tuple[int, str]] = []
        exact = False
        spans = sorted(
            ((start, end) for start in range(len(words)) for end in range(start + 1, min(len(words), start + 8) + 1)),
            key=lambda span: span[0] - span[1],
        )
        brief = len([word for word in words if word not in FILLER]) <= MOST_WORDS_WITH_SHORT_NAME
        for start, end in spans:
            if any(taken[start:end]):
                continue
            piece = " ".join(words[start:end])
            # "pigeon" alone names the pose in a brief question; in a longer one it may as well be the bird
            stretch = self.names.get(piece) or (self.short_names.get(piece) if brief or end - start > 1 else None)
            if stretch:
                found.append((start, stretch))
                taken[start:end] = [True] * (end - start)
                exact = exact or end - start > 1 or piece not in self.real_words
        if not found:
            for start, end in spans:  # "catcow", "child spose": the same letters, other spaces
                joined = "".join(words[start:end])
                if len(joined) >= 6 and joined in self.joined_names:
                    found.append((start, self.joined_names[joined]))
                    taken[start:end] = [True] * (end - start)
                    break
        rest = " ".join(word for word, gone in zip(words, taken, strict=True) if not gone)
        exact = exact or (bool(found) and cue("only-name").fullmatch(rest) is not None)  # "how do you do a butterfly?"
        return tuple(dict.fromkeys(stretch for _, stretch in sorted(found))), rest, exact


def _is_place(item: str, positions: tuple[str, ...], places: tuple[str, ...], text: str) -> bool:
    """Whether a chair, desk or bed was named as where somebody is rather than as what they use."""
    return (
        (item == "chair" and "sitting-on-chair" in positions)
        or (item == "table" and "at-desk" in places)
        or (item == "bed" and "in-bed" in places and "edge" not in text)
    )


def _pattern(group: str, vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, set[str]]]:
    """One pattern for all words of a group, longest first, and the keys that each word stands for.

    "front of my hip", "front of the hips" and "front of hip" are the same: forms are kept without determiners.
    """
    keys: dict[str, set[str]] = {}
    for key, term in vocabulary.groups[group].items():
        for word in (*term.words, term.name):
            for form in {plain(word), plain(word).replace("-", " ")}:
                keys.setdefault(_bare(form), set()).add(key)
    longest_first = sorted((form for form in keys if form), key=len, reverse=True)
    forms = [
        rf"(?:{DETERMINERS} )?".join(re.escape(word) + r"\b ?" for word in form.split())
        + ("" if " " in form else r"(?!of\b)")  # "the rear of the thigh" is no rear
        for form in longest_first
    ]
    return re.compile(rf"\b(?:{'|'.join(forms)})"), keys


def _bare(form: str) -> str:
    """Words without determiners."""
    return re.sub(rf"\b{DETERMINERS}\b ?", "", form).strip() or form


def _split_negated(text: str) -> tuple[str, str]:
    """The parts of a text that stand behind "without", "not", "can't" and the like, and the rest."""
    negated = []
    rest = text
    for match in cue("negated").finditer(text):
        tail = text[match.start() :]
        end = re.search(r"\b(?:but|so|which|what|that|for|to help|and)\b", tail[len(match.group()) :])
        piece = tail[: end.start() + len(match.group())] if end else tail
        piece = " ".join(piece.split()[:7])
        negated.append(piece)
        rest = rest.replace(piece, " ")
    return " ".join(negated), rest


def asked_part(message: str) -> str:
    """A message without sentences that only deny something, and a long story cut down to the questions in it.

    "No numbness, just stiff. How often should I stretch?" asks about "how often", not about numbness.
    """
    parts = [part for part in re.split(r"(?<=[.!?;])\s+|\n+", PLEASANTRY.sub("", message)) if part.strip()]
    kept = [part for part in parts if not cue("denies").match(plain(part))]
    kept = [part for part in kept if not smalltalk(part)] or kept  # "great, thanks. and calves?"
    questions = [part for part in kept if part.rstrip().endswith("?")]
    asked = " ".join(questions)
    if len(message.split()) > LONG_MESSAGE and len(asked.split()) >= 4:
        return asked
    return " ".join(kept) or message


def documents_named(documents: Mapping[str, Document], text: str, kind: str) -> tuple[str, ...]:
    """Ids of the pages of a kind whose title or alias stands in the text, longest name first."""
    found: list[tuple[int, str]] = []
    spaced = f" {text} "
    for document in documents.values():
        if document.kind == kind and document.page:
            for name in (document.title, *document.page.aliases):
                if f" {plain(name)} " in spaced:
                    found.append((-len(name), document.id))
    return tuple(dict.fromkeys(identity for _, identity in sorted(found)))
