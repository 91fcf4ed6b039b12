"""Names of songs, films, books, bands and plays: "Heart Attack by Demi Lovato" is no emergency.

A name is a run of words with capitals in a message that is otherwise written small, and something beside it
must say that it is a name: "watching ...", "a song called ...", "... by Somebody", "... is my running song".
"""

from __future__ import annotations

from collections.abc import Iterator

from .frames import Span
from .reading import Sentence, Word, word_set

#: Words that stand right before a name.
_BEFORE = word_set(
    "watching rewatching watch rewatch watched reading read rereading learning singing sing covering "
    "song songs album film movie musical play band novel book series track tune single playing streaming "
    "binging bingeing humming blasting episode soundtrack performing"
)
#: Words of the line in which a name is told: "... is my warm up song", "... on repeat".
_MEDIA = word_set(
    "song songs album film movie musical band novel book series track tune playlist soundtrack tour gig concert chorus riff "
    "episode telly netflix cinema vinyl record singer cover shuffle repeat theatre drummer bassist guitarist karaoke tempo "
    "comic game podcast rewatch radio spotify dvd sequel trilogy"
)
#: What people give a name to.
_OWNED = word_set("team club pub cafe boat cat dog horse class workout brand group choir troupe side squad shop")
_SMALL = word_set("of the a an and in on to for my with")
#: "hit by White Vans": by whom something was done to the body is no author.
_DONE_BY = word_set("hit knocked struck run crushed trapped kicked bitten attacked pushed thrown trampled stung seen")
_NEAR = 7
_FEWEST_SMALL = 0.5


def names(message: str, sentence: Sentence) -> Iterator[Span]:
    """Where a sentence names a work or a band, as first word and last plus one."""
    words = sentence.words
    big = [message[word.start].isupper() and word.text not in {"i", "im", "ive", "id", "ill"} for word in words]
    if not words or sum(not b for b in big) < _FEWEST_SMALL * len(words):
        return
    at = 0
    while at < len(words):
        if not big[at]:
            at += 1
            continue
        end = _run_end(words, big, at)
        if end < len(words) and not big[end] and at == 0 and _told_of(words, at, end):
            end += words[end].text not in _BE  # the small second word of a name at the head of the sentence
            yield at, end
        elif (
            _sung_by(words, big, at, end)
            or _by_somebody(words, big, at, end)
            or _introduced(words, at)
            or _told_of(words, at, end)
        ):
            yield at, end
        at = end


def _run_end(words: tuple[Word, ...], big: list[bool], start: int) -> int:
    """A name goes on over small words when another capital follows: "Shape of You"."""
    end = start + 1
    at = end
    while at < len(words) and not words[at].pause and (big[at] or words[at].text in _SMALL):
        at += 1
        if big[at - 1]:
            end = at
    return end


def _by_somebody(words: tuple[Word, ...], big: list[bool], start: int, end: int) -> bool:
    """ "Collapse by Vulfpeck": an author with a capital, and not the day until which something holds."""
    return (
        end + 1 < len(words)
        and words[end].text == "by"
        and big[end + 1]
        and words[end + 1].text not in _DAYS
        and words[end - 1].text not in _DONE_BY
        and words[start].text not in _DONE_BY
    )


_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday christmas easter january february march april may june"
)


def _sung_by(words: tuple[Word, ...], big: list[bool], start: int, end: int) -> bool:
    """ "Crushed by Kelly is a song I drum to": whatever the verb, the line speaks of a work."""
    if end + 1 >= len(words) or words[end].text != "by" or not big[end + 1]:
        return False
    return _told_of(words, start, _run_end(words, big, end + 1))


def _introduced(words: tuple[Word, ...], start: int) -> bool:
    before = [word.text for word in words[max(0, start - 3) : start]]
    if before and before[-1] in word_set("is the a to") and not words[start].pause:
        before.pop()
    if not before or words[start].pause:
        return False
    called = before[-1] in {"called", "titled", "named"} and not (_MEDIA | _OWNED).isdisjoint(
        w.text for w in words[max(0, start - 5) : start]
    )
    return called or before[-1] in _BEFORE


def _told_of(words: tuple[Word, ...], start: int, end: int) -> bool:
    """ "... is my running song", "... keeps playing": a line about a work, begun by its name."""
    if start and not words[start].pause and words[start - 1].text not in word_set("and but so because while when then"):
        return False
    behind = words[end : end + 2]
    if len(behind) == _PAIR and not any(w.pause for w in behind) and behind[0].text not in _BE and behind[1].text in _BE:
        end += 1  # "Double vision is my favourite album"
    line = [word.text for word in words[end : end + _NEAR]]
    if len(line) < _SHORTEST or words[end].pause:
        return False
    if line[0] in {"is", "was"}:  # not "is worse since the concert"
        return line[1] in word_set("my our a on playing their his her") and not _MEDIA.isdisjoint(line)
    if line[0] in {"came", "comes"} and line[1] == "on":  # not "came on after the concert"
        return not _MEDIA.isdisjoint(line[2:4]) and line[2] not in word_set("after during in at")
    return line[0] == "keeps" and line[1] == "playing"


_SHORTEST = 3
_PAIR = 2
_BE = word_set("is was came comes keeps")
