"""The guided check: a short form whose choices become one message, read by triage like any other.

The window shows it as boxes to tick, the command line asks it question by question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

CHECK_WHERE = "Where is it?"
CHECK_FEELS = "What does it feel like?"
CHECK_SINCE = "Since when?"
CHECK_STARTED = "How did it start?"
CHECK_TREND = "How is it changing?"
CHECK_FLAGS = "Have you noticed any of these?"
CHECK_OWN = "In your own words"

WHERE = {
    "neck": "neck",
    "shoulder": "shoulder",
    "arm": "arm or hand",
    "upper-back": "upper back",
    "lower-back": "lower back",
    "hip": "hip",
    "buttock": "buttock",
    "groin": "groin",
    "thigh": "thigh",
    "knee": "knee",
    "calf": "calf",
    "shin": "shin",
    "ankle": "ankle or foot",
}
FEELS = {
    "stiff": ("tight or stiff", "My {place} feels tight or stiff."),
    "ache": ("a dull ache", "My {place} aches."),
    "sharp": ("sharp pain", "I have a sharp pain in my {place}."),
    "shooting": ("pain that shoots down the arm or leg", "The pain shoots down my {limb}."),
    "numb": ("numb", "My {place} is numb."),
    "tingling": ("pins and needles", "I have pins and needles in my {place}."),
    "weak": ("weak, or gives way", "My {place} is weak, or gives way."),
    "hot": ("hot and red", "My {place} is hot and red."),
    "swollen": ("swollen", "My {place} is swollen."),
}
SINCE = {
    "": ("I'd rather not say", ""),
    "today": ("today", "It started today."),
    "days": ("a few days", "I have had it for a few days."),
    "week": ("about a week", "I have had it for about a week."),
    "weeks": ("two to four weeks", "I have had it for two to four weeks."),
    "month": ("four to six weeks", "I have had it for four to six weeks."),
    "months": ("two months or longer", "I have had it for two months or longer."),
}
STARTED = {
    "": ("I don't know", ""),
    "slow": ("slowly", "It came on slowly."),
    "exercise": ("the day after new or hard exercise", "It started the day after new or hard exercise."),
    "twist": ("suddenly, with a twist or pull", "It started suddenly: I twisted or pulled my {place}."),
    "pop": ("with a pop or snap", "I felt a pop or snap in my {place}."),
    "fall": ("after a fall or accident", "I hurt my {place} in a fall or accident."),
}
TREND = {
    "": ("I can't tell", ""),
    "better": ("getting better", "It is getting better."),
    "same": ("staying the same", "It is not getting better."),
    "worse": ("getting worse", "It is getting worse."),
    "spreading": ("spreading", "The numbness or pain is spreading."),
}
FLAGS = {
    "bladder": (
        "New trouble starting, holding or feeling pee or poo",
        "I have new trouble starting, holding or feeling my pee or poo.",
    ),
    "saddle": (
        "Numb or odd feeling between the legs, or when wiping",
        "I am numb between my legs, or it feels odd when I wipe.",
    ),
    "both-legs": ("Numb, weak or tingling in both legs", "Both my legs are numb, weak or tingling."),
    "chest": ("Chest pain, or trouble breathing", "I have chest pain or trouble breathing."),
    "face": (
        "Face drooping, arm weak, or speech slurred, even if it passed",
        "My face drooped, my arm was weak, or my speech was slurred.",
    ),
    "foot-drop": ("A foot that drags, or strength that is suddenly less", "My foot drags, or my strength is suddenly less."),
    "weight": ("I can't put weight on it", "I can't put weight on my {place}."),
    "shape": (
        "It looks out of shape, or the limb is cold or very pale",
        "My {place} looks out of shape, or the limb is cold or very pale.",
    ),
    "calf": ("One calf hot, swollen and painful", "One calf is hot, swollen and painful."),
    "fever": ("Fever, or losing weight without trying", "I have a fever, or I am losing weight without trying."),
    "cancer": ("I have had cancer", "I have had cancer."),
    "night": ("It wakes me at night and no position helps", "The pain wakes me at night and no position helps."),
    "pregnant": ("I am pregnant", "I am pregnant."),
    "operation": (
        "I had an operation there in the last three months",
        "I had an operation on my {place} in the last three months.",
    ),
}
SOMEWHERE = "body"
"""Stands for the place where none was chosen."""
ARMS = ("neck", "shoulder", "arm", "upper-back")
AREAS = {
    "shoulder": "shoulders",
    "arm": "arms",
    "hip": "hips",
    "buttock": "buttocks",
    "thigh": "front-of-thigh",
    "knee": "knees",
    "calf": "calves",
    "shin": "shins",
    "ankle": "ankles-feet",
}
"""Where the form's word for a place is not the vocabulary's key."""


def compose(form: Mapping[str, Any]) -> str:
    """The choices as a message in the first person; nothing that was not chosen or written.

    >>> compose({"where": ["lower-back"], "feels": ["ache"], "since": "days"})
    'My lower back aches. I have had it for a few days.'
    """
    where = [place for place in chosen(form, "where") if place in WHERE]
    names = [WHERE[place] for place in where] or [SOMEWHERE]
    words = {
        "place": names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1],
        "limb": "arm" if where and all(place in ARMS for place in where) else "leg",
    }
    feels = [key for key in chosen(form, "feels") if key in FEELS]
    sentences = [FEELS[key][1] for key in feels]
    if "hot" in feels and "swollen" in feels:  # said in one breath, as it is meant
        sentences = [FEELS[key][1] for key in feels if key not in ("hot", "swollen")] + ["My {place} is hot, red and swollen."]
    if where and not feels:
        sentences.append("It is about my {place}.")
    for name, table in (("since", SINCE), ("started", STARTED), ("trend", TREND)):
        sentences += [table[key][1] for key in chosen(form, name) if key in table and table[key][1]]
    sentences += [FLAGS[key][1] for key in chosen(form, "flags") if key in FLAGS]
    parts = [sentence.format(**words) for sentence in sentences]
    own = str(form.get("own") or "").strip()
    return " ".join([*parts, own] if own else parts)


def spoken(form: Mapping[str, Any]) -> list[str]:
    """What was chosen, as it stood beside the boxes, and what was written: the summary to take along."""
    lines = []
    where = [WHERE[key] for key in chosen(form, "where") if key in WHERE]
    feels = [FEELS[key][0] for key in chosen(form, "feels") if key in FEELS]
    flags = [FLAGS[key][0] for key in chosen(form, "flags") if key in FLAGS]
    lines += [f"{CHECK_WHERE} {', '.join(where)}"] if where else []
    lines += [f"{CHECK_FEELS} {', '.join(feels)}"] if feels else []
    asked = (
        (CHECK_SINCE, "since", SINCE),
        (CHECK_STARTED, "started", STARTED),
        (CHECK_TREND, "trend", TREND),
    )
    for label, name, table in asked:
        lines += [f"{label} {table[key][0]}" for key in chosen(form, name) if key and key in table]
    lines += [f"{CHECK_FLAGS} {'; '.join(flags)}"] if flags else []
    own = str(form.get("own") or "").strip()
    return [*lines, f"{CHECK_OWN}: “{own}”"] if own else lines


def chosen(form: Mapping[str, Any], name: str) -> list[str]:
    """What was chosen under a name, as a list."""
    value = form.get(name)
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value)] if value else []


QUESTIONS: tuple[tuple[str, str, Mapping[str, Any], bool], ...] = (
    ("where", CHECK_WHERE, WHERE, True),
    ("feels", CHECK_FEELS, FEELS, True),
    ("since", CHECK_SINCE, SINCE, False),
    ("started", CHECK_STARTED, STARTED, False),
    ("trend", CHECK_TREND, TREND, False),
    ("flags", CHECK_FLAGS, FLAGS, True),
)
"""Name in the form, question, choices, and whether several may be chosen."""


def ask_all(ask: Callable[[str], str]) -> dict[str, Any]:
    """The form, filled in question by question; `ask` shows a prompt and returns what was typed.

    Numbers choose; anything else, or nothing, leaves the question open.
    """
    form: dict[str, Any] = {}
    for name, question, table, several in QUESTIONS:
        keys = [key for key in table if key]
        shown = [table[key] if isinstance(table[key], str) else table[key][0] for key in keys]
        listed = "\n".join(f"  {number}. {text}" for number, text in enumerate(shown, start=1))
        hint = "numbers, or nothing" if several else "a number, or nothing"
        typed = ask(f"\n{question}\n{listed}\n({hint})")
        chosen = [keys[int(number) - 1] for number in re.findall(r"\d+", typed) if 1 <= int(number) <= len(keys)]
        form[name] = chosen if several else chosen[0] if chosen else ""
    form["own"] = ask(f"\n{CHECK_OWN}")
    return form
