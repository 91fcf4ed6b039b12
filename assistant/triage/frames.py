"""Frames: small patterns over word families, and the matcher that finds them in a sentence.

A frame is written as a line such as

    BODY 4 (feels|felt) like !TIGHT

Capitals name a family, lower case a word, `(a|b)` either, `?` may be left out, a number lets that many
other words stand between, `<4>` the same in either order, `!FAMILY` any one word outside the family,
`_` any one word, `^` the beginning of the sentence. Small words ("a", "the", "very") never count as words between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .reading import Sentence, word_set

Span = tuple[int, int]
#: First word -> second word ("" for single words) -> phrases with the families they belong to.
Lexicon = dict[str, dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]]

_TOKEN = re.compile(r"<(\d+)>|(\d+)(?=\s|$)|(!?)\(([^()]*)\)(\??)|(!?)([^\s()<>?]+)(\??)")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a frame. `gap` is the number of other words that may stand before it."""

    keys: tuple[str, ...]
    gap: int = 0
    optional: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled pattern. `need` holds one group of keys per slot that must be filled."""

    slots: tuple[Slot, ...]
    text: str
    need: tuple[frozenset[str], ...] = field(default=())


class FrameError(ValueError):
    """A frame that cannot be read; the message says which part and why."""


def compile_frame(text: str) -> tuple[Frame, ...]:
    """Read one line; an either-order gap gives two frames.

    Raises:
        FrameError: for anything the small language does not have.
    """
    swap = re.search(r"<(\d+)>", text)
    if swap:
        left, right = text[: swap.start()].strip(), text[swap.end() :].strip()
        if not left or not right:
            raise FrameError(f"{text!r}: expected a part on each side of {swap.group()}")
        gap = swap.group(1)
        return (*compile_frame(f"{left} {gap} {right}"), *compile_frame(f"{right} {gap} {left}"))
    slots: list[Slot] = []
    gap = 0
    at = 0
    for token in _TOKEN.finditer(text):
        if text[at : token.start()].strip():
            raise FrameError(f"{text!r}: cannot read {text[at : token.start()].strip()!r}")
        at = token.end()
        if token.group(2):
            gap = int(token.group(2))
            continue
        outside = bool(token.group(3) or token.group(6))
        keys = tuple(k.strip() for k in (token.group(4) or token.group(7)).split("|") if k.strip())
        if not keys:
            raise FrameError(f"{text!r}: an empty slot")
        slots.append(Slot(keys, gap, bool(token.group(5) or token.group(8)), outside))
        gap = 0
    if text[at:].strip() or not slots:
        raise FrameError(f"{text!r}: cannot read {text[at:].strip()!r}")
    need = tuple(frozenset(s.keys) for s in slots if not s.optional and not s.outside and s.keys != ("_",))
    return (Frame(tuple(slots), text, need),)


@dataclass(slots=True)
class Tagged:
    """A sentence with, for every family and word, where it stands."""

    sentence: Sentence
    starts: dict[str, dict[int, tuple[int, ...]]]  # key -> start -> ends, longest first
    content: tuple[int, ...]  # number of content words before each position; one longer than the sentence
    strict: tuple[int, ...] = ()  # the same when only articles and possessives may be skipped

    covers: dict[str, frozenset[int]] = field(default_factory=dict)  # filled on demand by `at`

    @property
    def size(self) -> int:
        return len(self.sentence.words)

    def has(self, key: str) -> bool:
        return key in self.starts

    def spans(self, key: str) -> Iterator[Span]:
        for start, ends in self.starts.get(key, {}).items():
            yield start, ends[0]

    def at(self, position: int, key: str) -> bool:
        """Does a word of the family stand at, or a phrase of it cover, this position?"""
        if key not in self.starts:
            return False
        cover = self.covers.get(key)
        if cover is None:
            cover = frozenset(n for start, ends in self.starts[key].items() for n in range(start, ends[0]))
            self.covers[key] = cover
        return position in cover

    def text(self, position: int) -> str:
        return self.sentence.words[position].text if 0 <= position < self.size else ""

    def drop(self, start: int, end: int, keep: frozenset[str]) -> None:
        """Take families and bare words off a look-alike, leaving the families in `keep`."""
        self.covers.clear()
        for key in list(self.starts):
            if key in keep:
                continue
            places = self.starts[key]
            for position in [p for p, ends in places.items() if p < end and ends[0] > start]:
                left = tuple(e for e in places[position] if e <= start)
                if left:
                    places[position] = left
                else:
                    del places[position]
            if not places:
                del self.starts[key]


class Shelf:
    """Frames filed under the keys of their rarest slot, so that a sentence meets only those it might fit."""

    def __init__(self, filed: Iterable[tuple[int, Frame]], weight: Mapping[str, float]) -> None:
        self._by_key: dict[str, list[tuple[int, Frame, tuple[frozenset[str], ...]]]] = {}
        self._always: list[tuple[int, Frame]] = []
        for number, frame in filed:
            groups = [group for group in frame.need if group]
            if not groups:
                self._always.append((number, frame))
                continue
            rarest, *others = sorted(groups, key=lambda group: sum(weight.get(key, 1.0) for key in group))
            for key in rarest:
                self._by_key.setdefault(key, []).append((number, frame, tuple(others)))

    def fitting(self, tagged: Tagged) -> list[tuple[int, Frame]]:
        """Every frame whose needed families all occur, each once, in filing order."""
        seen: dict[tuple[int, str], tuple[int, Frame]] = {}
        present = frozenset(tagged.starts)
        for key in present:
            for number, frame, others in self._by_key.get(key, ()):
                for group in others:  # the rarest first, so that most frames fall at once
                    if group.isdisjoint(present):
                        break
                else:
                    seen[(number, frame.text)] = (number, frame)
        found = [*self._always, *seen.values()]
        found.sort(key=lambda item: item[0])
        return found


def tag(sentence: Sentence, lexicon: Lexicon, fillers: frozenset[str]) -> Tagged:
    """Find every family phrase of a sentence."""
    words = [word.text for word in sentence.words]
    pauses = [word.pause for word in sentence.words]
    starts: dict[str, dict[int, tuple[int, ...]]] = {"^": {0: (0,)}}
    for position, word in enumerate(words):
        starts.setdefault(word, {})[position] = (position + 1,)
        by_second = lexicon.get(word)
        if by_second is None:
            continue
        for second in ("", *dict.fromkeys(words[position + 1 : position + 4])):
            for phrase, families in by_second.get(second, ()):
                end = _phrase_end(words, pauses, position, phrase, fillers)
                if end:
                    for family in families:
                        ends = starts.setdefault(family, {}).get(position, ())
                        if end not in ends:
                            starts[family][position] = tuple(sorted((*ends, end), reverse=True))
    content, strict = [0], [0]
    for word in words:
        content.append(content[-1] + (word not in fillers))
        strict.append(strict[-1] + (word not in _ARTICLES))
    return Tagged(sentence, starts, tuple(content), tuple(strict))


_ARTICLES = word_set("a an the my your his her our its me")


def _phrase_end(
    words: Sequence[str], pauses: Sequence[bool], position: int, phrase: tuple[str, ...], fillers: frozenset[str]
) -> int:
    """Where a phrase that starts here ends, or 0. Up to two fillers may stand inside, no pause."""
    at = position + 1
    for wanted in phrase[1:]:
        skipped = 0
        while at < len(words) and words[at] != wanted and words[at] in fillers and skipped < 2:
            at += 1
            skipped += 1
        if at >= len(words) or words[at] != wanted or pauses[at] or pauses[at - skipped]:
            return 0
        at += 1
    return at


def find(frame: Frame, tagged: Tagged, strict: bool = False) -> Iterator[tuple[Span, ...]]:
    """Every place where the frame stands, as the spans its slots took; one reading per starting word."""
    first = frame.slots[0]
    if first.outside or first.keys == ("_",):
        begins: Iterable[int] = range(tagged.size)
    else:
        begins = sorted({start for key in first.keys for start in tagged.starts.get(key, ())})
    for begin in begins:
        taken = _fill(frame.slots, 0, begin, begin, tagged, tagged.strict if strict else tagged.content)
        if taken:
            yield taken


def _fill(
    slots: tuple[Slot, ...], n: int, low: int, limit_from: int, tagged: Tagged, content: tuple[int, ...]
) -> tuple[Span, ...] | None:
    if n == len(slots):
        return ()
    slot = slots[n]
    for position in _positions(slot, n, low, limit_from, tagged.size, content):
        for end in _ends(slot, position, tagged):
            rest = _fill(slots, n + 1, end, end, tagged, content)
            if rest is not None:
                return ((position, end), *rest)
    if slot.optional:
        return _fill(slots, n + 1, low, limit_from, tagged, content)
    return None


def _positions(slot: Slot, n: int, low: int, limit_from: int, size: int, content: tuple[int, ...]) -> Iterator[int]:
    if n == 0:
        yield low
        return
    most = content[limit_from] + slot.gap
    position = low
    while position < size and content[position] <= most:
        yield position
        position += 1


def _ends(slot: Slot, position: int, tagged: Tagged) -> Iterator[int]:
    if slot.keys == ("_",):
        yield position + 1
    elif slot.outside:
        if tagged.content[position + 1] > tagged.content[position] and not any(tagged.at(position, key) for key in slot.keys):
            yield position + 1
    else:
        for key in slot.keys:
            yield from tagged.starts.get(key, {}).get(position, ())
