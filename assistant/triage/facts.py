"""A message to facts: tag the sentences, match the frames, and drop what is denied, over or imagined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .durations import DONE_AGAIN, Spell, spells
from .frames import Span, Tagged, find, tag
from .mentions import Denials, denials, denied
from .reading import Sentence, read, word_set
from .rules import Book, Setting, Signal
from .state import Fact
from .telling import asked_after, general, movement, personal, span_of, told_first
from .titles import names

#: Altered feeling: may be a limb that went to sleep and woke.
SENSATIONS = word_set("odd odd-both")
#: So many facts of one name about one person are kept of a message; a very long one repeats itself.
MOST_ALIKE = 40
#: "I had X ... years ago" is history from about this many days on.
LONG_AGO = 120
#: Look-alikes of a wide setting are explained by sentences so near.
BESIDE = 2
#: "no bother in thirty years": over for so long, it is history.
YEARS = 700


@dataclass(slots=True)
class Scene:
    """One sentence with everything that was found out about it."""

    number: int
    sentence: Sentence
    tagged: Tagged
    denials: Denials
    spells: tuple[Spell, ...]
    past: bool
    over: bool
    present: bool
    lasting: bool
    about: str


def scenes(message: str, book: Book, today: date, before: str = "self", zones: Sequence[str] = ()) -> list[Scene]:
    """Read and tag every sentence; `before` is whom the previous message was about, `zones` what parts."""
    named = tuple(dict.fromkeys(zones))
    out: list[Scene] = []
    about = "self"
    cache: dict[tuple[str, ...], Tagged] = {}
    read_on: list[tuple[Sentence, Tagged, tuple[Span, ...] | None]] = []
    for sentence in read(message, book.speller):
        titles = tuple(names(message, sentence))
        key = (*(w.text for w in sentence.words), *("," if w.pause else "" for w in sentence.words), *map(str, titles))
        tagged = cache.get(key)
        if tagged is None:
            tagged = tag(sentence, book.lexicon, book.fillers)
            if len(cache) < 5000 and tagged.has("BODY"):
                cache[key] = tagged
            read_on.append((sentence, tagged, titles))
        else:  # said before: what the first loses, this one loses with it
            read_on.append((sentence, Tagged(sentence, tagged.starts, tagged.content, tagged.strict), None))
    around = [frozenset(key for key in book.near if tagged.has(key)) for _, tagged, _ in read_on]
    for number, (sentence, tagged, fresh) in enumerate(read_on):
        texts = tuple(word.text for word in sentence.words)
        if fresh is not None:
            _mask(tagged, book, frozenset().union(*around[max(0, number - BESIDE) : number + BESIDE + 1]))
            for start, end in fresh:
                tagged.drop(start, end, book.kept)
        if not tagged.has("BODY"):
            _stand_in(tagged, named, book)
        elif any(tagged.has(key) for key in ("PAINCORE", "NUMB", "ODDSTRONG", "WEAKSTRONG", "SWOLLEN", "INJUREDSTRONG")):
            named = tuple(zone for zone, key in book.zone_keys if tagged.has(key))
        about = _about(tagged, about if out else before, first=not out)
        found = denials(tagged)
        times = spells(sentence.words, today)
        past = any(
            _NOT_PAST.isdisjoint(texts[max(0, start - 4) : start])
            and not _age_now(tagged, start)
            and not (texts[start : start + 3] == ("used", "to", "be") and tagged.text(start + 3) in _WAS_WELL)
            for start, _ in tagged.spans("PASTCUE")
        ) or any(s.role == "ago" and s.days >= LONG_AGO for s in times)
        past = past or _old_year(sentence, today)
        past = past and not {"started", "began"} & set(texts)
        past = past or (_over(tagged) and any(s.role in {"lasting", "ago", "goal"} and s.days >= YEARS for s in times))
        out.append(
            Scene(
                number,
                sentence,
                tagged,
                found,
                times,
                past,
                over=_over(tagged),
                about=about,
                present=_present(tagged),
                lasting=any(s.role == "lasting" for s in times) and not _over(tagged),
            )
        )
    return out


#: "since last year", "the same as last year": the past only measures the present.
_NOT_PAST = word_set("since than as from same exactly")


def _age_now(tagged: Tagged, start: int) -> bool:
    """ "aged 72, sudden back pain" says how old somebody is; "broke it aged twelve" when it was."""
    if tagged.text(start) != "aged":
        return False
    words = tagged.sentence.words
    opens = start == 0 or words[start].pause or any(tagged.at(start - 1, key) for key in ("OTHERPERSON", "CHILD", "FIRST"))
    years = tagged.text(start + 1)
    return opens or (years.isdigit() and int(years) >= _OLD) or tagged.text(start - 1) in _GROWN


#: "my calf used to be round" tells of what is the matter now.
_WAS_WELL = word_set(
    "round straight strong stronger fine normal even ok okay pink level full steady bigger fit able quick symmetrical flat"
)
_OLD = 60
_GROWN = word_set("im am man woman male female lady bloke patient person guy")


def _stand_in(tagged: Tagged, zones: Sequence[str], book: Book) -> None:
    """ "it is swollen": the pronoun stands for the part that was complained of before."""
    if not zones:
        return
    for position in range(tagged.size):
        if tagged.text(position) in {"it", "its"}:
            keys = {
                "BODY",
                *(z.upper() for z in zones),
                *(g for g, members in book.groups.items() if not members.isdisjoint(zones)),
            }
            for key in keys:
                tagged.starts.setdefault(key, {}).setdefault(position, (position + 1,))
            return


def _old_year(sentence: Sentence, today: date) -> bool:
    """Whether a year long gone is named: "in 1998", "came off a horse, 1987"."""
    texts = [word.text for word in sentence.words]
    for n, word in enumerate(texts):
        before = texts[n - 1] if n else ""
        if (
            re.fullmatch(r"(19|20)\d\d", word)
            and 1920 < int(word) < today.year
            and before in word_set("in from of since back circa around acl was came went tear about both till until did")
        ):
            return before != "since"
        if (
            re.fullmatch(r"\d\d", word)
            and before == "in"
            and n > 1
            and int(word) < 26
            and (texts[n - 2] in {"back", "cricket", "it"})
        ):
            return True
        ends = n + 1 == len(texts) or sentence.words[n + 1].pause
        if re.fullmatch(r"(19|20)\d\d", word) and 1920 < int(word) < today.year and ends:
            return before != "since"
        if re.fullmatch(r"0\d", word) and before == "in":
            return True
    return False


#: "has gone numb" is not "has gone".
_TURNS_BAD = word_set(
    "numb dead weak cold blue white pale purple black stiff funny weird red bad worse sideways over up down in to from"
)


def _turned(tagged: Tagged, position: int) -> bool:
    """ "gone completely dead", "goes prickly when I read": it did not go away, it turned."""
    if tagged.text(position) not in {"gone", "went", "goes"}:
        return False
    after = _past_degree(tagged, position + 1)
    return tagged.text(after) in _TURNS_BAD or (
        any(tagged.at(after, key) for key in ("NUMB", "ODD", "WEAK")) and tagged.text(after) not in {"in", "after", "when"}
    )


def _over(tagged: Tagged) -> bool:
    for start, end in tagged.spans("RESOLVED"):
        if tagged.at(start, "PERSIST") and tagged.text(start) in {"never", "not", "hasnt", "isnt", "still", "no"}:
            continue
        if any(tagged.at(end, key) for key in ("NUMB", "ODD", "WEAK", "PALE", "BRUISED")) or _turned(tagged, end - 1):
            continue
        if tagged.text(end - 1) == "gone" and tagged.at(start - 1, "BODY"):
            continue
        if _back_again(tagged, end) or tagged.text(end) in _NO_LONGER:
            continue
        if tagged.text(end - 1) == "back" and any(tagged.text(n) in _GOOD_TO_HAVE for n in range(max(0, start - 4), start)):
            continue  # "the feeling has not come back"
        window = {tagged.text(n) for n in range(max(0, start - 2), start)}
        if tagged.text(end - 1) == "clear" and tagged.has("CANCER"):
            continue  # "cancer in 2018, all clear since" says nothing of today's pain
        if (
            _other_side(tagged, start, end)
            or _one_of_two(tagged, start)
            or (tagged.text(start) == "over" and tagged.text(start - 1) in _LOST_OVER)
        ):
            continue
        unsure = word_set("not never isnt almost nearly mostly hasnt havent partly until till once if when wasnt")
        if window & unsure and not tagged.text(start).startswith(("never", "not", "no")):
            continue
        return True
    return _none_since(tagged) or _well_again(tagged)


#: "perfectly fine before, is now numb" says that it is fine no more.
_NO_LONGER = word_set("before beforehand until till")


def _back_again(tagged: Tagged, end: int) -> bool:
    """ "gone for years, back now": what was over has come back."""
    words = tagged.sentence.words
    return any(
        words[n].text == "back"
        and (words[n].pause or words[n - 1].text in {"but", "its", "is", "and"})
        and tagged.text(n + 1) in {"now", "again", "with", "worse"}
        for n in range(end, min(end + 6, len(words)))
    )


def _none_since(tagged: Tagged) -> bool:
    """ "no tingles since.": the lack of something bad, up to now; not "no feeling since"."""
    words = tagged.sentence.words
    for n, word in enumerate(words):
        ends = n + 1 == len(words) or words[n + 1].pause
        if word.text != "since" or not ends or word.pause:
            continue
        for start in range(max(0, n - 3), n - 1):
            if words[start].text in {"no", "zero"} and not any(words[k].pause for k in range(start + 1, n)):
                return any(tagged.at(k, "ITEM") for k in range(start + 1, n)) and _GOOD_TO_HAVE.isdisjoint(
                    w.text for w in words[start:n]
                )
    return False


_GOOD_TO_HAVE = word_set("feeling feel sensation power strength movement change wee poo bowel bladder loss loo toilet")


def _well_again(tagged: Tagged) -> bool:
    """ "shook it, fine." / "headbutted my knee, all fine, quad stretch?": a clause that says nothing else."""
    words = tagged.sentence.words
    clause: list[str] = []
    for n in range(len(words) + 1):
        if n == len(words) or words[n].pause:
            asked = n == len(words) and tagged.sentence.asks
            said = "fine" in clause or clause[:2] in (["all", "good"], ["all", "grand"], ["all", "well"])
            if not asked and said and _WELL.issuperset(clause):
                return not any(word.text in _NOT_WELL for word in words)
            clause = []
        if n < len(words):
            clause.append(words[n].text)
    return False


#: What may stand beside "fine" where that is all a clause says, and what takes it back.
_WELL = word_set(
    "fine good grand well all and then its im was it now again after down up sat shook shake quickly straight away soon once i"
)
_NOT_WELL = word_set("otherwise but still until till not never isnt apart except though although keeps comes back every")

_LOST_OVER = word_set("work school sleep days training matches tears hours time money")


def _other_side(tagged: Tagged, start: int, end: int) -> bool:
    """ "the left one is fine": said to compare, not that anything is over."""
    before = [tagged.text(n) for n in range(max(0, start - 4), start)]
    if tagged.text(end) == "now" or tagged.text(start) == "over":
        return False
    return bool({"other", "lefts", "rights"} & set(before)) or bool(
        {"left", "right"} & set(before) and {"one", "ones", "side"} & set(before)
    )


def _one_of_two(tagged: Tagged, start: int) -> bool:
    """ "left leg right as rain, the right is white": of two sides only one is well."""
    before = {tagged.text(n) for n in range(max(0, start - 3), start)}
    other = {"right"} if "left" in before else {"left"} if "right" in before else set()
    rest = {tagged.text(n) for n in range(tagged.size) if tagged.text(n + 1) != "as" and not start - 3 <= n < start}
    return bool(other & rest) and any(tagged.at(n, "BODY") for n in range(max(0, start - 3), start))


_DAYS = frozenset(
    ["today", "this week", "this morning", "recently", "lately", "yesterday", "last night", "tonight", "this month"]
).union(["now", "keeps", "ever since"])


#: "still safe?" asks for leave, it does not say that anything goes on.
_STILL_ALLOWED = word_set("good ok okay safe fine worth allowed useful helpful do possible stretch right sensible alright")


#: Who still does these, or now has these, says nothing of a symptom.
_STILL_DOES = word_set(
    "climb climbs climbing run runs running play plays playing ride rides riding ski skis skiing dance dances dancing swim "
    "swims swimming cycle cycles cycling train trains compete competes garden surf row jog hike sail skate box teach"
)
_NEW_THINGS = word_set(
    "handlebars handlebar saddle shoes boots trainers mattress pillow pillows chair desk bike insoles job racket glasses car "
    "bed orthotics cleats year"
)


def _present(tagged: Tagged) -> bool:
    scene_asks = tagged.sentence.asks
    for start, end in tagged.spans("PRESENT"):
        text = " ".join(tagged.text(n) for n in range(start, end))
        nxt = tagged.text(end)
        if text == "now" and (
            nxt in {"fine", "ok", "okay", "and", "i", "im", "want", "retired"}
            or tagged.text(start - 1)
            in word_set("fine ok well better good great right gone healed im normal years strong is all")
        ):
            continue
        if text == "again" and any(tagged.text(n) == "never" for n in range(start - 4, start)):
            continue
        if text == "again" and tagged.text(start - 1) in DONE_AGAIN:
            continue  # "rode again for forty years"
        if text == "now" and tagged.text(start - 1).isdigit() and _over(tagged):
            continue
        if text in {"keeps", "keep"} and tagged.text(start - 1) in {"what", "which", "that"}:
            continue  # "what keeps bones healthy?"
        if text == "still" and scene_asks and nxt in _STILL_ALLOWED:
            continue  # "is it still good for me?"
        if text == "still" and nxt in _STILL_DOES:
            continue  # "fell out of a tree as a kid, still climb"
        if text == "now" and tagged.text(start - 1) in _STILL_DOES:
            continue
        if text == "new" and nxt in _NEW_THINGS:
            continue  # "new handlebars fixed it"
        # A day names the present only if nothing else in the sentence says that it is over.
        if text in _DAYS and _over(tagged):
            continue
        return True
    return False


def _mask(tagged: Tagged, book: Book, beside: frozenset[str]) -> None:
    """Take look-alikes out, longest first, unless they only cover part of a longer name of a body part."""
    covered: list[Span] = []
    for number, frame in book.masks.fitting(tagged):
        setting = book.settings[number]
        if number and not _holds(setting, tagged, beside):
            continue
        for taken in find(frame, tagged, strict=True):
            if any(tagged.sentence.words[n].pause for n in range(taken[0][0] + 1, max(end for _, end in taken))):
                continue
            covered.append((taken[0][0], max(end for _, end in taken)))
    for start, end in sorted(covered, key=lambda span: span[0] - span[1]):
        longer = any(s <= start and e >= end and e - s > end - start for s, e in tagged.spans("BODY"))
        last_is_back = tagged.text(end - 1) == "back"
        pain_follows = last_is_back and (
            tagged.at(end, "PAINCORE")
            or (tagged.text(end) in {"is", "hurts", "has", "went", "and"} and tagged.text(end + 1) in {"pain", "sore"})
        )
        own_back = tagged.text(start) == "back" and (
            tagged.text(start - 1) in _BACK_OWNERS
            or (start == 0 and tagged.text(1) not in {"to", "then", "again", "home", "and", "with"})
        )
        own_back = own_back or (last_is_back and start < end - 1 and tagged.text(end - 2) in {"my", "mi", "his", "her"})
        unable = any(tagged.at(n, "CANTHARD") for n in range(max(0, start - 3), start))
        if not longer and not pain_follows and not own_back and not unable and not _runs_on(tagged, end):
            tagged.drop(start, end, book.kept)


def _runs_on(tagged: Tagged, end: int) -> bool:
    """ "my leg up and died", "in both legs day and night": what looks like "leg up" or "legs day" goes on."""
    if tagged.text(end) != "and":
        return False
    last, following = tagged.text(end - 1), tagged.text(end + 1)
    return (last in {"day", "days"} and following in {"night", "nights"}) or (last == "up" and following in _UP_AND)


_UP_AND = word_set("died quit went gave left stopped collapsed failed vanished folded buckled")


def _holds(setting: Setting, tagged: Tagged, beside: frozenset[str]) -> bool:
    """Are the look-alikes of this setting to be taken out here?"""
    if setting.near:
        return not beside.isdisjoint(setting.requires) and beside.isdisjoint(setting.unless)
    required = not setting.requires or any(tagged.has(key) for key in setting.requires)
    return required and not any(tagged.has(key) for key in setting.unless)


_BACK_OWNERS = word_set("my me mi low lower his her upper mid bad sore stiff dodgy did done put")


def _about(tagged: Tagged, before: str, first: bool) -> str:
    """Whom a sentence is about: "self", "other", "child" or "animal"."""
    mine = _own_body(tagged)
    if mine:
        return "self"
    people: list[tuple[int, str]] = []
    people += [(start, "other") for start, _ in tagged.spans("OTHERPERSON")]
    people += [(start, "child") for start, _ in tagged.spans("CHILD") if tagged.text(start + 1) != "pose"]
    people += [
        (start, "animal")
        for start, _ in tagged.spans("ANIMAL")
        if not {tagged.text(n) for n in range(start - 4, start)}
        & word_set(
            "like as than show off from by under onto kicked lifting lifted carrying carried picking over chasing holding "
            "downward downwards upward facing puppy charley charlie"
        )
        and not (tagged.text(start) in {"hen", "hens"} and tagged.text(start + 1) in _HEN_PARTY)
        and tagged.text(start + 1) not in word_set("lead walk walker walking collar pose basket food bed")
        and not _did_it(tagged, start)
        and not _beast_saying(tagged, start)
    ]
    first_word = next(
        (n for n in range(tagged.size) if tagged.at(n, "FIRST") and tagged.text(n) not in {"my", "me", "our"}), None
    )
    real = [(p, who) for p, who in people if not _only_reports(tagged, p) and not _merely_there(tagged, p)]
    age = _child_age(tagged)
    if real:
        position, who = min(real)
        mentions_self = first_word is not None or any(tagged.text(n) == "me" for n in range(tagged.size))
        if mentions_self and not _possessed(tagged, position):
            return "self"
        return "child" if age and who == "other" else who
    if age:
        return "child"
    third = any(tagged.at(n, "THIRD") for n in range(tagged.size))
    if before in {"other", "child"} and not first and tagged.has("BODY") and not tagged.has("FIRST"):
        return before  # "Dad fell down the stairs. Neck hurts."
    if third and not first and first_word is None:
        return before
    return "self" if first_word is not None or first or not third else before


def _beast_saying(tagged: Tagged, position: int) -> bool:
    """ "gone to the dogs", "a rabbit hole", "I'm a vet tech": no animal is the patient."""
    word, after = tagged.text(position), tagged.text(position + 1)
    if word == "vet" or word == "livestock":
        return after in _VET_PEOPLE or bool(
            {tagged.text(n) for n in range(position - 3, position)} & {"im", "am", "as", "retired"}
        )
    before = [tagged.text(n) for n in range(max(0, position - 2), position)]
    return (word == "dogs" and before == ["to", "the"]) or (word == "rabbit" and after in {"hole", "holes"})


_VET_PEOPLE = word_set(
    "tech techs technician nurse nurses nursing student students school receptionist assistant med surgeon here"
)


def _did_it(tagged: Tagged, position: int) -> bool:
    """ "the pony rolled on my daughter": the animal that did it is not the one who is hurt."""
    for n in range(position + 1, position + 5):
        if tagged.text(n) in _BEAST_DID:
            return any(
                tagged.text(k) in _WHOM or tagged.at(k, "OTHERPERSON") or tagged.at(k, "CHILD") for k in range(n + 1, n + 5)
            )
    return False


_BEAST_DID = word_set(
    "thrown threw rolled kicked had bit bitten trod stood stepped stamped knocked charged butted headbutted dragged pulled "
    "yanked bucked crushed pinned squashed trampled gored barged jumped landed sat fell flung tossed bolted ran scratched"
)
_WHOM = word_set("me my him her us his")

_HEN_PARTY = word_set("do party weekend night dos")


def _own_body(tagged: Tagged) -> bool:
    """ "my knee", "me left knee", "I can't feel ...": the person's own body is named."""
    for start, _ in tagged.spans("BODY"):
        for back in range(1, 6):
            word = tagged.text(start - back)
            if word in {"my", "mi", "myself"} or (word == "me" and back <= 3):
                between = list(range(start - back + 1, start))
                if not any(
                    tagged.at(n, key) for n in between for key in ("OTHERPERSON", "CHILD", "ANIMAL", "THING")
                ) and not any(tagged.text(n) in {"year", "years", "yo", "yr", "old", "olds"} for n in between):
                    return True
            if word in {"his", "her", "their"}:
                break
    return False


def _possessed(tagged: Tagged, position: int) -> bool:
    """ "my dad's knee", "my son has": the person is the owner or the subject of what follows."""
    following = list(range(position + 1, min(position + 5, tagged.size)))
    return any(tagged.at(n, "BODY") or tagged.at(n, "THIRD") for n in following) or any(
        tagged.text(n) in word_set("has had gets is was got says cant keeps been hurt pulled strained feels limps limping")
        for n in following[:2]
    )


def _only_reports(tagged: Tagged, position: int) -> bool:
    """ "my wife says ...", "my physio told me": somebody who only speaks about the person."""
    after = [tagged.text(n) for n in range(position + 1, position + 4)]
    said = word_set("says said reckons thinks told tells noticed wants suggested swears asked is insists")
    return (
        bool(after)
        and after[0] in said - {"is"}
        and any(tagged.at(n, "FIRST") or tagged.text(n) in {"i", "im", "its"} for n in range(position + 1, tagged.size))
    )


#: Who is lifted, pushed or bathed is not the one who complains of it.
_HANDLING = word_set(
    "lifted lifting lift carried carrying carry pushed pushing picked picking bathed bathing held holding hoisted"
)


def _merely_there(tagged: Tagged, position: int) -> bool:
    """ "thicker than its brother", "lifted grandson out of his cot": a likeness, or somebody who is handled."""
    before = [tagged.text(n) for n in range(max(0, position - 3), position)]
    if before[-1:] == ["its"] or not _HANDLING.isdisjoint(before):
        return True
    if before[-1:] and before[-1] in word_set("the our my"):
        before.pop()
    together = before[-1:] == ["with"] and not _TROUBLE_WITH & set(before) and position > _FAR
    return together and tagged.at(position, "CHILD") and not _possessed(tagged, position)


#: "wrong with my son" is about him, "playing with the kids" is not.
_TROUBLE_WITH = word_set("wrong matter up help do issue issues problem problems happening going trouble here what it")
_FAR = 2


_CHILD_YEARS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)


def _child_age(tagged: Tagged) -> bool:
    words = [w.text for w in tagged.sentence.words]
    for n, word in enumerate(words):
        spoken = word in _CHILD_YEARS and words[n + 1 : n + 3] in (["year", "old"], ["years", "old"], ["year", "olds"])
        if spoken or (re.fullmatch(r"\d{1,2}", word) and 2 <= int(word) < 18):
            before = words[n - 1] if n else ""
            after = words[n + 1 : n + 4]
            if after[:1] in (["yo"], ["yr"], ["yrs"]) or after[:2] in (
                ["year", "old"],
                ["years", "old"],
                ["your", "old"],
                ["year", "olds"],
            ):
                return True
            if before in {"im", "am", "hes", "shes", "aged", "age", "is", "lads"} and (
                not after or after[0] in word_set("and my with a but years i so who female male or says")
            ):
                return True
            if (
                n + 1 < len(words)
                and tagged.sentence.words[n].pause
                and (n + 1 >= len(words) or tagged.sentence.words[n + 1].pause)
                and any(tagged.at(k, "CHILD") or tagged.at(k, "OTHERPERSON") for k in range(n))
            ):
                return True
    return False


def gather(
    message: str, book: Book, today: date, before: str = "self", zones: Sequence[str] = ()
) -> tuple[list[Fact], list[Scene], tuple[str, ...]]:
    """Every fact a message asserts, its scenes, and notes on self-care patterns that were seen."""
    world = scenes(message, book, today, before, zones)
    facts: list[Fact] = []
    notes: list[str] = []
    for scene in world:
        sentence_facts = _matches(message, scene, book)
        answered = _answered_no(scene, world)
        facts += [
            fact
            for fact in sentence_facts
            if not _dismissed(fact, scene, world, book)
            and (answered is None or fact.kind == "context" or span_of(scene.tagged, fact)[0] < answered)
        ]
    asked: list[Fact] = []
    told = any(personal(scene.tagged) or any(s.role in {"lasting", "ago"} for s in scene.spells) for scene in world)
    if not told and not any(scene.tagged.has("HAPPENED") and not scene.sentence.asks for scene in world[1:]):
        asked = [fact for fact in facts if fact.kind in {"symptom", "soft"} and general(world[fact.sentence].tagged, fact)]
    if asked and not any(fact.kind == "symptom" and fact not in asked for fact in facts):
        facts = [fact for fact in facts if fact not in asked and fact.kind != "context"]
        notes.append("information")
    facts = [fact for fact in facts if not _went_to_sleep(fact, facts, world)]
    by_sentence: dict[int, list[Fact]] = {}
    for fact in facts:
        by_sentence.setdefault(fact.sentence, []).append(fact)
    slept = [fact for fact in facts if fact.name in SENSATIONS and _fell_asleep(fact, by_sentence, world)]
    kept: list[Fact] = []
    count: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        if fact in slept or (fact.name in {"weak", "injury"} and any(_overlap(fact, other) for other in slept)):
            notes.append("0-POSTURE")  # "foot went dead, fine in seconds" is no weakness either
        elif count[fact.name, fact.about] < MOST_ALIKE:
            count[fact.name, fact.about] += 1
            kept.append(fact)
    return kept, world, tuple(dict.fromkeys(notes))


def _answered_no(scene: Scene, world: Sequence[Scene]) -> int | None:
    """ "Does it tingle? It doesn't.": where the question begins that the next sentence says no to, or None."""
    if not scene.sentence.asks or scene.number + 1 >= len(world) or not _says_no(world[scene.number + 1].sentence):
        return None
    words = scene.sentence.words
    start = max((n for n, word in enumerate(words) if word.pause), default=0)
    clause = [word.text for word in words[start:]]
    whole = len(clause) > _SHORT and clause[0] not in _OPENS_QUESTION
    if whole or len(clause) > _LONG_QUESTION or not _NOT_OF_PRESENCE.isdisjoint(clause):
        return None
    if any(
        word in {"the", "this", "that"} and (n == 0 or clause[n - 1] not in word_set("in of down on at to"))
        for n, word in enumerate(clause)
    ):
        return None  # "has the numbness gone? no" takes the numbness for granted
    return start


_SHORT = 3
_LONG_QUESTION = 10
_OPENS_QUESTION = word_set("do does did am is are was were has have had any ever")
#: With these a "no" does not say that something is absent.
_NOT_OF_PRESENCE = word_set(
    "not no cant cannot couldnt wont dont doesnt isnt gone away better help helps helped touch touches work works ease eases "
    "eased easing stop stops stopped improve improved heal healed settle settled shift budge clear cleared recover recovered "
    "normal ok okay fine well happy safe bad serious worry from because due just only caused anyone anybody someone else "
    "doctor gp scan still feeling sensation move lift hold bear control"
)


def _says_no(sentence: Sentence) -> bool:
    """ "no", "not at all", "it doesn't": an answer that stands for itself."""
    texts = [word.text for word in sentence.words]
    for answer in _ANSWERS:
        end = len(answer)
        if tuple(texts[:end]) == answer:
            return len(texts) == end or sentence.words[end].pause
    denies = texts[:1] and texts[0] in word_set("it they i he she that") and texts[1:2] and texts[1] in _DENYING_VERBS
    return bool(denies or texts[:2] in (["nothing", "did"], ["nothing", "does"])) and (
        len(texts) == _PAIR or sentence.words[_PAIR].pause
    )


_PAIR = 2
_DENYING_VERBS = word_set("doesnt dont didnt hasnt havent isnt arent wasnt werent")
_ANSWERS = tuple(
    tuple(answer.split())
    for answer in re.split(
        r",\s+",
        "no, nope, nah, never, none, neither, nothing, negative, not at all, not in the least, not a bit, not once, not ever, "
        "not me, none at all, never ever, no never, no not at all, i am not, im not, i do not, i did not, i have not, "
        "it is not, it does not, it did not, it has not, they do not, they are not, no it doesnt, no it isnt, no i dont, "
        "no they dont, no i havent, not so far, none of it, no way, no none",
    )
)


def _overlap(one: Fact, other: Fact) -> bool:
    return one.sentence == other.sentence and one.start < other.end and other.start < one.end


def _matches(message: str, scene: Scene, book: Book) -> list[Fact]:
    tagged = scene.tagged
    best: dict[tuple[str, int], tuple[bool, Fact]] = {}
    turn = _turn(tagged)
    for number, frame in book.shelf.fitting(tagged):
        signal = book.signals[number]
        voids = [
            key
            for key in signal.unless
            if key not in _LOCAL and tagged.has(key) and (key != "ONPURPOSE" or not tagged.has("NOTTRYING"))
        ]
        if voids and (not turn or any(start >= turn for key in voids for start in tagged.starts[key])):
            continue
        if signal.requires and not any(tagged.has(key) for key in signal.requires):
            continue
        local = [key for key in signal.unless if key in _LOCAL and tagged.has(key)]
        for taken in find(frame, tagged):
            if (local and _in_clause(local, taken, tagged)) or (voids and taken[0][0] < turn):
                continue
            if (signal.kind != "context" or signal.deniable) and _is_denied(signal, taken, scene):
                continue
            named, fact = _fact(message, signal, taken, scene, book)
            known = best.get((signal.name, taken[0][0]))
            if known is None or (not named, fact.end - fact.start) < (not known[0], known[1].end - known[1].start):
                best[(signal.name, taken[0][0])] = named, fact
    return _merged(best.values())


def _turn(tagged: Tagged) -> int:
    """Where a sentence turns to the present: "all gone in 2009, but today ...", "mum had one, now my own ..."; 0 if nowhere."""
    words = tagged.sentence.words
    for n in range(len(words) - 2, 1, -1):
        day = 1 if words[n].text in _TO_NOW else 2 if (words[n].text, tagged.text(n + 1)) in _TO_NOW_TWO else 0
        before = words[n - 1].text
        if day and (words[n].pause or before == "but" or (before == "and" and words[n - 1].pause)):
            after = n + day
            return n if after < len(words) and not words[after].pause else 0
    return 0


_TO_NOW = word_set("now today yesterday tonight suddenly currently")
_TO_NOW_TWO = frozenset([("this", "morning"), ("last", "night"), ("this", "week"), ("right", "now"), ("this", "afternoon")])


#: These void a frame only from within its own clause: "toes numb, is the splits safe?" is about toes.
_LOCAL = word_set("TRAUMAIDIOM FLEXWORDS TIGHT TIGHTSIM GOODFEEL TIREDSIM EXERTION EXERTPOSE")


def _in_clause(keys: Sequence[str], taken: Sequence[Span], tagged: Tagged) -> bool:
    words = tagged.sentence.words
    first, last = taken[0][0], max(end for _, end in taken)
    while first > 0 and not words[first].pause:
        first -= 1
    while last < len(words) and not words[last].pause and words[last].text not in _QUESTION:
        last += 1
    return any(tagged.at(n, key) for key in keys for n in range(first, last))


#: A question that begins behind a finding is a clause of its own, with or without a comma.
_QUESTION = word_set("what whats which how can could should would any anyway where please")


def _merged(found: Iterable[tuple[bool, Fact]]) -> list[Fact]:
    """Of overlapping readings of a signal the shortest that names the part is kept, with the zones of all."""
    out: list[Fact] = []
    for _, fact in sorted(found, key=lambda item: (item[1].name, not item[0], item[1].end - item[1].start, item[1].start)):
        for n, other in enumerate(out):
            if other.name == fact.name and other.start < fact.end and fact.start < other.end:
                out[n] = replace(other, zones=tuple(dict.fromkeys((*other.zones, *fact.zones))))
                break
        else:
            out.append(fact)
    return out


def _is_denied(signal: Signal, taken: Sequence[Span], scene: Scene) -> bool:
    core = _core(taken, scene.tagged)
    return denied(scene.tagged, scene.denials, core, taken, backward=signal.kind != "risk")


def _core(taken: Sequence[Span], tagged: Tagged) -> Span:
    """The deciding words: the slots that are not just a body part or a possessive."""
    spans = [
        s
        for s in taken
        if s[1] > s[0]
        and not any(
            s[0] in tagged.starts.get(k, {}) and s[1] in tagged.starts[k][s[0]] for k in ("BODY", "FIRST", "BOTH", "LEGS")
        )
    ]
    spans = spans or [s for s in taken if s[1] > s[0]] or [taken[0]]
    return min(s[0] for s in spans), max(s[1] for s in spans)


def _fact(message: str, signal: Signal, taken: Sequence[Span], scene: Scene, book: Book) -> tuple[bool, Fact]:
    """The fact, and whether its words name a body part."""
    words = scene.sentence.words
    first = min(s[0] for s in taken)
    last = max(max(s[1] for s in taken), first + 1)
    start, end = words[first].start, words[min(last, len(words)) - 1].end
    named, zones = _zones(scene.tagged, first, last, book)
    days = max((s.days for s in scene.spells if s.role == "lasting"), default=None)
    return named, Fact(signal.name, signal.kind, message[start:end], start, end, zones, scene.about, 0, days, scene.number)


def _zones(tagged: Tagged, first: int, last: int, book: Book) -> tuple[bool, tuple[str, ...]]:
    """Whether body zones are named inside the words, and those, else the ones of the sentence."""
    out: dict[str, None] = {}
    beyond: dict[str, None] = {}
    for zone, key in book.zone_keys:
        for start, ends in tagged.starts.get(key, {}).items():
            if start < last and ends[0] > first:
                out[zone] = None
            beyond[zone] = None
    return bool(out), tuple(out or beyond)


def _dismissed(fact: Fact, scene: Scene, world: Sequence[Scene], book: Book) -> bool:
    """Is the fact imagined, history, or an animal's or a thing's?"""
    if fact.kind == "context":
        return fact.name == "cleared" and _turned(scene.tagged, span_of(scene.tagged, fact)[0])
    if scene.about == "animal":
        return True
    tagged = scene.tagged
    if scene.about == "other" and _only_a_reason(tagged, fact):
        return True
    told = asked_after(tagged, fact) or (fact.name in book.lasting and told_first(tagged, fact))
    moved = fact.name not in book.unmoved and movement(tagged, fact)
    if fact.kind != "risk" and ((_imagined(scene) and not told) or moved):
        return True
    if fact.kind == "risk":
        expires = (fact.name in {"pregnant", "postpartum", "undercare"} and scene.past) or fact.name == "operation"
        return expires and _history(fact, scene, world, book)
    if (
        fact.name in {"odd", "weak", "pain", "injury"}
        and tagged.has("THING")
        and not tagged.has("BODY")
        and not tagged.has("FIRST")
    ):
        return True
    return _history(fact, scene, world, book)


def _only_a_reason(tagged: Tagged, fact: Fact) -> bool:
    """ "my mate tore his calf so I want to warm up properly": why the person asks, for themselves."""
    first, last = span_of(tagged, fact)
    texts = [word.text for word in tagged.sentence.words]
    if any(texts[n : n + 4] == ["nothing", "to", "do", "with"] for n in range(last, len(texts))):
        return True
    for n in range(first + 1, len(texts) - 2):
        wants = texts[n] in {"i", "im"} and set(texts[n + 1 : n + 3]) & word_set(
            "want wanna try need stretch warm thinking inspired keen"
        )
        reason = wants or texts[n : n + 2] in (["id", "like"], ["which", "class"])
        if reason and texts[n - 1] in word_set("so and but why now"):
            tail = set(texts[n:])
            return bool(tail & _OWN_PLANS) and not tail & _OF_OTHERS
    return False


_OWN_PLANS = word_set(
    "warm stretch stretches stretching routine class mobile mobility flexible fit yoga careful properly strong supple limber "
    "health healthy"
)
_OF_OTHERS = word_set("he she his her him hes shes them they their give show help tell save")


def _imagined(scene: Scene) -> bool:
    tagged = scene.tagged
    cues = [
        start
        for start, _ in tagged.spans("HYPO")
        if (tagged.text(start - 1), tagged.text(start)) != ("i", "mean")
        and not (tagged.text(start) in {"what", "whats"} and tagged.text(start + 1) in _NEWS)
        and not (tagged.text(start) == "course" and tagged.text(start - 1) in _COURSES)
        and not (tagged.text(start) == "difference" and _unable(tagged, start))
        and not _asks_for_help(tagged, start)
    ]
    hard = any(
        tagged.text(start - 1) not in {"i", "id"} or tagged.text(start) != "suppose" for start, _ in tagged.spans("HYPOHARD")
    )
    if not cues and not hard:
        return False
    if hard:
        return not any(tagged.text(n) in {"still", "already", "now", "again"} for n in range(tagged.size))
    if _own_body(tagged):
        return False
    firsts = [n for n in range(tagged.size) if tagged.text(n) in {"i", "ive", "im", "my", "me"}]
    for n in firsts:
        after = {tagged.text(k) for k in range(n + 1, n + 4)}
        has = tagged.text(n) in {"ive", "im"} or after & word_set("have get feel got had hurt cant keep felt")
        if has and "ever" not in after:
            return False
    return True


#: "of course", "an assault course": nobody learns there.
_COURSES = word_set(
    "of assault obstacle golf race ski ropes wire main due crash army mudder climbing circuit cross country jump"
)


def _asks_for_help(tagged: Tagged, start: int) -> bool:
    """ "what do I do with my boy, he has a fever": a plea; "what do I do if ..." is a question."""
    words = [tagged.text(n) for n in range(start, start + 8)]
    return words[:2] == ["what", "do"] and words[2:4] in (["i", "do"], ["we", "do"]) and "if" not in words


def _unable(tagged: Tagged, before: int) -> bool:
    """ "can't tell the difference between full and empty" tells, it does not ask."""
    return any(tagged.at(n, "CANT") for n in range(max(0, before - 4), before))


#: "what's new is ..." tells, it does not ask.
_NEWS = word_set("new worse odd weird strange different happened changed bothers worries scares frightens")


def _history(fact: Fact, scene: Scene, world: Sequence[Scene], book: Book) -> bool:
    """Past and over, or past without a sign of the present. Emergency signs need a past that is long over."""
    turn = _turn(scene.tagged)
    if turn and span_of(scene.tagged, fact)[0] >= turn and not _told_off(scene.tagged, turn):
        return False
    later = world[scene.number : scene.number + 4]
    over = any(s.over for s in later)
    present = (
        scene.present
        or (scene.lasting and not over)
        or any(s.present and not s.over and (s.tagged.has("BODY") or s.tagged.has("it") or _of_it(s)) for s in later[1:2])
    )
    if scene.past:
        return (over and not (scene.present and not scene.over)) or not present
    if not scene.over and any(s.past and s.over for s in later[1:3]) and not present:
        return True
    if fact.name in book.lasting:
        return False
    if scene.over and fact.name not in SENSATIONS:
        return not present
    return scene.over and fact.name in SENSATIONS and not present and _never_again(scene)


def _told_off(tagged: Tagged, turn: int) -> bool:
    """Whether something behind the turn says that it is past or over."""
    return any(start >= turn for key in ("PASTCUE", "RESOLVED") for start in tagged.starts.get(key, ()))


def _of_it(scene: Scene) -> bool:
    return any(w.text in {"they", "theyre", "theyve", "its", "this", "that"} for w in scene.sentence.words)


def _never_again(scene: Scene) -> bool:
    words = {w.text for w in scene.sentence.words}
    return bool(words & {"never", "stopped", "sorted", "gone", "healed", "returned", "since"})


#: Signals that the bare "went" can raise; "my back went all stiff" is none of them.
_OF_WENT = word_set("injury tear sudden-pain fall-small")
_STIFFENED = word_set("stiff tight creaky rusty tense wooden")
_DEGREE = word_set("all a bit little really very so completely totally quite right proper pretty rather kind of sort entirely")


def _past_degree(tagged: Tagged, position: int) -> int:
    """The place behind words of degree: of "gone completely dead" that of "dead"."""
    while position < tagged.size and tagged.text(position) in _DEGREE:
        position += 1
    return position


def _went_to_sleep(fact: Fact, facts: Sequence[Fact], world: Sequence[Scene]) -> bool:
    """ "my foot went to sleep": what "went" is a feeling, not an injury."""
    if fact.name not in _OF_WENT:
        return False
    tagged = world[fact.sentence].tagged
    first, last = span_of(tagged, fact)
    if tagged.text(last - 1) in {"went", "gone", "goes"} and (
        (tagged.text(last) == "all" and not tagged.sentence.words[last].pause)
        or tagged.text(_past_degree(tagged, last)) in _STIFFENED
    ):
        return not any(tagged.has(key) for key in ("INJUREDSTRONG", "BIGSOUND", "ACCIDENT", "MECHANISM"))
    if fact.name != "injury":
        return False
    if any(tagged.text(n) in {"dead", "asleep"} or tagged.at(n, "CLEARED") for n in range(first, last)):
        return True
    if any(tagged.at(n, key) for n in range(first, last) for key in ("INJUREDSTRONG", "BIGSOUND", "ACCIDENT", "SWOLLEN")):
        return False
    return any(
        f.name in SENSATIONS and f.sentence == fact.sentence and f.start < fact.end and fact.start < f.end for f in facts
    )


def _fell_asleep(fact: Fact, by_sentence: Mapping[int, Sequence[Fact]], world: Sequence[Scene]) -> bool:
    """A limb that slept from pressure, or tingled only in a stretch, and was normal within minutes."""
    near = [f for n in range(fact.sentence - 2, fact.sentence + 3) for f in by_sentence.get(n, ())]
    names = {f.name for f in near if f.about == fact.about}
    scene = world[fact.sentence]
    cleared = "cleared" in names or scene.over or any(s.over for s in world[fact.sentence : fact.sentence + 3])
    if any(near_scene.tagged.has("still") for near_scene in world[fact.sentence : fact.sentence + 2]):
        return False
    if not cleared or "lingers" in names or "repeats" in names:
        return False
    if any(s.role == "lasting" and s.days >= 2 for s in scene.spells):
        return False
    brief = any(s.role == "brief" for s in scene.spells) or any(
        s.role == "brief" for near_scene in world[fact.sentence : fact.sentence + 3] for s in near_scene.spells
    )
    return "posture" in names or brief or ("cleared" in names and "exertion" not in names)
