"""Is it denied, over, only imagined, or somebody else's? Context of a mention, in the manner of ConText.

Every answer errs to the side of "present": a denial must be next to what it denies, a past needs a sign
that it is over, and a general question is only general while nobody's own body is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .frames import Span, Tagged
from .reading import Word, word_set

#: A denial reaches this many words past itself, or past the last listed item.
REACH = 6
#: A short answer denies what stands this close before it; "none of them" a whole list.
SHORT_REACH, LIST_REACH = 3, 10


@dataclass(frozen=True, slots=True)
class Denials:
    """Where a sentence denies: spans of negators that are true ones, and how far each reaches."""

    ranges: tuple[tuple[int, int, int, int], ...]  # negator start, end, first and last word denied


def denials(tagged: Tagged) -> Denials:
    """Find forward denials and their scopes; look-alikes ("not only", "can't shake") do not count."""
    ranges = []
    for start, end in sorted(tagged.spans("NEGATOR")):
        if tagged.at(start, "NOTDENIAL") or tagged.at(end - 1, "NOTDENIAL"):
            continue
        if tagged.text(start) in {"never", "not", "hadnt", "havent"} and any(
            tagged.text(n) in {"before", "until", "till"} for n in range(end, min(end + 8, tagged.size))
        ):
            continue  # "never had numb feet before this week"
        ranges.append((start, end, end, _scope(tagged, start, end)))
    return Denials(tuple(ranges))


def _scope(tagged: Tagged, start: int, end: int) -> int:
    """The last word a denial at `start:end` reaches."""
    words = tagged.sentence.words
    reach = 2 if words[start].text == "nothing" else REACH
    position = end
    last = end - 1
    listing = _is_list(tagged, end) and not _lacks_a_good(tagged, start, end)
    item = False
    while position < len(words) and reach > 0:
        word = words[position].text
        if words[position].colon and item:
            break  # "no injury: foot drags" tells anew
        if tagged.at(position, "CLOSER") and not (word == "now" and listing):
            break
        if tagged.at(position, "NEGATOR") and not listing and words[position].pause:
            break
        if word in _SUBJECTS and position > end and _new_subject(tagged, position, listing):
            break
        if word == "and" and not listing and _new_predicate(tagged, start, end, position):
            break
        if words[position].pause and not listing:
            break
        reach -= tagged.content[position + 1] - tagged.content[position]
        if tagged.at(position, "ITEM"):
            reach = REACH
            item = True
        last = position
        position += 1
    return last


_SUBJECTS = word_set("i ive im id my me its it theres there he she hes shes his her theyre they and")


def _new_subject(tagged: Tagged, position: int, listing: bool) -> bool:
    """ "no pain my foot is dead" starts anew at "my"; "no pain in my foot" does not."""
    words = tagged.sentence.words
    word = words[position].text
    before = words[position - 1].text
    if word == "and":
        after = words[position + 1].text if position + 1 < len(words) else ""
        return after in word_set("my i ive im its it now the he she theres") and not listing
    return not (
        word in word_set("i it he she they me my his her")
        and before
        in word_set(
            "think know say feel believe that if when in with of on to from at down up for have hurt like where "
            "than over under around round through behind by or nor injured broken torn pulled twisted move affect "
            "affects about had got make makes hurting injure does do as"
        )
    )


#: Denials of a verb ("wasn't", "didn't"); a past tense behind "and" is then told anew. Participles ("hasn't") are not.
_OF_VERBS = word_set("wasnt werent isnt arent aint didnt doesnt dont was were is are did does do")
_PASTS = word_set(
    "fell went passed felt lost came got woke couldnt had cant became began blacked fainted keeled collapsed dropped crumpled "
    "heard saw threw started ended hit tripped slipped landed turned gave noticed wet weed peed"
)
#: What follows a noun that is the subject of a new statement.
_STATES = word_set("is are was were has have feels feel felt looks look looked like went goes gone cant wont keeps hurts came")
#: The lack of these is itself the complaint.
_GOODS = word_set("feeling sensation power strength control pulse grip movement")


def _new_predicate(tagged: Tagged, start: int, end: int, position: int) -> bool:
    """Where "and" ends a denial: "wasn't doing anything and passed out", "don't fit and pee like tea"."""
    words = tagged.sentence.words
    after, then = tagged.text(position + 1), tagged.text(position + 2)
    if words[start].text in _OF_VERBS and after in _PASTS:
        return True
    if (tagged.at(position + 1, "BODY") or tagged.at(position + 1, "PEE")) and then in _STATES:
        return True
    return words[start].text == "no" and tagged.text(end) in _GOODS and tagged.text(end + 1) != "of"


def _lacks_a_good(tagged: Tagged, start: int, end: int) -> bool:
    """ "no feeling and backbone pain": a complaint, not the first item of a list of denials."""
    return (
        tagged.text(start) == "no"
        and tagged.text(end) in _GOODS
        and tagged.text(end + 1) not in word_set("of loss change changes problem problems issue issues trouble deficit lost or")
    )


def _is_list(tagged: Tagged, end: int) -> bool:
    """Commas carry a denial on when only listed items follow, as in "no numbness, tingling or weakness"."""
    words = tagged.sentence.words
    items = 0
    joined = False
    for position in range(end, len(words)):
        word = words[position].text
        if words[position].colon and items:
            break
        if tagged.at(position, "ITEM"):
            items += 1
        elif word in {"or", "nor", "and"}:
            joined = True
        elif word == "my" and words[position - 1].text in {"in", "on", "of", "down", "from", "to"}:
            continue
        elif tagged.at(position, "CLOSER") or word in word_set("i ive im my its theres since feels goes is"):
            break
    return items >= 2 and (joined or len(words) - end <= items * 3 + 2)


def denied(tagged: Tagged, found: Denials, core: Span, own: Sequence[Span], backward: bool = True) -> bool:
    """Is the mention whose deciding words are `core` denied? Negators inside its own slots never count."""
    own_words = {n for start, end in own for n in range(start, end)}
    negative = any(
        (tagged.at(n, "CANT") and tagged.text(n) not in _NOUNS) or tagged.at(n, "NEGATOR") or tagged.at(n, "ABSENCE")
        for n in own_words
    )
    for start, end, first, last in found.ranges:
        if any(n in own_words for n in range(start, end)):
            if start in own_words or start + 1 not in tagged.starts["NEGATOR"][start] or core[0] != start + 1:
                continue
            return True  # "never had a stroke": of "never had" the "never" alone denies
        if negative and 0 <= core[0] - end <= 1:
            continue  # "ain't got no feeling" denies once, not twice
        if end <= core[0] and first <= core[0] <= last:
            return True
        if core[0] < start < core[1]:
            return True
    return not negative and backward and _denied_backward(tagged, core)


#: "trouble with the loo? not me" is denied like any other item.
_NOUNS = word_set("trouble difficulty")
#: These deny what stands before them only at the end of a clause; otherwise they open a denial of their own.
_OPENERS = word_set("no not never nothing none nil zero nope nah any")


_PLACED = word_set("in the of my a an on both left right either any down")


def _behind_pause(words: Sequence[Word], start: int, position: int) -> bool:
    return any(words[n].pause for n in range(start, position + 1))


def _denied_backward(tagged: Tagged, core: Span) -> bool:
    """ "numbness: none", "tingling? no", "swelling gone": a short answer right behind the item."""
    words = tagged.sentence.words
    position = core[1]
    while position < len(words) and (words[position].text in _PLACED or tagged.at(position, "BODY")):
        position += 1  # "weakness in the legs? not me"
    if position == len(words) or not (words[position].pause and tagged.at(position, "BACKDENIAL")):
        position = core[1]
    behind = 0
    while position < len(words) and behind < LIST_REACH:
        if tagged.at(position, "BACKDENIAL") and (behind < SHORT_REACH or tagged.at(position, "NONEOFTHEM")):
            if tagged.at(position, "NOTDENIAL"):
                return False
            end = max(tagged.starts["BACKDENIAL"].get(position, (position + 1,)))
            if words[position].text == "i" and end < len(words) and not words[end].pause:
                return False  # "numbness I do not have a name for"
            if words[position].text == "gone" and any(
                tagged.at(position + 1, key) for key in ("NUMB", "ODD", "BRUISED", "PALE", "WEAK", "SWOLLEN")
            ):
                return False
            last = position + 1 == len(words)
            if words[position].text == "nothing" and words[position - 1].text in {"was", "were", "is", "its"}:
                return False
            if words[position].text in _OPENERS and end - position < 2 and not last and not words[position + 1].pause:
                return False
            tail = {w.text for n, w in enumerate(words[position : position + 8], position) if not _behind_pause(words, end, n)}
            return not tail & word_set("back again still sometimes returned returns until till before")
        if words[position].text in word_set("but since so my when from down") or (
            words[position].text in {"and", "in"} and not tagged.has("NONEOFTHEM")
        ):
            return False
        behind += tagged.content[position + 1] - tagged.content[position]
        position += 1
    return False
