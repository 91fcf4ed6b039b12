"""How long has it been? A small grammar for spans of time and starting points, in days.

`today` is passed in, so that "since Easter" means the same in every test. What is not the age of a
complaint (a person's age, a dose, a habit, a goal, weeks of pregnancy, a pause that clears in minutes)
gets another role and is left alone by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .reading import Word, word_set

_SMALL = tuple(
    re.findall(
        r"\w+",
        "zero one two three four five six seven eight nine ten "
        "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    )
)
NUMBERS: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(_SMALL)},
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "a": 1,
    "an": 1,
    "another": 1,
    "couple": 2,
    "few": 3,
    "several": 4,
    "half": 0.5,
    "dozen": 12,
    "single": 1,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "both": 2,
}
ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth twelfth")

UNITS: dict[str, float] = {}
for _days, _names in (
    (1 / 86400, "second seconds sec secs s"),
    (1 / 1440, "minute minutes min mins m minit minits"),
    (1 / 24, "hour hours hr hrs h hourly"),
    (1, "day days d night nights nite nites evening evenings morning mornings neet neets dayz"),
    (
        7,
        "week weeks wk wks wkl weekend weekends w week's weeksnow sunday sundays mondays tuesdays wednesdays "
        "thursdays fridays saturdays wekks weaks wk's",
    ),
    (14, "fortnight fortnights fortnite"),
    (30.5, "month months mth mths mnth mnths mo mos moon moons monthes mounth mounths payday paydays paychecks paycheques"),
    (60, "halfterm"),
    (
        91,
        "quarter quarters season seasons term terms semester semesters winter winters summer summers autumn "
        "spring springs trimester trimesters",
    ),
    (365, "year years yr yrs yeer yeers birthdays christmases ramadans diwalis"),
    (3650, "decade decades"),
):
    UNITS.update(dict.fromkeys(_names.split(), _days))
_VAGUE_UNITS = {
    "days": 3,
    "weeks": 21,
    "wks": 21,
    "months": 75,
    "mths": 75,
    "mths.": 75,
    "years": 730,
    "yrs": 730,
    "ages": 60,
    "yonks": 90,
    "decades": 7300,
    "fortnights": 28,
    "seasons": 180,
    "moons": 60,
    "donkeys": 365,
    "eons": 3650,
    "aeons": 3650,
}

WEEKDAYS: dict[str, int] = {}
for _n, _names in enumerate(
    (
        "monday mon mondays",
        "tuesday tues tue tuesdays",
        "wednesday weds wed wednesdays",
        "thursday thurs thur thu thursdays",
        "friday fri fridays",
        "saturday sat saturdays",
        "sunday sun sundays",
    )
):
    WEEKDAYS.update(dict.fromkeys(_names.split(), _n))
MONTHS: dict[str, int] = {}
for _n, _names in enumerate(
    (
        "january jan",
        "february feb",
        "march",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ),
    1,
):
    MONTHS.update(dict.fromkeys(_names.split(), _n))
#: Feasts and seasons with the month and day people mean; good to a week or two, which is all the rules need.
FEASTS: dict[str, tuple[int, int]] = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "crimbo": (12, 25),
    "easter": (4, 5),
    "halloween": (10, 31),
    "thanksgiving": (11, 25),
    "diwali": (11, 1),
    "holi": (3, 14),
    "ramadan": (3, 15),
    "eid": (3, 30),
    "newyear": (1, 1),
    "lent": (2, 20),
    "pancake": (2, 20),
    "valentines": (2, 14),
    "bonfire": (11, 5),
    "spring": (4, 1),
    "springtime": (4, 1),
    "summer": (7, 1),
    "autumn": (10, 1),
    "fall": (10, 1),
    "winter": (12, 15),
    "springs": (4, 1),
    "harvest": (9, 15),
    "lambing": (3, 20),
    "midsummer": (6, 24),
    "backend": (10, 15),
    "monsoon": (7, 1),
    "hanukkah": (12, 15),
    "passover": (4, 10),
    "pongal": (1, 14),
    "navratri": (10, 10),
    "puja": (10, 10),
    "midterms": (10, 20),
    "clocks": (10, 27),
    "epiphany": (1, 6),
    "carnival": (2, 15),
    "vaisakhi": (4, 14),
    "whitsun": (5, 25),
    "pentecost": (5, 25),
    "wimbledon": (7, 1),
    "olympics": (8, 1),
    "onam": (9, 5),
    "michaelmas": (9, 29),
    "oktoberfest": (9, 25),
    "dussehra": (10, 5),
    "advent": (12, 1),
    "lockdown": (3, 23),
    "covid": (3, 23),
    "pandemic": (3, 23),
}
#: Named with "since" only; bare, they are no more than a topic.
_SINCE_ONLY = word_set(
    "fall spring clocks harvest covid lockdown pandemic pancake bonfire springs puja epiphany carnival vaisakhi wimbledon "
    "olympics onam michaelmas oktoberfest advent"
)
LONG_GONE = word_set("lockdown covid pandemic childhood birth born kid teenager teens school uni")
_TODAY = {
    "yesterday": 1.0,
    "today": 0.2,
    "tonight": 0.1,
    "lunch": 0.2,
    "breakfast": 0.3,
    "dinner": 0.3,
    "tea": 0.2,
    "dawn": 0.4,
    "noon": 0.2,
    "midnight": 0.5,
    "earlier": 0.2,
    "waking": 0.3,
    "teatime": 0.2,
    "lunchtime": 0.2,
    "overnight": 0.5,
}
#: "since the match", "since leg day": an effort of the last days, not a long complaint.
EFFORTS = word_set(
    "session class squats squat run game match drive workout gym race marathon walk hike ride lesson "
    "training flight deadlifts lunges practice rehearsal swim trip journey parkrun shift legday leg lift "
    "lifting rep reps set sets football footy tennis golf yoga pilates spin burpees fall tackle 5k 10k "
    "party wedding accident crash gardening digging mowing running lifted fell twisted slipped pulled "
    "played ran sprinted danced stretched hoovered carried dug gardened tripped did tried walked jumped "
    "landed went hit kicked jogged swam climbed threw bowled wrestled skied"
)
_HABIT_BEFORE = word_set(
    "stretching stretched doing practising practicing driving drive driven running cycling training "
    "lifting sitting working worked job desk yoga pilates gym been_doing routine teaching dancing playing "
    "swimming using wheel married living retired nursing practice danced climbing rowing stretch streak"
)
_DOSE_BEFORE = word_set("hold holding held holds keep kept plank for_about breathe")
_DOSE_AFTER = word_set(
    "hold holds routine sequence stretch stretches session sessions workout plan programme program each "
    "reps sets set between twice plank video class flow break warmup warm cooldown round rounds challenge "
    "guide version one bedtime ten five tops spare spares"
)
_GOAL_BEFORE = word_set("in within until till til before another next every each per by")


@dataclass(frozen=True, slots=True)
class Spell:
    """A span of time read in a sentence: `days` long; `role` says what it measures.

    Roles: "lasting" (may be the age of a complaint), "ago", "age", "dose", "habit", "goal", "pregnancy",
    "brief" (cleared within minutes).
    """

    days: float
    role: str
    start: int
    end: int
    firm: bool = True  # False for an unknown starting point ("since I moved house"), read as 28 days


def spells(words: Sequence[Word], today: date) -> tuple[Spell, ...]:
    """Every span of time in a sentence, left to right, no two overlapping."""
    # A word behind a pause is no part of "years ago" or "years back".
    texts = ["back," if word.pause and word.text == "back" else word.text for word in words]
    taken: list[Spell] = []
    covered = [False] * (len(texts) + 1)
    for reader in (_pairs_of_months, _since, _counted, _vague, _calendar):
        for spell in reader(texts, today):
            if not any(covered[spell.start : spell.end]):
                taken.append(spell)
                for n in range(spell.start, min(spell.end, len(texts))):
                    covered[n] = True
    return tuple(sorted(taken, key=lambda s: s.start))


def _number(texts: Sequence[str], at: int) -> tuple[float, int] | None:
    """A number at `at`: its value and the position behind it. Ranges give their upper end."""
    if at >= len(texts):
        return None
    word = texts[at]
    value: float
    end = at + 1
    if re.fullmatch(r"\d{1,4}(?:\.\d+)?", word):
        value = float(word)
    elif word in NUMBERS:
        value = NUMBERS[word]
        if (
            word in {"a", "an", "another", "the"}
            and end < len(texts)
            and texts[end] in word_set("couple few half good dozen solid full whole hundred")
        ):
            inner = _number(texts, end) if texts[end] in NUMBERS else (1.0, end + 1)
            if inner:
                value, end = inner
        elif (
            value in (20, 30, 40, 50, 60, 70, 80, 90)
            and end < len(texts)
            and 0 < NUMBERS.get(texts[end], 0) < 10
            and texts[end] not in {"a", "an", "half", "another"}
        ):
            value += NUMBERS[texts[end]]
            end += 1
        if texts[at] == "half" and end < len(texts) and texts[end] in {"a", "an", "the"}:
            end += 1
    else:
        return None
    while end < len(texts) and texts[end] in word_set(
        "of or to odd more good plus and solid full long whole straight nearly maybe about near"
    ):
        if texts[end] in {"or", "to"}:
            upper = _number(texts, end + 1)
            if upper and upper[0] > value:
                return upper
            if texts[end + 1 : end + 2] in (["so"], ["more"]):
                end += 2
                continue
            return value, end
        if texts[end] == "and":
            if texts[end + 1 : end + 3] == ["a", "half"]:
                value, end = value + 0.5, end + 3
                continue
            return value, end
        end += 1
    upper = _number(texts, end) if end < len(texts) and texts[end] not in {"a", "an", "second", "half"} else None
    if upper and word not in {"a", "an"} and value < upper[0] <= value + 30 and value > 0:  # "3-4 weeks"
        return upper
    return value, end


def _counted(texts: Sequence[str], today: date) -> Iterator[Spell]:
    """ "three weeks", "7/52", "a month and half", "week 5", "third month", "seven Sundays in a row"."""
    for at, word in enumerate(texts):
        clinical = re.fullmatch(r"(\d{1,2})/(7|52|12)", word)
        if clinical:
            days = int(clinical[1]) * {"7": 1.0, "52": 7.0, "12": 30.5}[clinical[2]]
            yield Spell(days, _role(texts, at, at + 1, days), at, at + 1)
            continue
        if (
            word in {"day", "week", "month", "year", "wk"}
            and re.fullmatch(r"\d{1,3}", texts[at + 1] if at + 1 < len(texts) else "")
            and (word == "day" or int(texts[at + 1]) < 53)
        ):
            days = int(texts[at + 1]) * UNITS[word]
            yield Spell(days, _role(texts, at, at + 2, days), at, at + 2)
            continue
        if word in {"week", "month", "year", "fortnight"} and texts[at + 1 : at + 4] == ["and", "a", "half"]:
            days = 1.5 * UNITS[word]
            yield Spell(days, _role(texts, at, at + 4, days), at, at + 4)
            continue
        found = _number(texts, at)
        if not found or (at and word in {"a", "an"} and (texts[at - 1] in NUMBERS or texts[at - 2 : at] == ["forever", "and"])):
            continue
        value, end = found
        unit = texts[end] if end < len(texts) else ""
        if unit not in UNITS or (word in {"a", "an", "the"} and unit in {"m", "s", "h", "d", "w", "second", "mo", "spring"}):
            continue
        if word in ORDINALS and unit not in {"week", "month", "day", "year", "season", "winter"}:
            continue
        rare = texts[end + 1 : end + 2] == ["without"] or (at > 0 and texts[at - 1] in {"of", "recall", "remember", "without"})
        if word in {"the", "first"} or (unit in {"day", "night", "hour"} and value == 1 and rare):
            continue
        stop = end + 1
        days = value * UNITS[unit]
        if texts[stop : stop + 3] == ["and", "a", "half"]:
            days, stop = days * (value + 0.5) / max(value, 0.5), stop + 3
        elif texts[stop : stop + 2] == ["and", "half"]:
            days, stop = days * (value + 0.5) / max(value, 0.5), stop + 2
        yield Spell(days, _role(texts, at, stop, days), at, stop)


def _vague(texts: Sequence[str], today: date) -> Iterator[Spell]:
    """ "for weeks", "months of this", "years on end", "all winter", "most of the year", "a while now"."""
    for at, word in enumerate(texts):
        before = texts[at - 1] if at else ""
        after = texts[at + 1] if at + 1 < len(texts) else ""
        if word in _VAGUE_UNITS and before not in NUMBERS and not before[:1].isdigit():
            if before in word_set("these those many most some other past last last_few") and word == "days":
                continue
            if (
                after in {"old", "time"}
                or before in {"few", "every", "in", "of", "hours"}
                or (before == "most" and word == "days")
            ):
                continue
            days = float(_VAGUE_UNITS[word])
            yield Spell(days, _role(texts, at, at + 1, days), at, at + 1)
        elif word in {"all", "whole", "most", "entire", "every", "half"} and at + 1 < len(texts):
            end = at + 1
            while end < len(texts) and texts[end] in {"of", "the", "this", "a", "last", "damn", "bloody"}:
                end += 1
            unit = texts[end] if end < len(texts) else ""
            if word == "every" or unit not in UNITS or UNITS[unit] < 1:
                continue
            days = UNITS[unit] * (0.5 if word == "half" else 1)
            if days >= 7:
                yield Spell(days, _role(texts, at, end + 1, days), at, end + 1)
        elif word in {"seconds", "secs", "minutes", "mins"} and before in {"some", "mere"}:
            yield Spell(3 * UNITS[word], "brief", at - 1, at + 1)
        elif word == "forever" and (texts[at + 1 : at + 4] == ["and", "a", "day"] or before in {"for", "been", "since"}):
            yield Spell(365, _role(texts, at, at + 1, 365), at, at + (4 if after == "and" else 1), firm=False)
        elif word == "while" and before in {"a", "good", "long"} and after in {"now", ""}:
            yield Spell(28, _role(texts, at, at + 1, 28), at, at + 1, firm=False)


def _since(texts: Sequence[str], today: date) -> Iterator[Spell]:
    """ "since Monday", "from Easter", "ever since I moved house"."""
    for at, word in enumerate(texts):
        if word in {"started", "began", "begun", "start", "starting"}:
            rest = list(texts[at + 1 : at + 8])
            lead = next(
                (
                    n
                    for n, w in enumerate(rest)
                    if w in {"in", "on", "last", "this", "around", "about", "back"} or w in WEEKDAYS or w in MONTHS
                ),
                None,
            )
            clock = _event(rest[lead:], today) if lead is not None and lead < 6 else None
            if clock is not None:
                yield Spell(clock[0], "lasting", at, min(at + 1 + (lead or 0) + clock[1], len(texts)))
            elif rest[:3] == ["when", "i", "was"] or rest[1:4] == ["when", "i", "was"]:
                yield Spell(200, "lasting", at, at + 1)
            continue
        if word not in {"since", "sinc", "sinse", "from", "frm"} or (at and texts[at - 1] == "time"):
            continue  # "for the first time since Easter" is no span of a complaint
        start = at - 1 if at and texts[at - 1] in {"ever", "even"} else at
        rest = list(texts[at + 1 : at + 9])
        clock = _event(rest, today)
        if clock is None and word not in {"from", "frm"} and _this_morning(rest):
            yield Spell(0.4, "lasting", start, at + 2)
            continue
        if clock is None:
            counted = _number(texts, at + 1)
            if counted and counted[1] < len(texts) and texts[counted[1]] in UNITS:
                days = counted[0] * UNITS[texts[counted[1]]]
                stop = counted[1] + 1
                if texts[stop : stop + 3] == ["and", "a", "half"] or texts[stop : stop + 2] == ["and", "half"]:
                    days += UNITS[texts[counted[1]]] / 2
                    stop += 2
                yield Spell(days, "lasting", start, stop)
            elif word not in {"from", "frm"} and rest:
                effort = any(w in EFFORTS for w in rest[:3])
                yield Spell(2 if effort else 28, "lasting", start, at + 2, firm=False)
            continue
        if word in {"from", "frm"} and clock[0] < 0.5 and rest[0] not in {"yesterday"}:
            continue
        yield Spell(clock[0], "lasting", start, min(at + 1 + clock[1], len(texts)))


def _this_morning(rest: Sequence[str]) -> bool:
    """ "since I woke up", "since 8": today's clock, unless more is said of the waking or counted."""
    if rest[:2] in (["i", "woke"], ["waking", "up"], ["getting", "up"]) or rest[:3] == ["i", "got", "up"]:
        return rest[3:4] not in (["from"], ["after"])
    return bool(re.fullmatch(r"\d{1,2}", rest[0] if rest else "")) and rest[1:2] in (
        [],
        *([word] for word in ("am", "pm", "oclock", "this", "and", "but", "so", "with")),
    )


def _event(rest: Sequence[str], today: date) -> tuple[float, int] | None:
    """Days since a named starting point, and how many words name it."""
    for n, word in enumerate(rest[:6]):
        if word in {"but", "and", "so", "can", "should"} and n > 1:
            return None
        if word in WEEKDAYS and not (word in {"sun", "sat"} and n and rest[n - 1] in {"the", "i"}):
            days = (today.weekday() - WEEKDAYS[word]) % 7 or 7
            week_ago = ("before" in rest[:4] and n) or rest[n + 1 : n + 2] == ["week"]  # "since Tuesday week"
            return float(days + (7 if week_ago else 0)), n + 1
        if word in _TODAY:
            return _TODAY[word], n + 1
        if word in {"morning", "afternoon", "evening"} and (n == 0 or rest[n - 1] in {"this", "the", "yesterday", "sunday"}):
            return 0.4, n + 1
        if word == "night" and n and rest[n - 1] == "last":
            return 1.0, n + 1
        if word == "weekend" and n:
            return float(today.weekday() + 2), n + 1
        if word in {"week", "month", "year", "term", "season"} and n and rest[n - 1] in {"last", "previous"}:
            return {"week": 8.0, "month": 32.0, "year": 365.0, "term": 90.0, "season": 180.0}[word], n + 1
        if word == "last" and n + 1 < len(rest) and rest[n + 1] in WEEKDAYS:
            days = (today.weekday() - WEEKDAYS[rest[n + 1]]) % 7 or 7
            return float(days), n + 2
        if word in MONTHS and not (word == "may" and n and rest[n - 1] in {"i", "it", "you"}):
            day = _day_of_month(rest, n)
            return _days_since(today, MONTHS[word], day), n + 1
        if word == "new" and rest[n + 1 : n + 2] in (["year"], ["years"]):
            return _days_since(today, 1, 1), n + 2
        if word == "year" and n and rest[n - 1] == "new":
            return _days_since(today, 1, 1), n + 1
        if word in LONG_GONE:
            return 1500.0, n + 1
        if word in FEASTS and not (word == "fall" and n and rest[n - 1] in {"a", "the", "my", "i"}):
            days_ago = _days_since(today, *FEASTS[word])
            if word == "clocks" and rest[n + 1 : n + 3] != ["went", "back"]:  # they change twice a year
                days_ago = _days_since(today, 3, 29) if "forward" in rest[n:] else min(days_ago, _days_since(today, 3, 29))
            return (days_ago + 365 if "last" in rest[:n] and days_ago < 60 else days_ago), n + 1
        if re.fullmatch(r"(19|20)\d\d", word):
            return max(30.0, (today - date(min(int(word), today.year), 7 if int(word) < today.year else 1, 1)).days), n + 1
        if word == "childhood" or word == "kid" or word == "teenager":
            return 4000.0, n + 1
    return None


_AHEAD = word_set("next for until till by before coming upcoming this every each may in")


def _calendar(texts: Sequence[str], today: date) -> Iterator[Spell]:
    """A bare season, month or feast ("it hurt in spring", "the August holiday that did it") lies behind."""
    for at, days_of_year in _named_times(texts):
        before = texts[at - 1] if at else ""
        if before in _AHEAD - {"in", "this"} or texts[at] in {"fall", "harvest", "holi", "lent", "eid", "puja"}:
            continue
        ahead = {"race", "marathon", "trip", "competition", "show", "season", "break", "wedding", "olympics"} & set(
            texts[at + 1 : at + 3]
        )
        if ahead or {"will", "going", "planning", "plan", "ready", "prepare", "upcoming"} & set(texts[max(0, at - 6) : at]):
            continue
        behind = (today.timetuple().tm_yday - days_of_year) % 365
        if 14 <= behind <= 330:
            yield Spell(behind, "calendar", at, at + 1, firm=False)


def _day_of_month(rest: Sequence[str], n: int) -> int:
    for near in (n - 1, n + 1):
        if 0 <= near < len(rest) and re.fullmatch(r"\d{1,2}", rest[near]) and 0 < int(rest[near]) < 29:
            return int(rest[near])
    return 1


def _days_since(today: date, month: int, day: int) -> float:
    then = date(today.year, month, day)
    if then > today:
        then = date(today.year - 1, month, day)
    return float((today - then) / timedelta(days=1))


def _named_times(texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Places in the year that a sentence names, as days from 1 January; "march" and "may" need company."""
    for n, word in enumerate(texts):
        before = texts[n - 1] if n else ""
        if word in MONTHS:
            if word in {"may", "march", "sep", "mar"} and before not in word_set(
                "since in from before its now is was of last till until after"
            ):
                continue
            yield n, (MONTHS[word] - 1) * 30.4
        elif (word in FEASTS and word not in _SINCE_ONLY) or (
            word in {"spring", "autumn", "fall"} and before in {"since", "in", "last", "this", "of", "now", "the"}
        ):
            month, day = FEASTS[word]
            yield n, (month - 1) * 30.4 + day


def _pairs_of_months(texts: Sequence[str], today: date) -> Iterator[Spell]:
    """ "since May, now Oct": the message names both ends, so today's date does not matter."""
    if not any(w in {"since", "from", "started", "began", "start", "was", "after", "opened"} for w in texts):
        return
    places = list(_named_times(texts))
    if len(places) >= 2:
        (first, a), (last, b) = places[0], places[-1]
        days = (b - a) % 365
        between = set(texts[first:last])
        if days >= 14 and between & word_set("now its is nearly near almost still yet were today and on"):
            start = first - 1 if first else first
            yield Spell(days, "lasting", start, last + 1)


DONE_AGAIN = word_set("rode ran played danced worked climbed skied walked swam cycled raced trained rowed surfed")


def _role(texts: Sequence[str], start: int, end: int, days: float) -> str:
    """What a span measures, told from the words beside it."""
    before = list(texts[max(0, start - 4) : start])
    after = list(texts[end : end + 4])
    near_before = before[-2:]
    if after[:1] in (["old"], ["olds"], ["yo"]) or "aged" in before or (days > 365 and after[:2] == ["of", "age"]):
        return "age"
    if {"pregnant", "along", "gestation", "postpartum", "preggo", "preggers", "trimester"} & set(
        after[:2]
    ) or "pregnant" in near_before:
        return "pregnancy"
    if after[:1] in (["ago"], ["back"], ["earlier"], ["previously"]) and not (
        after[:1] == ["back"] and after[1:2] in (["pain"], ["ache"])
    ):
        return "lasting" if {"started", "began", "begun", "start"} & set(before) else "ago"
    if after[:1] == ["in"] and re.fullmatch(r"(19|20)\d\d", (after[1:2] or [""])[0]):
        return "ago"  # "one summer in 2011"
    if (
        after[:2] == ["in", "the"]
        and after[2:3]
        and after[2] in word_set("nineties eighties seventies sixties fifties noughties")
    ):
        return "ago"
    if after[:2] in (["in", "hospital"], ["in", "traction"], ["in", "rehab"]):
        return "goal"  # a stay, not the age of a complaint
    if before[-2:] == ["again", "for"] and before[-3:-2] and before[-3] in DONE_AGAIN:
        return "habit"
    if days < 1 / 24:
        return "dose" if _DOSE_BEFORE & set(before) or _DOSE_AFTER & set(after[:2]) else "brief"
    if _DOSE_BEFORE & set(near_before):
        return "dose"
    if near_before[-1:] and near_before[-1] in _GOAL_BEFORE:
        return "goal"
    if near_before[-1:] == ["a"] and near_before[:1] in (["times"], ["hours"], ["once"], ["twice"], ["time"], ["days"]):
        return "dose"
    if (
        start
        and texts[start] in {"a", "each", "per"}
        and texts[start - 1] in word_set("times hours hour once twice time days minutes mins min miles hrs nights x thrice")
    ):
        return "dose"
    if after[:1] and after[0] in word_set(
        "away until till left plan challenge programme program course streak drive haul shift shifts flight ride bus"
    ):
        return "goal"
    if _HABIT_BEFORE & set(before[-3:]) or (
        after[:2] and after[0] in {"of", "at", "behind", "as", "in"} and _HABIT_BEFORE & set(after[1:3])
    ):
        return "habit"
    return "lasting"
