"""Check a symptom: a guided form whose choices become one message, read by triage like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.window import texts
from assistant.window.markup import esc
from assistant.window.record import LevelName, Turn, findings
from assistant.window.replies import button, triage_card

if TYPE_CHECKING:
    from assistant.triage import Verdict

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
    where = [place for place in _chosen(form, "where") if place in WHERE]
    names = [WHERE[place] for place in where] or [SOMEWHERE]
    words = {
        "place": names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1],
        "limb": "arm" if where and all(place in ARMS for place in where) else "leg",
    }
    feels = [key for key in _chosen(form, "feels") if key in FEELS]
    sentences = [FEELS[key][1] for key in feels]
    if "hot" in feels and "swollen" in feels:  # said in one breath, as it is meant
        sentences = [FEELS[key][1] for key in feels if key not in ("hot", "swollen")] + ["My {place} is hot, red and swollen."]
    if where and not feels:
        sentences.append("It is about my {place}.")
    for name, table in (("since", SINCE), ("started", STARTED), ("trend", TREND)):
        sentences += [table[key][1] for key in _chosen(form, name) if key in table and table[key][1]]
    sentences += [FLAGS[key][1] for key in _chosen(form, "flags") if key in FLAGS]
    parts = [sentence.format(**words) for sentence in sentences]
    own = str(form.get("own") or "").strip()
    return " ".join([*parts, own] if own else parts)


def spoken(form: Mapping[str, Any]) -> list[str]:
    """What was chosen, as it stood beside the boxes, and what was written: the summary to take along."""
    lines = []
    where = [WHERE[key] for key in _chosen(form, "where") if key in WHERE]
    feels = [FEELS[key][0] for key in _chosen(form, "feels") if key in FEELS]
    flags = [FLAGS[key][0] for key in _chosen(form, "flags") if key in FLAGS]
    lines += [f"{texts.CHECK_WHERE} {', '.join(where)}"] if where else []
    lines += [f"{texts.CHECK_FEELS} {', '.join(feels)}"] if feels else []
    asked = (
        (texts.CHECK_SINCE, "since", SINCE),
        (texts.CHECK_STARTED, "started", STARTED),
        (texts.CHECK_TREND, "trend", TREND),
    )
    for label, name, table in asked:
        lines += [f"{label} {table[key][0]}" for key in _chosen(form, name) if key and key in table]
    lines += [f"{texts.CHECK_FLAGS} {'; '.join(flags)}"] if flags else []
    own = str(form.get("own") or "").strip()
    return [*lines, f"{texts.CHECK_OWN}: “{own}”"] if own else lines


def _chosen(form: Mapping[str, Any], name: str) -> list[str]:
    value = form.get(name)
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value)] if value else []


def result(form: Mapping[str, Any], assess: Callable[[str], Verdict], sentence: Callable[[Verdict], str]) -> str:
    """The card for what was chosen: level, what to do, the words it rests on, and a summary to copy."""
    message = compose(form)
    if not message:
        return f'<p class="notice">{esc(texts.CHECK_EMPTY)}</p>'
    verdict = assess(message)
    lines = spoken(form)
    copied = "\n".join((texts.FOR_PROFESSIONAL, *(f"- {line}" for line in lines)))
    said = f'<h4>{esc(texts.CHECK_SAID)}</h4><ul class="told">{"".join(f"<li>{esc(line)}</li>" for line in lines)}</ul>'
    level: LevelName = verdict.level.label  # type: ignore[assignment]  # the names are the levels' labels
    if level == "none":
        area = next((AREAS.get(key, key) for key in _chosen(form, "where")), "")
        card = (
            f'<section class="card level-none"><p class="lead">{esc(texts.CHECK_NONE)}</p><p>{esc(texts.CHECK_NONE_MORE)}</p>'
            '<p class="row">'
            + button(texts.CHECK_COPY, look="soft", symbol="copy", copy=copied)
            + (button(texts.CHECK_STRETCHES, look="soft", symbol="search", find_area=area) if area else "")
            + "</p></section>"
        )
        return f'<h3 tabindex="-1">{esc(texts.CHECK_RESULT)}</h3>{card}{said}'
    turn = Turn.model_validate(
        {
            "message": message,
            "text": sentence(verdict),
            "kind": "referral",
            "level": level,
            "withheld": verdict.withheld,
            "findings": findings(verdict),
        }
    )
    return f'<h3 tabindex="-1">{esc(texts.CHECK_RESULT)}</h3>{triage_card(turn, copied=copied, own_words=False)}{said}'


def view() -> str:
    """The whole view: the form, and the place where its result appears."""
    groups = (
        _boxes("where", texts.CHECK_WHERE, WHERE, texts.CHECK_WHERE_HINT),
        _boxes("feels", texts.CHECK_FEELS, {key: label for key, (label, _) in FEELS.items()}),
        _radios("since", texts.CHECK_SINCE, SINCE),
        _radios("started", texts.CHECK_STARTED, STARTED),
        _radios("trend", texts.CHECK_TREND, TREND),
        _boxes(
            "flags", texts.CHECK_FLAGS, {key: label for key, (label, _) in FLAGS.items()}, texts.CHECK_FLAGS_HINT, look="flags"
        ),
    )
    own = (
        f'<label class="own-words"><span>{esc(texts.CHECK_OWN)}</span><small>{esc(texts.CHECK_OWN_HINT)}</small>'
        '<textarea name="own" rows="3" maxlength="2000"></textarea></label>'
    )
    return (
        '<section class="view" id="view-check" aria-labelledby="check-title"><header class="view-head">'
        f'<h2 id="check-title" tabindex="-1">{esc(texts.CHECK_TITLE)}</h2><p>{esc(texts.CHECK_MORE)}</p></header>'
        f'<div class="check"><form id="check-form">{"".join(groups)}{own}<p class="row">'
        f'<button type="submit" class="primary">{esc(texts.CHECK_BUTTON)}</button>'
        f'<button type="reset" class="quiet">{esc(texts.CHECK_AGAIN)}</button></p></form>'
        '<div id="check-result" class="result" role="region" aria-live="polite" '
        f'aria-label="{esc(texts.CHECK_RESULT)}"></div></div></section>'
    )


def _boxes(name: str, label: str, choices: Mapping[str, str], hint: str = "", look: str = "") -> str:
    rows = "".join(
        f'<label class="box"><input type="checkbox" name="{name}" value="{esc(key)}"><span>{esc(text)}</span></label>'
        for key, text in choices.items()
    )
    small = f"<small>{esc(hint)}</small>" if hint else ""
    return f'<fieldset class="{look}"><legend>{esc(label)}</legend>{small}<div class="boxes">{rows}</div></fieldset>'


def _radios(name: str, label: str, choices: Mapping[str, tuple[str, str]]) -> str:
    last = sorted(choices.items(), key=lambda choice: not choice[0])  # not saying is offered last
    rows = "".join(
        f'<label class="box"><input type="radio" name="{name}" value="{esc(key)}"{"" if key else " checked"}><span>'
        f"{esc(text)}</span></label>"
        for key, (text, _) in last
    )
    return f'<fieldset><legend>{esc(label)}</legend><div class="boxes">{rows}</div></fieldset>'
