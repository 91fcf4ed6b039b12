"""Message to words: normal forms with offsets into the original, sentences, pauses, one-edit typos.

Nothing here knows about symptoms. Offsets are character positions in the message as typed, so that a
finding can quote the person's own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

#: Numbers keep their separators ("38.6", "7/52"); words keep inner apostrophes; any other sign stands alone.
_PIECE = re.compile(
    r"(?P<chat>(?<![^\W_])(?:2day|2nite|2night|2moro|2morrow|2mrw|b4|l8r|l8ly|4got|w8|[clts]-?\d{1,2}|l [1-5])(?![^\W_]))"
    r"|(?P<number>\d+(?:[.,/:]\d+)*)"
    r"|(?P<word>(?:[^\W\d_][\u0300-\u036f]*)+(?:['\u2018\u2019\u02bc`\u00b4](?:[^\W\d_][\u0300-\u036f]*)+)*)"
    r"|(?P<sign>[^\w\s]|\n)",
    re.IGNORECASE,
)
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`\u00b4]")
#: "knee'll", "back'd", "arm's been": the verb is taken off, except from pronouns; so is a possessive.
_CLITIC = re.compile(
    r"^(?!i\b|you|we|he|she|they|it|that|there|who|what|where|how|when|why|here|let|one|whats|else)"
    r"(\w{3,}|t['\u2018\u2019\u02bc`\u00b4]other)['\u2018\u2019\u02bc`\u00b4](?:ll|d|ve|re|s)$"
)
#: "L-5" and "L 5" are the vertebra L5.
_VERTEBRA = re.compile(r"([clts])[ -](\d{1,2})")
_RUN_OF_LETTERS = re.compile(r"(.)\1{2,}")
_ENDS = frozenset(".!?;\n\u2026\u0964\u3002")
_PAUSES = frozenset(',:()[]\u2013\u2014/"\u201c\u201d=')

#: Units written against a number ("5w").
_GLUED = {"w": "weeks", "d": "days", "y": "years", "wk": "weeks", "wks": "weeks"}

#: A sentence longer than this is read in overlapping pieces, so that the work stays linear in the length.
LONGEST = 160
OVERLAP = 24
#: Sentences of at most FRAGMENT words join their neighbour, up to JOINED words together.
FRAGMENT = 3
JOINED = 26
#: Typos are mended only in words of at least this many letters.
SHORTEST_MENDED = 6


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its normal form, where it stands in the message, whether a pause precedes it, and a colon."""

    text: str
    start: int
    end: int
    pause: bool = False
    colon: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words up to an end mark; `asks` when that mark is a question mark."""

    words: tuple[Word, ...]
    asks: bool = False


class Speller:
    """Brings typed forms to forms the word families know; of two that are as near, the `common` one is meant."""

    def __init__(
        self, known: frozenset[str], variants: Mapping[str, str], real: frozenset[str], common: frozenset[str] = frozenset()
    ) -> None:
        self._known = known
        self._variants = dict(variants)
        self._real = real
        self._mendable: dict[tuple[str, int], list[str]] = {}
        for word in sorted(known, key=lambda word: (word not in common, word)):
            if len(word) >= SHORTEST_MENDED and word.isalpha():
                self._mendable.setdefault((word[0], len(word)), []).append(word)
        self.normal = lru_cache(maxsize=20_000)(self._normal)

    def _normal(self, typed: str) -> str:
        word = _APOSTROPHES.sub("", _CLITIC.sub(r"\1", plain(typed)))
        if not word.isalpha():
            word = _VERTEBRA.sub(r"\1\2", word)
        if word in self._variants:
            return self._variants[word]
        if word in self._known:
            return word
        for attempt in self._respelt(word):
            if attempt in self._variants:
                return self._variants[attempt]
            if attempt in self._known:
                return attempt
        return self._mended(word)

    @staticmethod
    def _respelt(word: str) -> tuple[str, ...]:
        """'achin' for 'aching', 'sooore' for 'sore': forms that need no guessing."""
        forms = []
        if word.endswith("in") and len(word) > 4:
            forms.append(word + "g")
        if _RUN_OF_LETTERS.search(word):
            forms += [_RUN_OF_LETTERS.sub(r"\1\1", word), _RUN_OF_LETTERS.sub(r"\1", word)]
        return tuple(forms)

    def _mended(self, word: str) -> str:
        """Same first letter, one edit, and never away from a real word."""
        if not SHORTEST_MENDED <= len(word) <= 24 or word in self._real or not word.isascii():
            return word
        for length in (len(word), len(word) + 1, len(word) - 1):
            for candidate in self._mendable.get((word[0], length), ()):  # common words come first
                if OSA.distance(word, candidate, score_cutoff=1) <= 1:
                    return candidate
        return word


@cache
def word_set(words: str) -> frozenset[str]:
    """The words of a line as a set, made once.

    >>> sorted(word_set("b a"))
    ['a', 'b']
    """
    return frozenset(words.split())


def plain(text: str) -> str:
    """Lower case, compatibility forms folded, accents dropped: 'Développé' is 'developpe'."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def read(message: str, speller: Speller) -> tuple[Sentence, ...]:
    """Cut a message into sentences of words. Any text is accepted; signs only become pauses and ends."""
    sentences: list[Sentence] = []
    words: list[Word] = []
    pause = colon = False
    for piece in _PIECE.finditer(message):
        if piece.lastgroup == "sign":
            sign = piece.group()
            if sign in _ENDS:
                if words:
                    sentences += _pieces(words, sign == "?")
                    words = []
                elif sign == "?" and sentences:
                    sentences[-1] = Sentence(sentences[-1].words, asks=True)
                pause = colon = False
            elif sign == ":":
                pause = colon = True
            elif sign in _PAUSES or (sign == "-" and _stands_alone(message, piece.start())):
                pause = True
            elif sign == "&":
                words.append(Word("and", piece.start(), piece.end(), pause))
                pause = False
            continue
        unit = (
            _GLUED.get(piece.group().lower())
            if words and words[-1].end == piece.start() and words[-1].text[:1].isdigit()
            else None
        )
        words.append(Word(unit or speller.normal(piece.group()), piece.start(), piece.end(), pause and bool(words), colon))
        pause = colon = False
    if words:
        sentences += _pieces(words, False)
    return tuple(_joined(sentences))


def _answered(question: Sentence, answer: Sentence) -> bool:
    """ "tingling? nope": a short question that the person answers at once."""
    opening = [word.text for word in answer.words[:2]]
    return (len(question.words) <= FRAGMENT and any(word in _NOES for word in opening)) or (
        len(question.words) <= 2 * FRAGMENT and opening in (["not", "me"], ["none"], ["nope"])
    )


_NOES = word_set("no nope none nah never nothing neither nil")


def _joined(sentences: list[Sentence]) -> list[Sentence]:
    """ "ache. glute. 24 days." is one statement: fragments join their neighbour, with a pause between."""
    out: list[Sentence] = []
    for sentence in sentences:
        last = out[-1] if out else None
        if (
            last is not None
            and (not last.asks or _answered(last, sentence))
            and min(len(last.words), len(sentence.words)) <= FRAGMENT
            and len(last.words) + len(sentence.words) <= JOINED
        ):
            first = sentence.words[0]
            paused = Word(first.text, first.start, first.end, True)
            out[-1] = Sentence((*last.words, paused, *sentence.words[1:]), sentence.asks)
        else:
            out.append(sentence)
    return out


def _stands_alone(message: str, at: int) -> bool:
    """A hyphen joins words, a dash between blanks is a pause."""
    return at == 0 or message[at - 1].isspace() or message[at + 1 : at + 2].isspace()


def _pieces(words: list[Word], asks: bool) -> list[Sentence]:
    if len(words) <= LONGEST:
        return [Sentence(tuple(words), asks)]
    step = LONGEST - OVERLAP
    return [Sentence(tuple(words[n : n + LONGEST]), asks) for n in range(0, len(words) - OVERLAP, step)]
