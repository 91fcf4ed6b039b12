"""Does a sentence tell of a symptom at all? Descriptions of movements and questions in general do not.

Both answers err to the side of "it does": a word of pain, numbness or injury inside the finding, a sign that
something happened, or anybody's own body keeps the finding.
"""

from __future__ import annotations

from .frames import Tagged
from .reading import word_set
from .state import Fact

#: With one of these in the sentence something is felt.
_FELT = (
    *("NUMB", "ODDSTRONG", "PAINCORE", "SWOLLEN", "BRUISED", "PALE", "INJUREDSTRONG"),
    *("WEAKSTRONG", "BIGSOUND", "DIZZY", "HEADACHE", "HAPPENED"),
)
#: Words of movement and place around a finding; more when the person's own part is its subject.
_ENOUGH = 3
_OWNERS = word_set("my me his him her hers he she hes shes it they")


def span_of(tagged: Tagged, fact: Fact) -> tuple[int, int]:
    """The words of the sentence that the fact quotes, as first and last plus one."""
    inside = [n for n, word in enumerate(tagged.sentence.words) if word.start >= fact.start and word.end <= fact.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def movement(tagged: Tagged, fact: Fact) -> bool:
    """ "the other leg hangs off the bed, pull one knee to the chest": a position or a movement, nothing felt."""
    if fact.about != "self" or not tagged.has("MOVEMENT"):
        return False
    first, last = span_of(tagged, fact)
    felt = {n for key in _FELT for start, end in tagged.spans(key) for n in range(start, end)}
    if any(not tagged.at(n, "MOVEMENT") for n in felt):
        return False
    outside = {start for key in ("MOVEMENT", "POSITION") for start, end in tagged.spans(key) if end <= first or start >= last}
    own = any(tagged.text(n) in _OWNERS for n in range(max(0, first - 1), last))
    return len(outside) >= _ENOUGH + own


def general(tagged: Tagged, fact: Fact) -> bool:
    """ "is a hot swollen calf a sign of a clot?": asks about people, names nobody's body and no event."""
    first, _ = span_of(tagged, fact)
    opener = _opener(tagged)
    if opener is None or opener > first:
        return tagged.size <= 7 and tagged.has("TOPICEND") and not tagged.has("ANYONE") and fact.name not in _NEVER_TOPIC
    if fact.name in _GRAVE and not tagged.has("INFOASK"):
        return False
    if tagged.has("ANYONE"):
        return not tagged.has("DOING")
    return not tagged.has("REMEDY")


_NEVER_TOPIC = word_set("bladder incontinent saddle chest breath stroke fainted whole-limb limb-cold trauma")
#: Signs of an emergency: only a question for a definition or for how to recognise them is general.
_GRAVE = _NEVER_TOPIC | word_set("thunderclap brain-sign head-warning head-injury cough-blood dark-urine pulsing-belly deform")


def _opener(tagged: Tagged) -> int | None:
    """Where the question begins: at the start, or behind a short address without a body part."""
    for start, _ in sorted(tagged.spans("ASKING")):
        before = range(start)
        if any(tagged.at(n, key) for n in before for key in ("BODY", "PAINCORE", "NUMB", "SWOLLEN")):
            return None
        if tagged.text(start) in _SUBJECT_NEXT and (
            tagged.at(start + 1, "SUPPLEVERB") or tagged.text(start + 1) in _NOT_SUBJECT
        ):
            return None  # "can see the bone": the "I" is left out
        if start == 0 or tagged.sentence.words[start].pause or tagged.text(start - 1) in _LEADS:
            return start
    return None


_SUBJECT_NEXT = word_set("can could would will might do does may must should")
_NOT_SUBJECT = word_set(
    "put see feel tell move only no not still barely hardly walk stand get touch find make take be have hear"
)
_LEADS = word_set("and so but hi hello ok please at after in for question asking say from sorry")


def asked_after(tagged: Tagged, fact: Fact) -> bool:
    """ "feeling numb between legs, what is it": a symptom first, then a question about it."""
    first, last = span_of(tagged, fact)
    cues = [start for key in ("HYPO", "HYPOHARD") for start, _ in tagged.spans(key)]
    event = _event(tagged)
    return (
        first <= 3
        and bool(cues)
        and all(start >= last and (tagged.text(start) in _AFTER or (event and tagged.text(start) in _HELPS)) for start in cues)
    )


_AFTER = word_set("what whats should would")
#: "foot numb since Monday, will stretching help": with a day it is told, whatever is asked about it.
_HELPS = word_set("will can could")


def told_first(tagged: Tagged, fact: Fact) -> bool:
    """ "keeled over at the finish, anyway what's best for quads": what is told ends at a pause before the question."""
    _, last = span_of(tagged, fact)
    cues = [start for key in ("HYPO", "HYPOHARD") for start, _ in tagged.spans(key)]
    if not last or not cues or min(cues) < last:
        return False
    if tagged.text(min(cues)) in _QUESTIONS:
        return True
    between = range(last, min(cues) + 1)
    return any(tagged.sentence.words[n].pause or tagged.text(n) in _TURNING for n in between)


_QUESTIONS = word_set("what whats which how should would could can")
_TURNING = word_set("anyway anyways so but now")


def personal(tagged: Tagged) -> bool:
    """Does the sentence name somebody's own case, or something that is going on?"""
    return _somebody(tagged) or _event(tagged)


def _somebody(tagged: Tagged) -> bool:
    """Is somebody's own body or case named: "my", "I have", "gran has", "this knee"?"""
    informed = {n for start, end in tagged.spans("INFORMED") for n in range(start, end)}
    for n, word in enumerate(w.text for w in tagged.sentence.words):
        if word in _ONES_OWN and n not in informed:
            return True
        if word in {"this", "that", "left", "right", "these"} and any(tagged.at(n + k, "BODY") for k in (1, 2)):
            return True
        before, after = tagged.text(n - 1), tagged.text(n + 1)
        if (
            word == "the"
            and before in _BE
            and any(tagged.at(n + k, "BODY") for k in (1, 2))
            and tagged.text(0) in {"why", "how"}
        ):
            return True
        if (
            (tagged.at(n, "OTHERPERSON") or tagged.at(n, "CHILD"))
            and n not in informed
            and not tagged.at(n, "ANYONE")
            and before not in _ANY
            and not (word.endswith("s") and after not in {"has", "is", "was", "gets", "got", "cant"})
        ):
            return True
    return False


_ONES_OWN = word_set("i ive im id ill my me mine myself mi we our he she hes shes his her hers him")
_BE = word_set("is are has have does do did was were cant wont")
_ANY = word_set("a an any some another every each the training old elderly")


def _event(tagged: Tagged) -> bool:
    """ "since Tuesday", "just now", "still": it is going on. "Seen today" only asks how soon."""
    for n, word in enumerate(w.text for w in tagged.sentence.words):
        if word in _GOING_ON:
            return True
        if word in {"today", "tonight", "now"} and not any(tagged.text(k) in _SOON for k in range(max(0, n - 5), n)):
            return True
        if word == "just" and tagged.text(n + 1) in {"now", "started", "went", "happened", "had"}:
            return True
    return False


_GOING_ON = word_set("since yesterday ago currently still keeps nights recently lately overnight tonight")
_SOON = word_set("see seen doctor call called ring phone checked help looked treated gp appointment urgent matter")
