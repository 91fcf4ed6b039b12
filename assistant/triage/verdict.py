"""Facts to a verdict: times and trends, rules, levels, what to withhold, and the memory of a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .facts import Scene, gather
from .reading import word_set
from .rules import Book, Condition, Level, Rule, load
from .state import Fact, TriageState, bounded

CHECK_QUESTION = (
    "Any of these: numbness or tingling; weakness; trouble with bladder or bowel, or numbness between the legs; fever; "
    "a recent fall or pop; pain that is getting worse or has lasted over 2 weeks?"
)
#: Section 3 of the clinical reference, in days.
LASTING_IF_NOT_BETTER = 14
LASTING_ALWAYS = 42
STUBBORN = 7  # with words such as "no better"
WORSE_FROM = 3
DOMS_ENDS = 8

#: Context that still matters a turn later; the rest belongs to its own message.
_CARRIED = word_set("exertion clot-risk calf-hot limping")
_AREA_IDS = ("S-SENS", "S-RADIC", "S-MOTOR", "S-INJ", "S-STRESSFX", "S-EXERT", "S-AGE", "S-DIZZY")


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a level, in the person's own words (`said` is `message[start:end]` when turn is 0)."""

    id: str
    level: Level
    said: str
    start: int
    end: int
    source: str
    rule: str
    family: str
    about: str
    areas: tuple[str, ...]
    turn: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How soon to see somebody, why, what not to offer meanwhile, and what to remember."""

    level: Level
    findings: tuple[Finding, ...]
    withheld: str
    withheld_areas: tuple[str, ...]
    soft: bool
    check_question: str | None
    notes: tuple[str, ...]
    state: TriageState


def assess(message: str, state: TriageState | None = None, *, today: date | None = None) -> Verdict:
    """Read one message of a conversation.

    Args:
        message: what the person typed; any Unicode, any length.
        state: the state of the previous verdict, or None at the beginning.
        today: the day on which "since Easter" is counted; default is the clock's.

    Returns:
        The verdict, with the state to pass in next time. Findings of earlier turns stay until taken back.
    """
    book = load()
    day = today or date.today()
    earlier = tuple(fact.carried() for fact in state.facts if fact.kind != "context" or fact.name in _CARRIED) if state else ()
    before = next((f.about for f in reversed(earlier) if f.kind != "context"), "self")
    new, world, notes = gather(message, book, day, before, tuple(z for f in earlier if f.kind == "symptom" for z in f.zones))
    if state and state.awaiting:
        new += _answers(message, world, new)
    earlier = _resolved(earlier, world, book.lasting)
    if earlier:
        new = _linked(new, earlier, world)
    facts = (*earlier, *new)
    derived = _derive(facts, world, new)
    findings = _judge((*facts, *derived), book)
    level = max((f.level for f in findings), default=Level.NONE)
    soft = level < Level.SEE_PROFESSIONAL and any(f.kind == "soft" for f in new)
    asked = bool(state and state.asked)
    ask = not asked and (level == Level.SEE_PROFESSIONAL or soft)
    if not findings and any(f.name == "pain" for f in new):
        notes = (*notes, "0-DOMS" if any(f.name == "exertion" for f in new) else "0-PAIN")
    withheld, areas = _withheld(findings, level, book)
    return Verdict(
        level=level,
        findings=findings,
        withheld=withheld,
        withheld_areas=areas,
        soft=soft,
        check_question=CHECK_QUESTION if ask else None,
        notes=tuple(dict.fromkeys(notes)),
        state=TriageState(bounded(tuple(f for f in (*facts, *derived) if f.kind != "soft")), asked or ask, ask),
    )


def ask(verdict: Verdict) -> Verdict:
    """The same verdict with a soft notice and, if it was not put before, the check question: it is never lowered."""
    if verdict.level >= Level.SEE_PROFESSIONAL or verdict.soft:
        return verdict
    question = None if verdict.state.asked else CHECK_QUESTION
    state = replace(verdict.state, asked=True, awaiting=question is not None or verdict.state.awaiting)
    return replace(verdict, soft=True, check_question=question, state=state)


# ---------------------------------------------------------------- time and trend


def _derive(facts: Sequence[Fact], world: Sequence[Scene], new: Sequence[Fact]) -> list[Fact]:
    """Signals that come from pain together with time, trend or the person's age."""
    out: list[Fact] = []
    for about in dict.fromkeys(f.about for f in facts):
        mine = [f for f in facts if f.about == about]
        pains = [f for f in mine if f.name in {"pain", "radiating"}] or _troubles(mine, world)
        if pains:
            out += _course(pains, mine, world)
        out += _ages(mine, world, about)
    return out


def _troubles(mine: Sequence[Fact], world: Sequence[Scene]) -> list[Fact]:
    """A body part spoken of as trouble, with no word of pain, counts when time or a stubborn course is said of it."""
    if any(f.name in {"odd", "odd-both", "weak", "drop", "injury"} for f in mine):
        return []
    return [
        f
        for f in mine
        if f.name == "trouble"
        and f.turn == 0
        and not world[f.sentence].over
        and not any(world[f.sentence].tagged.has(k) for k in ("TIGHT", "GOODFEEL", "CONDITION", "OPERATION"))
        and any(s.role == "lasting" and s.days >= LASTING_IF_NOT_BETTER for s in world[f.sentence].spells)
    ]


def _course(pains: Sequence[Fact], mine: Sequence[Fact], world: Sequence[Scene]) -> list[Fact]:
    names = {f.name for f in mine if f.turn == 0 or f.name == "exertion"}
    anchor = pains[-1]
    days = _age_of(pains, world)
    better = "better" in names and not _still_bad(mine)
    stubborn = _near(pains, mine, "persist")
    worse = _near(pains, mine, "worse")
    out: list[Fact] = []
    lasting = False
    if days is not None:
        lasting = days >= LASTING_ALWAYS or (days >= LASTING_IF_NOT_BETTER and not better)
        lasting = lasting or (days >= STUBBORN and stubborn and not better)
        if not lasting and days >= DOMS_ENDS and "exertion" in names and not better:
            out.append(replace(anchor, name="doms-late", kind="symptom"))
    elif stubborn and not better:
        lasting = True
    if lasting:
        out.append(replace(anchor, name="lasting", kind="symptom", days=days))
    if worse and not better and (days is None or days >= WORSE_FROM):
        out.append(replace(anchor, name="worsening", kind="symptom"))
    if _near(pains, mine, "recur") or (_near(pains, mine, "limits") and stubborn):
        out.append(replace(anchor, name="recurring", kind="symptom"))
    return out


def _still_bad(mine: Sequence[Fact]) -> bool:
    return any(f.name == "persist" and re.search(r"\b(no|not|never|isn|ain|hasn)", f.said.lower()) for f in mine if f.turn == 0)


def _near(pains: Sequence[Fact], mine: Sequence[Fact], name: str) -> bool:
    """Is the context said beside a pain: in its sentence or a neighbouring one, or about an earlier turn's?"""
    for fact in mine:
        if fact.name != name or fact.turn:
            continue
        for pain in pains:
            if pain.turn or abs(pain.sentence - fact.sentence) <= 2:
                return True
    return False


def _age_of(pains: Sequence[Fact], world: Sequence[Scene]) -> float | None:
    """How old the pain is: a span of time in its sentence, else in a neighbouring one."""
    own = [s.days for p in pains if p.turn == 0 for s in world[p.sentence].spells if s.role == "lasting"]
    if own:
        return max(own)
    bare = [
        s.days
        for p in pains
        if p.turn == 0
        for s in world[p.sentence].spells
        if s.role == "calendar" and not world[p.sentence].tagged.has("EXERTION") and not world[p.sentence].past
    ]
    old = [p.days for p in pains if p.turn and p.days is not None]
    near = [
        s.days
        for scene in world
        for s in scene.spells
        if s.role == "lasting" and s.firm and any(p.turn or abs(p.sentence - scene.number) <= 2 for p in pains)
    ]
    ago = [
        s.days
        for scene in world
        for s in scene.spells
        if s.role == "ago" and s.days < 120 and any(p.turn == 0 and abs(p.sentence - scene.number) <= 1 for p in pains)
    ]
    return max((*old, *near, *ago, *bare), default=None)


_AGE = re.compile(r"\d{2}")
_FIRST_BACK = re.compile(r"first (time|bad back|ever|back)|never had (a )?(bad |sore )?back")


def _ages(mine: Sequence[Fact], world: Sequence[Scene], about: str) -> list[Fact]:
    out: list[Fact] = []
    years = _years(world)
    base = next((f for f in mine if f.kind != "context" or f.name == "limping"), None)
    if base is None:
        return out
    if about == "child":
        out.append(replace(base, name="child", kind="risk"))
    if years is not None and years < 18 and about == "self":
        out.append(replace(base, name="child", kind="risk"))
    old = years is not None and years >= 65
    if old or any(s.tagged.has("OVERFIFTY") for s in world):
        out.append(replace(base, name="elder", kind="risk"))
    if years is not None and years >= 55:
        knee = next((f for f in mine if f.name == "injury" and "knee" in f.zones), None)
        if knee:
            out.append(replace(knee, name="knee-55", kind="symptom"))
    if years is not None and years >= 50 and any(_FIRST_BACK.search(" ".join(w.text for w in s.sentence.words)) for s in world):
        back = next((f for f in mine if f.name == "pain" and "back" in f.zones), None)
        if back:
            out.append(replace(back, name="first-back-late", kind="symptom"))
    for scene in world:
        if any(s.role in {"brief", "dose"} and s.days < 0.011 for s in scene.spells) or any(
            w.text in {"five", "few", "couple"}
            and n + 1 < len(scene.sentence.words)
            and scene.sentence.words[n + 1].text.startswith("min")
            for n, w in enumerate(scene.sentence.words)
        ):
            out.append(replace(base, name="brief-stiff", kind="context"))
            break
    return out


def _years(world: Sequence[Scene]) -> int | None:
    """The age a message states, in years."""
    from .durations import NUMBERS  # local name, keeps the module's surface small

    for scene in world:
        words = [w.text for w in scene.sentence.words]
        for n, word in enumerate(words):
            before = words[n - 1] if n else ""
            after = words[n + 1 : n + 3]
            if re.fullmatch(r"\d{1,2}", word) and 5 <= int(word) <= 99:
                if (
                    (
                        before in word_set("im am aged age hes shes m f my nearly at")
                        and after[:1]
                        not in (
                            ["minutes"],
                            ["weeks"],
                            ["months"],
                            ["days"],
                            ["seconds"],
                            ["percent"],
                            ["minute"],
                            ["degrees"],
                            ["kg"],
                            ["stone"],
                            ["hours"],
                        )
                    )
                    or after[:2] in (["year", "old"], ["years", "old"], ["your", "old"], ["years", "male"], ["years", "female"])
                    or after[:1] in (["yo"], ["yrs"], ["m"], ["f"])
                    or (
                        (scene.sentence.words[n].pause or (n == 0 and len(words) > 1))
                        and (n + 1 == len(words) or scene.sentence.words[n + 1].pause)
                        and int(word) > 10
                    )
                    or (
                        after[:1] == ["years"]
                        and before not in {"for", "since", "past", "last", "about", "over", "nearly"}
                        and after[1:2] in ([], ["she"], ["he"], ["i"])
                    )
                ):
                    return int(word)
                if before == "my" and after[:1] == ["years"]:
                    return int(word)
            if word in {"sixty", "seventy", "eighty", "fifty", "ninety", "forty"} and before in {
                "",
                "am",
                "im",
                "at",
                "nearly",
                "is",
                "aged",
            }:
                extra = NUMBERS.get(after[0], 0) if after else 0
                return int(NUMBERS[word] + (extra if 0 < extra < 10 else 0))
    return None


# ---------------------------------------------------------------- rules


def _judge(facts: Sequence[Fact], book: Book) -> tuple[Finding, ...]:
    findings: dict[tuple[str, str], Finding] = {}
    for about in dict.fromkeys(f.about for f in facts):
        mine = [f for f in facts if f.about == about]
        by_name: dict[str, list[Fact]] = {}
        for fact in mine:
            by_name.setdefault(fact.name, []).append(fact)
        for rule in book.rules:
            for conditions in rule.when:
                evidence = _holds(conditions, by_name)
                if evidence:
                    finding = _finding(rule, evidence, about, book)
                    known = findings.get((rule.id, about))
                    if known is None or (finding.turn, -finding.level) < (known.turn, -known.level):
                        findings[(rule.id, about)] = finding
                    break
    return tuple(sorted(_pruned(findings.values()), key=lambda f: (-f.level, f.turn, f.start)))


def _holds(conditions: Iterable[Condition], by_name: dict[str, list[Fact]]) -> list[Fact] | None:
    """The facts that satisfy every condition, or None. One fact may serve several conditions."""
    evidence: list[Fact] = []
    for condition in conditions:
        fitting = [
            fact
            for name in condition.names
            if name in by_name
            for fact in by_name[name]
            if not condition.zones or not condition.zones.isdisjoint(fact.zones)
        ]
        if bool(fitting) == condition.absent:
            return None
        if fitting:
            evidence.append(min(fitting, key=lambda f: (f.turn, f.kind == "context")))
    return evidence


def _finding(rule: Rule, evidence: Sequence[Fact], about: str, book: Book) -> Finding:
    main = min(evidence, key=lambda f: (f.kind == "context", f.kind == "risk", f.turn))
    if rule.level is Level.CAUTION:
        main = evidence[0]
    areas = tuple(dict.fromkeys(a for f in evidence for z in f.zones for a in book.zones.get(z, ())))
    return Finding(
        id=rule.id,
        level=rule.level,
        said=main.said,
        start=main.start,
        end=main.end,
        source=rule.organisation,
        rule=rule.name,
        family=rule.family,
        about="child" if about == "child" else about,
        areas=areas,
        turn=main.turn,
    )


#: A finding that says the same thing less urgently is left out when the other is there for the same person.
_COVERS = {
    "U-BOTH": ("S-SENS",),
    "E-BILAT": ("U-BOTH",),
    "E-NEURO": ("U-BOTH",),
    "U-FRAG": ("C-OSTEO",),
    "U-PREG": ("C-PREG",),
    "U-POSTOP": ("C-POSTOP",),
    "U-DROP": ("S-MOTOR",),
    "U-STRESSFX": ("S-STRESSFX",),
}


def _pruned(findings: Iterable[Finding]) -> list[Finding]:
    found = list(findings)
    gone = {(covered, f.about) for f in found for covered in _COVERS.get(f.id, ())}
    return [f for f in found if (f.id, f.about) not in gone]


def _withheld(findings: Sequence[Finding], level: Level, book: Book) -> tuple[str, tuple[str, ...]]:
    """Section 7: nothing for an emergency or urgent finding, the area for nerve, injury, bone or child."""
    if level >= Level.URGENT:
        return "all", ()
    rules = {(r.id, r.name): r for r in book.rules}
    areas: dict[str, None] = {}
    mode = "nothing"
    for finding in findings:
        if rules[(finding.id, finding.rule)].withhold == "area":
            mode = "area"
            for area in finding.areas:
                areas[area] = None
                areas.update(dict.fromkeys(book.neighbours.get(area, ())))
    return mode, tuple(areas)


# ---------------------------------------------------------------- conversation

_YES = word_set("yes yeah yep yup aye ja si yea ya yess yas correct affirmative indeed haan han")
_ITEMS = ("odd", "weak", "bladder", "fever", "injury", "worsening")
_ORDINAL = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "sixth": 5,
    "last": 5,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "1st": 0,
    "2nd": 1,
    "3rd": 2,
}
_WORDS_OF_ITEMS = {
    "numbness": "odd",
    "tingling": "odd",
    "numb": "odd",
    "tingles": "odd",
    "weakness": "weak",
    "weak": "weak",
    "bladder": "bladder",
    "bowel": "bladder",
    "bowels": "bladder",
    "fever": "fever",
    "fall": "injury",
    "pop": "injury",
    "worse": "worsening",
    "lasted": "lasting",
}


def _answers(message: str, world: Sequence[Scene], new: Sequence[Fact]) -> list[Fact]:
    """What a short reply to the check question asserts; "no" asserts nothing."""
    words = [w.text for s in world for w in s.sentence.words]
    if not words or len(words) > 14:
        return []

    def fact(name: str) -> Fact:
        text = message.strip()
        start = message.find(text)
        return Fact(name, "symptom", text, start, start + len(text), sentence=0)

    positive = bool(_YES & set(words[:2])) or words[0] in {"only", "just", "the"}
    if (
        _YES & set(words)
        and any(s.tagged.has(key) for s in world for key in ("SADDLE", "PEE", "POO"))
        and "no" not in words[:1]
    ):
        return [fact("bladder")]
    if not positive or "not" in words[:3]:
        return []
    named = [
        _ITEMS[_ORDINAL[w]]
        for n, w in enumerate(words)
        if w in _ORDINAL and (n + 1 == len(words) or words[n + 1] in {"one", "item", "thing", "and", "a", "yes"})
    ]
    named += [_WORDS_OF_ITEMS[w] for w in words if w in _WORDS_OF_ITEMS]
    if named:
        have = {f.name for f in new}
        return [fact(name) for name in dict.fromkeys(named) if name not in have]
    if _YES & set(words[:2]) and len(words) <= 4 and not any(f.kind in {"symptom", "risk"} for f in new):
        return [fact("answered-yes")]
    return []


_TAKEN_BACK = re.compile(
    r"\b(gone|went away|cleared|stopped|resolved|vanished|disappeared|fine now|all fine|pain free|no longer|better now|"
    r"healed|back to normal|normal again|recovered|never mind|false alarm|made a mistake|i made that up|was a joke|"
    r"not true|i meant|typo)\b"
)
_NOT_QUITE = re.compile(
    r"\b(almost|nearly|mostly|partly|a bit better|only the|still|again|back on|came back|comes back|well no|not gone|not quite|"
    r"left|hasn|isn t|until|sometimes|for now|if it|half)\b"
)
_ITEM_NOUNS: dict[str, frozenset[str]] = {
    "odd": word_set(
        "numbness tingling numb tingle tingles tingly prickling fuzz fizz buzz buzzing pins needles feeling prickle prickles"
    ),
    "pain": word_set("pain ache aches aching soreness sore hurt hurts hurting backache twinge"),
    "weak": word_set("weakness weak"),
    "swollen": word_set("swelling swollen puffiness"),
    "fever": word_set("fever temperature shivers chills"),
}
_SAME = {
    "odd": {"odd", "odd-both"},
    "pain": {"pain", "lasting", "worsening", "recurring", "radiating", "doms-late", "injury", "tear"},
    "weak": {"weak", "drop"},
    "swollen": {"swollen", "calf-swollen"},
    "fever": {"fever"},
}


def _resolved(earlier: tuple[Fact, ...], world: Sequence[Scene], lasting: frozenset[str]) -> tuple[Fact, ...]:
    """Earlier facts that are still active: all but those the person now takes back in so many words."""
    if not earlier:
        return earlier
    text = " . ".join(" ".join(w.text for w in s.sentence.words) for s in world)
    if _animal_after_all(world):
        last = min(f.turn for f in earlier)
        return tuple(f for f in earlier if f.turn != last)
    taken = _TAKEN_BACK.search(text)
    if not taken or _NOT_QUITE.search(text) or (any(s.sentence.asks for s in world[:1]) and not any(s.over for s in world)):
        return earlier
    nouns = {name for name, words in _ITEM_NOUNS.items() if words & set(text.split())}
    names: set[str] = set().union(*(_SAME[n] for n in nouns)) if nouns else set()
    zones = {z for f in earlier for z in f.zones}
    long_past = any(s.past for s in world) or bool(
        re.search(r"\b(last (year|spring|summer|winter|month)|years ago|in spring)\b", text)
    )
    pronoun = bool(re.search(r"\b(it|its|that|thats|this|they|all)\b", text)) or long_past
    kept = []
    for fact in earlier:
        if fact.kind == "risk" or (fact.name in lasting and not (long_past and not nouns)):
            kept.append(fact)
        elif (names and fact.name in names) or (
            not names and pronoun and (long_past or not any(s.tagged.has("BODY") for s in world) or zones)
        ):
            continue
        else:
            kept.append(fact)
    return tuple(kept)


def _animal_after_all(world: Sequence[Scene]) -> bool:
    """ "I should add I'm a vet, that's a calf in the barn": it was an animal all along."""
    return any(
        s.tagged.has("ANIMAL")
        and re.search(r"\b(thats|its|that is|meant|mean|talking about)\b", " ".join(w.text for w in s.sentence.words))
        for s in world
    )


def _linked(new: list[Fact], earlier: Sequence[Fact], world: Sequence[Scene]) -> list[Fact]:
    """ "it has been twelve days" belongs to the pain of the turn before; so do zones that "it" stands for."""
    zones = tuple(dict.fromkeys(z for f in earlier if f.turn == 1 for z in f.zones))
    out = [replace(f, zones=zones) if not f.zones and f.kind == "symptom" and zones else f for f in new]
    return out
